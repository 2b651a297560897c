#!/usr/bin/python3
"""What two persons, a telephone and a year of payments do to cases, on a running suite: a stop that two
release, a step forced by two, a call that ends its task, a profile with what it was computed from;
rebuilt from the journal alone they are the same."""

import json
import re
import time
import unittest
import urllib.parse
import urllib.request

import yaml

from erp import cloud_event, date
from stack import Stack, configuration, within

TOPIC = "erp.people.documents.v1"
SOURCE = "/erp/people"
LIMIT_SECONDS = 240
NOT_FOUND, WRONG_USE, REFUSED, NOT_ALLOWED = 1, 64, 65, 77


def event(number, kind, account, data):
    return cloud_event(SOURCE, "US01", account, kind, number, data)


def debtor(account, **more):
    contact = {"id": "c1", "channel": "email", "address": f"{account.lower()}@people.example"}
    contact |= {"name": account, "role": "billing", "language": "en"}
    data = {"name": f"{account} Ltd", "kind": "company", "contacts": [contact], **more}
    return event(account, "debtor.changed", account, data)


def invoice(account, number, due):
    document = f"{account}-{number}"
    data = {"document": document, "currency": "USD", "amount": "900.00", "dueDate": date(due)}
    data |= {"issueDate": date("2026-05-01")}
    return event(document, "invoice.issued", account, data)


def payment(account, number, paid):
    document = f"{account}-{number}"
    data = {"document": f"P-{document}", "currency": "USD", "amount": "900.00"}
    data |= {"valueDate": date(paid), "allocations": [{"document": document, "amount": "900.00"}]}
    return event(document, "payment.received", account, data)


def wordless_payment(account, number):
    """It says what it is, and not what it is for."""
    document = f"W-{account}-{number}"
    data = {"document": document, "currency": "USD", "amount": "900.00", "valueDate": date("2026-09-28")}
    return event(document, "payment.received", account, data)


def events():
    """LATE owes an invoice since yesterday, after three paid six weeks late; CALLED is called first;
    SILENT pays one of two invoices without a word; DRAWN pays by direct debit."""
    yield debtor("LATE")
    for number in (1, 2, 3):
        yield invoice("LATE", number, f"2026-06-0{number}")
        yield payment("LATE", number, f"2026-07-1{number}")
    yield invoice("LATE", 4, "2026-09-28")
    yield debtor("CALLED")
    yield invoice("CALLED", 1, "2026-09-20")
    yield debtor("SPEAKS")
    yield invoice("SPEAKS", 1, "2026-09-21")
    yield debtor("BROKE")
    yield invoice("BROKE", 1, "2026-09-21")
    yield debtor("AHEAD")
    yield invoice("AHEAD", 1, "2026-09-21")
    yield debtor("SILENT")
    yield invoice("SILENT", 1, "2026-09-21")
    yield invoice("SILENT", 2, "2026-09-22")
    yield debtor("DRAWN", paymentMethod="direct_debit")
    yield invoice("DRAWN", 1, "2026-09-21")


def with_profiles(folder):
    path = folder / "legal_entities.yaml"
    entities = yaml.safe_load(path.read_text(encoding="utf-8"))
    entities["legal_entities"][0]["profiles"] = {"bad": "bad-payer", "automatic": "automatic"}
    path.write_text(yaml.safe_dump(entities, allow_unicode=True), encoding="utf-8")
    return folder


class PeopleTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        within(LIMIT_SECONDS)
        cls.stack = Stack("people", ["--at", "2026-09-28T15:00:00Z", "--erp-topic", TOPIC])
        cls.stack.__enter__()
        cls.addClassCleanup(cls.stack.stop, False)
        feed = {"topic": TOPIC, "source": SOURCE, "envelope": "cloudevents", "format": "any"}
        cls.stack.apply(with_profiles(configuration(cls.stack.folder / "config", "US01", feed)))
        cls.send(events())
        cls.send([wordless_payment("SILENT", 1)])  # Once both invoices are known.
        cls.stack.relance("case", "assign", "US01/CALLED", "good-payer")
        cls.stack.relance("clock", "advance", "--by", "22h")

    @classmethod
    def send(cls, told):
        path = cls.stack.folder / "events.ndjson"
        path.write_text("".join(json.dumps(e) + "\n" for e in told), encoding="utf-8")
        cls.stack.relance("feed", "send", path, "--topic", TOPIC)
        cls.stack.relance("feed", "wait")

    def act(self, who, *words):
        return self.stack.relance(*words, "--as", who)

    def json(self, who, *words):
        return json.loads(self.act(who, *words, "--json"))

    def refused(self, who, *words):
        done = self.stack.run(*words, "--as", who)
        return done.returncode, done.stderr

    def case(self, account):
        return self.json("ben:viewer", "case", "show", f"US01/{account}")

    def profile(self, account):
        return self.json("ben:viewer", "profile", "show", f"US01/{account}")

    def tasks(self, account):
        listed = self.json("ben:viewer", "task", "list", "--entity", "US01")
        return [t for t in listed["tasks"] if t["account"]["number"] == account]

    def sent(self, account):
        of = ("--account", f"US01/{account}", "--state", "submitted")
        listed = self.json("ben:viewer", "notice", "list", *of)
        return sorted(notice["step"] for notice in listed["notices"])

    def until(self, check, what):
        deadline = time.monotonic() + 60
        while not check():
            self.assertLess(time.monotonic(), deadline, what)
            time.sleep(0.2)

    def test_one_person_stops_and_two_let_messages_leave_again(self):
        on = ("stop", "on", "US01", "--channel", "sms", "--reason", "wrong text")
        off = ("stop", "off", "US01", "--channel", "sms", "--reason", "corrected")
        self.assertEqual(self.refused("ben:viewer", *on)[0], NOT_ALLOWED)
        self.act("carl:collector", *on)
        (stop,) = self.json("ben:viewer", "stop", "list", "US01")["stops"]
        self.assertEqual((stop["channel"], stop["reason"], stop["by"]), ("CHANNEL_SMS", "wrong text", "carl"))
        self.assertEqual(self.refused("carl:collector", *off)[0], NOT_ALLOWED)
        for _ in range(2):  # The same person is still one person.
            self.assertIn("stays stopped", self.act("anna:lead", *off))
        self.assertIn("anna", self.act("ben:viewer", "stop", "list", "US01"))
        self.assertIn("released", self.act("bruno:lead", *off))
        self.assertIn("nothing of US01 is stopped", self.act("ben:viewer", "stop", "list", "US01"))

    def test_a_step_leaves_out_of_order_when_a_second_person_confirms_it(self):
        force = ("step", "force", "US01/LATE", "LATE-4", "level2", "--reason", "moves abroad")
        self.assertEqual(self.refused("carl:collector", *force)[0], NOT_ALLOWED)
        self.assertEqual(self.refused("ben:viewer", *force)[0], NOT_ALLOWED)
        unknown = ("step", "force", "US01/LATE", "LATE-4", "level9", "--reason", "x")
        code, why = self.refused("anna:lead", *unknown)
        self.assertEqual(code, NOT_FOUND, why)
        self.assertIn("step", why)

        asked = self.json("anna:lead", *force)
        self.assertEqual(asked["until"], date("2026-10-01"))
        code, why = self.refused("dora:lead", *force)
        self.assertEqual(code, REFUSED, why)
        self.assertIn("second person", why)
        waiting = self.case("LATE")["force_requests"]
        self.assertEqual([(w["asked_by"], w["step"]) for w in waiting], [("anna", "level2")])
        task = self.tasks("LATE")[0]
        self.assertEqual(task["key"], f"decide force {asked['request_id']}")
        why = self.act("ben:viewer", "case", "explain", "US01/LATE")
        self.assertIn("anna asks to force level2", why)
        self.assertEqual(self.refused("dora:lead", "task", "complete", "US01/LATE", task["key"])[0], REFUSED)

        confirm = ("step", "confirm", "US01/LATE", asked["request_id"])
        code, why = self.refused("anna:lead", *confirm)
        self.assertEqual(code, REFUSED, why)
        self.assertIn("another person than anna", why)
        self.assertEqual(self.refused("carl:collector", *confirm)[0], NOT_ALLOWED)
        self.assertEqual(self.sent("LATE"), ["level1"], "one person moves nothing")
        self.act("dora:legal", *confirm)
        self.until(lambda: self.sent("LATE") == ["level1", "level2"], "the forced step never left")
        self.assertEqual(self.tasks("LATE"), [])
        self.assertEqual(self.case("LATE")["force_requests"], [])
        self.assertEqual(self.refused("dora:legal", *confirm)[0], NOT_FOUND)

        again = self.json("anna:lead", "step", "force", "US01/LATE", "LATE-4", "level3", "--reason", "y")
        self.act("dora:lead", "step", "refuse", "US01/LATE", again["request_id"], "--reason", "no")
        self.assertEqual(self.tasks("LATE"), [])
        self.assertEqual(self.sent("LATE"), ["level1", "level2"])

    def test_a_call_ends_its_task_and_brings_what_was_agreed(self):
        call = self.tasks("CALLED")[0]
        self.assertEqual(call["kind"], "call")
        record = ("call", "record", "US01/CALLED")
        self.act("carl:collector", *record, "no_answer")
        self.assertEqual(self.tasks("CALLED")[0]["key"], call["key"], "it is still to be made")
        for words, code, field in (
            ((*record, "promised"), REFUSED, "outcome"),
            ((*record, "shouted"), NOT_FOUND, "outcome"),
            ((*record, "promised", "--promise", "900.00:USD@2026-01-01"), REFUSED, "past"),
            ((*record, "promised", "--promise", "900.00"), WRONG_USE, "--promise"),
            ((*record, "reached", "--task", "call nobody asked for"), NOT_FOUND, "task"),
        ):
            with self.subTest(" ".join(words)):
                got, why = self.refused("carl:collector", *words)
                self.assertEqual(got, code, why)
                self.assertIn(field, why)
        self.assertEqual(self.refused("ben:viewer", *record, "reached")[0], NOT_ALLOWED)
        agreed = ("--promise", "900.00:USD@2026-10-02", "--note", "paid on Friday")
        made = self.json("carl:collector", *record, "promised", *agreed)
        self.assertEqual(made["ended_tasks"], [call["key"]])
        case = self.case("CALLED")
        self.assertEqual([t["key"] for t in self.tasks("CALLED")], [])
        self.assertEqual([p["id"] for p in case["promises"]], [made["made_id"]])
        self.assertEqual([c["outcome"] for c in case["calls"]], ["no_answer", "promised"])
        self.assertTrue(case["items"][0]["held"])

    def test_a_profile_is_computed_with_its_evidence_and_a_person_may_say_otherwise(self):
        drawn = self.profile("DRAWN")
        self.assertEqual((drawn["profile"], drawn["running_scenario"]), ("automatic", "automatic"))
        self.assertEqual(self.sent("DRAWN"), [], "nothing is asked of whom the creditor draws from")

        late = self.profile("LATE")
        self.assertEqual((late["profile"], late["computed"]), ("bad", "bad"))
        self.assertIn("in the middle 40 days late", late["reason"])
        self.assertEqual(late["evidence"]["settled"], 3)
        paid = [r for r in late["evidence"]["records"] if r["kind"] == "paid"]
        self.assertEqual([r["subject"] for r in paid], ["LATE-1", "LATE-2", "LATE-3"])
        self.assertEqual([r["cause"] for r in paid], ["P-LATE-1", "P-LATE-2", "P-LATE-3"])

        say = ("profile", "set", "US01/LATE", "good", "--reason", "a new accountant")
        self.assertEqual(self.refused("ben:viewer", *say)[0], NOT_ALLOWED)
        code, why = self.refused("carl:collector", "profile", "set", "US01/LATE", "nice", "--reason", "x")
        self.assertEqual(code, NOT_FOUND, why)
        before = late["running_scenario"]
        self.act("carl:collector", *say)
        told = self.profile("LATE")
        self.assertEqual((told["profile"], told["computed"]), ("good", "bad"))
        self.assertEqual(told["set"]["by"], "carl")
        self.assertEqual(told["set"]["reason"], "a new accountant")
        self.assertEqual(told["scenario"], "email-fr", "good payers follow the entity's own here")
        self.assertEqual(told["running_scenario"], before, "the running case moves when told to")

        self.stack.relance("view", "rebuild", "--service", "scenario", "--all")
        self.until(lambda: self.settled("LATE", told), "the journal alone tells another story")
        self.act("carl:collector", *say, "--now")
        self.assertEqual(self.profile("LATE")["running_scenario"], "email-fr")
        self.act("carl:collector", "profile", "set", "US01/LATE", "computed", "--reason", "it was not so")
        back = self.profile("LATE")
        self.assertNotIn("set", back)
        self.assertEqual((back["scenario"], back["running_scenario"]), ("bad-payer", "email-fr"))

    def test_money_that_came_without_a_word_is_allocated_by_who_collects(self):
        task = self.tasks("SILENT")[0]
        self.assertEqual(task["key"], "allocate W-SILENT-1")
        self.assertEqual(self.sent("SILENT"), [], "it may be what was asked for")
        allocate = ("payment", "allocate", "US01/SILENT", "W-SILENT-1", "--to")
        self.assertEqual(self.refused("ben:viewer", *allocate, "SILENT-1")[0], NOT_ALLOWED)
        self.assertEqual(self.refused("carl:collector:DE01", *allocate, "SILENT-1")[0], NOT_ALLOWED)
        for to, code, why in (
            ("SILENT-9", NOT_FOUND, "no such invoice"),
            ("SILENT-1=900.01:USD", REFUSED, "more than what is open"),
            ("SILENT-1=9.00:EUR", REFUSED, "another currency"),
            ("SILENT-1=nine", WRONG_USE, "--to"),
        ):
            with self.subTest(to):
                got, said = self.refused("carl:collector", *allocate, to)
                self.assertEqual(got, code, said)
                self.assertIn(why, said)
        some = self.json("carl:collector", *allocate, "SILENT-2=400.00:USD")
        self.assertEqual([p["item"] for p in some["parts"]], ["SILENT-2"])
        rest = self.json("carl:collector", *allocate, "SILENT-1", "--to", "SILENT-2")
        self.assertEqual([p["amount"]["minor_units"] for p in rest["parts"]], ["50000"])
        self.until(lambda: not self.tasks("SILENT"), "the task outlives its reason")
        open_now = {i["id"]: i["open"]["minor_units"] for i in self.case("SILENT")["items"]}
        self.assertEqual(open_now, {"SILENT-1": "40000", "SILENT-2": "50000"})
        code, why = self.refused("carl:collector", *allocate, "SILENT-1")
        self.assertEqual((code, "allocated in full" in why), (REFUSED, True), why)

    def test_what_waits_for_approval_is_seen_by_those_of_its_legal_entity(self):
        promise = ("promise", "add", "US01/AHEAD", "900.00", "USD", "--by", "2026-11-20", "--item", "AHEAD-1")
        self.act("carl:collector", *promise)
        waiting = lambda who: [a["account"]["number"] for a in self.json(who, "notice", "waiting")["approvals"]]
        self.assertEqual(waiting("ben:viewer"), ["AHEAD"])
        self.assertEqual(waiting("ben:viewer:DE01,US01"), ["AHEAD"])
        self.assertEqual(waiting("eve:viewer:DE01"), [])

    def test_insolvency_ends_the_messages_and_asks_for_the_claim(self):
        open_it = ("case", "insolvent", "US01/BROKE", "--published")
        self.assertEqual(self.refused("carl:collector", *open_it, "2026-09-28")[0], NOT_ALLOWED)
        code, why = self.refused("anna:legal", *open_it, "2026-12-24")
        self.assertEqual(code, REFUSED, why)
        self.assertIn("published_on", why)
        self.act("anna:legal", *open_it, "2026-09-28")
        self.assertTrue(self.case("BROKE")["insolvent"])
        task = self.tasks("BROKE")[0]
        self.assertEqual((task["kind"], task["due"]), ("claim", date("2026-11-28")))
        broke = self.profile("BROKE")
        self.assertEqual(broke["profile"], "strained")
        self.assertEqual(broke["reason"], "insolvency proceedings are open")
        self.assertIn("insolvent", self.act("ben:viewer", "case", "explain", "US01/BROKE"))

    def test_a_debtor_speaks_for_himself_on_the_portal(self):
        # The portal acts for him in the role of a debtor, who may promise but not hold.
        hold = ("hold", "place", "US01/SPEAKS", "--until", "2026-10-05", "--reason", "x")
        self.assertEqual(self.refused("S:debtor", *hold)[0], NOT_ALLOWED)
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        link = self.stack.relance("portal", "link", "US01/SPEAKS", "--contact", "c1").split()[-1]
        browser.open(link, timeout=20).close()
        origin = link.split("/l/")[0]
        asked = {"choice": "overdue:USD", "day": "2", "month": "10", "year": "2026", "lang": "en"}
        with browser.open(f"{origin}/promise/review?{urllib.parse.urlencode(asked)}", timeout=20) as page:
            form = page.read().decode().split('<form action="/promise"')[1].split("</form>")[0]
        fields = re.findall(r'name="([^"]+)" value="([^"]*)"', form)
        said = urllib.parse.urlencode(fields).encode()
        post = urllib.request.Request(f"{origin}/promise", data=said, headers={"Origin": origin})
        browser.open(post, timeout=20).close()
        promises = self.case("SPEAKS")["promises"]
        self.assertEqual([p["by"] for p in promises], [date("2026-10-02")])

    def test_a_mistyped_number_makes_no_case(self):
        nobody = "US01/NOBODY"
        for words in (
            ("call", "record", nobody, "reached"),
            ("profile", "set", nobody, "bad", "--reason", "x"),
            ("case", "insolvent", nobody, "--published", "2026-09-28"),
            ("step", "force", nobody, "F-1", "level1", "--reason", "x"),
            ("profile", "show", nobody),
        ):
            with self.subTest(" ".join(words)):
                code, why = self.refused("anna:lead", *words)
                self.assertEqual(code, NOT_FOUND, why)
        self.assertEqual(self.refused("ben:viewer", "case", "show", nobody)[0], NOT_FOUND)

    def settled(self, account, before):
        """The same profile, but for where the view stands."""
        done = self.stack.run("profile", "show", f"US01/{account}", "--json", "--as", "ben:viewer")
        if done.returncode != 0:
            return False
        now = json.loads(done.stdout)
        return {**now, "token": None} == {**before, "token": None}


if __name__ == "__main__":
    unittest.main(verbosity=2)

#!/usr/bin/python3
"""What people do about cases, on a running suite: disputes, callbacks, plans, announced payments, and
the worklist they make; rebuilt from the journal alone it is the same."""

import json
import time
import unittest

from erp import cloud_event
from stack import Stack, configuration, within

TOPIC = "erp.worklist.documents.v1"
SOURCE = "/erp/worklist"
LIMIT_SECONDS = 240
NOT_FOUND, WRONG_USE, REFUSED = 1, 64, 65


def event(number, kind, account, data):
    return cloud_event(SOURCE, "US01", account, kind, number, data)


def events():
    """Three debtors with one overdue invoice each; the second owes most."""
    for number, (account, amount) in enumerate((("A", "740.00"), ("B", "9000.00"), ("C", "80.00"))):
        contact = {"id": "c1", "channel": "email", "address": f"{account.lower()}@work.example"}
        contact |= {"name": account, "role": "billing", "language": "en"}
        debtor = {"name": f"{account} Ltd", "kind": "company", "contacts": [contact]}
        invoice = {"document": f"{account}-1", "currency": "USD", "amount": amount}
        invoice |= {"issueDate": {"year": 2026, "month": 8, "day": 20}}
        invoice |= {"dueDate": {"year": 2026, "month": 9, "day": 21}}
        yield event(number, "debtor.changed", account, debtor)
        yield event(number, "invoice.issued", account, invoice)


class WorklistTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        within(LIMIT_SECONDS)
        cls.stack = Stack("worklist", ["--at", "2026-09-28T15:00:00Z", "--erp-topic", TOPIC])
        cls.stack.__enter__()
        cls.addClassCleanup(cls.stack.stop, False)
        feed = {"topic": TOPIC, "source": SOURCE, "envelope": "cloudevents", "format": "any"}
        cls.stack.apply(configuration(cls.stack.folder / "config", "US01", feed))
        path = cls.stack.folder / "events.ndjson"
        path.write_text("".join(json.dumps(e) + "\n" for e in events()), encoding="utf-8")
        cls.stack.relance("feed", "send", path, "--topic", TOPIC)
        cls.stack.relance("feed", "wait")
        cls.stack.relance("clock", "advance", "--by", "1m")

    def act(self, *words):
        return self.stack.relance(*words, "--as", "anna:collector")

    def refused(self, *words):
        done = self.stack.run(*words, "--as", "anna:collector")
        return done.returncode, done.stderr

    def tasks(self, *words):
        listed = json.loads(self.act("task", "list", "--entity", "US01", "--json", *words))
        self.assertEqual(listed.get("total", 0), len(listed.get("tasks", [])))
        return listed.get("tasks", [])

    def keys(self, *words):
        return [f"{t['account']['number']} {t['key'].split()[0]}" for t in self.tasks(*words)]

    def test_the_day_of_a_collector(self):
        self.assertEqual(self.tasks(), [])
        self.act("dispute", "open", "US01/A", "A-1", "--reason", "wrong price", "--amount", "40.00:USD")
        self.act("dispute", "open", "US01/B", "B-1", "--reason", "not ordered")
        self.act("callback", "book", "US01/C", "--at", "2026-09-28T17:00:00Z")
        self.assertEqual(self.keys(), ["B dispute", "A dispute", "C callback"], "the larger amount first")
        first = self.tasks()[0]
        self.assertEqual(first["reasons"][:2], ["9000.00 USD", "7 days overdue"])

        self.act("clock", "advance", "--by", "3h")
        self.assertEqual(self.keys()[0], "C callback", "a promise to call was missed")
        missed = self.tasks()[0]
        self.assertTrue(missed["alert"])
        code, why = self.refused("task", "postpone", "US01/C", missed["key"], "--until", "2026-10-05",
                                 "--reason", "later")
        self.assertEqual(code, REFUSED, why)
        self.act("task", "complete", "US01/C", missed["key"])

        self.act("task", "take", "US01/B", first["key"])
        self.act("task", "postpone", "US01/B", first["key"], "--until", "2026-10-02", "--reason", "depot")
        self.assertEqual(self.keys(), ["A dispute"])
        self.assertEqual(self.keys("--owner", "anna"), [])
        self.assertEqual(self.keys("--owner", "anna", "--postponed"), ["B dispute"])
        self.act("task", "substitute", "--entity", "US01", "--from", "anna", "--to", "ben")
        self.assertEqual(self.keys("--owner", "ben", "--postponed"), ["B dispute"])

        before = self.tasks("--postponed")
        self.act("view", "rebuild", "--service", "scenario", "--all")
        deadline = time.monotonic() + 60
        while self.tasks("--postponed") != before and time.monotonic() < deadline:
            time.sleep(0.2)
        self.assertEqual(self.tasks("--postponed"), before, "the journal alone makes the same list")

        self.act("dispute", "reject", "US01/B", first["subject"])
        self.assertEqual(self.keys("--postponed"), ["A dispute"], "its task is done with it")
        plan = json.loads(self.act("plan", "propose", "US01/B", "--pay", "4500.00:USD@2026-10-15",
                                   "--pay", "4500.00:USD@2026-11-16", "--json"))
        self.assertIn(plan["state"], ("proposed", "active", "awaiting_approval"))
        self.act("payment", "announce", "US01/C", "C-1")
        case = json.loads(self.act("case", "show", "US01/C", "--json"))
        self.assertTrue(case["items"][0]["held"], "the item waits for the payment")

    def test_what_cannot_be_is_refused_with_its_field(self):
        for words, code, field in (
            (("task", "take", "US01/A", "dispute nobody opened"), NOT_FOUND, "task"),
            (("dispute", "open", "US01/A", "A-1", "--reason", "x", "--amount", "1.00:EUR"), REFUSED,
             "amount.currency"),
            (("dispute", "open", "US01/A", "A-1", "--reason", "x", "--amount", "1.00"), WRONG_USE,
             "--amount"),
            (("callback", "book", "US01/A", "--at", "2026-09-01T08:00:00Z"), REFUSED, "past"),
            (("case", "assign", "US01/A", "no-such"), NOT_FOUND, "scenario"),
            (("plan", "propose", "US01/A", "--pay", "1.00:USD@2026-02-31"), WRONG_USE, "--pay"),
            (("task", "list", "--entity", "XX"), NOT_FOUND, "XX"),
        ):  # fmt: skip
            with self.subTest(" ".join(words)):
                got, why = self.refused(*words)
                self.assertEqual(got, code, why)
                self.assertIn(field, why)


if __name__ == "__main__":
    unittest.main(verbosity=2)

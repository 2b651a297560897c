#!/usr/bin/python3
"""What an ERP and providers tell besides invoices and money, on a running suite: steps that another
system took, a message that bounces days after it left, a write-off that is recovered, a gap in the
feed of one debtor, a paper that is missing; rebuilt from the journals alone it is the same. And the
thanks for a payment that crossed a reminder, as they arrive."""

import email
import email.policy
import json
import time
import unittest
from pathlib import Path

from erp import Erp, date
from stack import Stack, configuration, within

TOPIC = "erp.receipts.documents.v1"
SOURCE = "/erp/receipts"
LIMIT_SECONDS = 240
NOT_FOUND, REFUSED, NOT_ALLOWED = 1, 65, 77
ISSUED = "2026-07-01"


class ReceiptsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        within(LIMIT_SECONDS)
        cls.stack = Stack("receipts", ["--at", "2026-09-28T15:00:00Z", "--erp-topic", TOPIC])
        cls.stack.__enter__()
        cls.addClassCleanup(cls.stack.stop, False)
        feed = {"topic": TOPIC, "source": SOURCE, "envelope": "cloudevents", "format": "any"}
        cls.stack.apply(configuration(cls.stack.folder / "config", "US01", feed))
        cls.erp = Erp(cls.stack, TOPIC, SOURCE, "US01")
        (cls.stack.dir / "refuse").write_text("nobody=550 5.1.1\n", encoding="utf-8")
        cls.erp.send(*cls.documents())
        cls.stack.relance("clock", "advance", "--by", "22h")

    @classmethod
    def documents(cls):
        """WRONG has an address that its server does not know, and another. OLD comes with its history, which comes before its invoice; YOUNG without any."""
        yield cls.two_addresses(1)
        yield cls.two_addresses(1, "WRONG", ("nobody", "somebody"))
        yield cls.invoice("WRONG", "WRONG-1")
        yield cls.history("OLD", "OLD-1", 1, "2026-09-10")
        yield cls.invoice("OLD", "OLD-1")
        for account in ("YOUNG", "GONE", "GAP"):
            yield cls.erp.debtor(account)
            yield cls.invoice(account, f"{account}-1")
        yield cls.gap(1, "open")
        for account, language in (("MERCI", "fr"), ("THANKS", "en"), ("LOST", "en")):
            yield cls.erp.debtor(account, language)
            yield cls.invoice(account, f"{account}-1")

    @classmethod
    def two_addresses(cls, version, account="OLD", names=("c1", "c2")):
        contacts = [{"id": c, "channel": "email", "name": c, "address": f"{c}@old.example"} for c in names]
        facts = {"name": "Old Ltd", "kind": "company", "language": "en", "version": version}
        return cls.erp.event("debtor.changed", account, contacts=contacts, **facts)

    @classmethod
    def invoice(cls, account, document):
        return cls.erp.invoice(account, document, "900.00", ISSUED, "2026-08-20", "USD")

    @classmethod
    def history(cls, account, invoice, level, on, version=1):
        notice = {"level": level, "on": date(on), "channel": "letter", "reference": "M-7"}
        facts = {"document": f"H-{invoice}", "version": version, "invoice": invoice}
        return cls.erp.event("history.imported", account, notices=[notice], **facts)

    @classmethod
    def gap(cls, version, state):
        return cls.erp.event("account.gap", "GAP", document="G-1", version=version, state=state)

    def json(self, *words, who="carl:collector"):
        return json.loads(self.stack.relance(*words, "--as", who, "--json"))

    def code(self, who, *words):
        return self.stack.run(*words, "--as", who).returncode

    def notices(self, account):
        listed = self.json("notice", "list", "--account", f"US01/{account}").get("notices", [])
        return [(notice["step"], notice["state"]) for notice in listed]

    def sent(self, account):
        return sorted(step for step, state in self.notices(account) if state == "submitted")

    def notice(self, account, state):
        listed = self.json("notice", "list", "--account", f"US01/{account}", "--state", state)
        (one,) = listed["notices"]
        of = ("--account", f"US01/{account}")
        return self.json("notice", "show", one["notice_id"], *of)

    def until(self, check, what):
        deadline = time.monotonic() + 60
        while not check():
            self.assertLess(time.monotonic(), deadline, what)
            time.sleep(0.2)

    def test_an_invoice_goes_on_where_the_other_system_left_it_and_a_late_bounce_finds_another_address(self):
        self.assertEqual(self.sent("OLD"), ["level2"], "level1 was sent by the other system")
        self.assertEqual(self.sent("YOUNG"), ["level1"])
        self.erp.send(self.history("OLD", "OLD-1", 1, "2026-09-10"))  # The same document again.
        self.assertEqual(self.sent("OLD"), ["level2"])

        first = self.notice("OLD", "submitted")
        self.assertEqual([a["contact_id"] for a in first["attempts"]], ["c1"])
        receipt = ("notice", "receipt", first["notice"]["notice_id"], "bounced", "--account", "US01/OLD")
        self.assertEqual(self.code("ben:viewer", *receipt), NOT_ALLOWED)
        presented = (*receipt[:3], "presented", *receipt[4:])
        self.assertEqual(self.code("carl:collector", *presented), REFUSED, "it is no registered letter")
        unknown = ("notice", "receipt", "nothing", *receipt[3:])
        self.assertEqual(self.code("carl:collector", *unknown), NOT_FOUND)
        for _ in range(2):  # A provider may tell it twice.
            self.json(*receipt, "--words", "5.1.1 no such user")
        self.until(
            lambda: sorted(self.notices("OLD")) == [("level2", "permanent_failure"), ("level2", "submitted")],
            "no other address was tried",
        )
        second = self.notice("OLD", "submitted")
        self.assertEqual([a["contact_id"] for a in second["attempts"]], ["c2"])
        back = self.notice("OLD", "permanent_failure")
        self.assertEqual(back["notice"]["reason"], "bounced: 5.1.1 no such user")
        self.assertEqual([(r["receipt_kind"], r["by"]) for r in back["receipts"]], [("RECEIPT_KIND_BOUNCED", "carl")])

        # The same addresses in another version of the master data are no better, and the journals
        # alone know it too.
        self.erp.send(self.two_addresses(2))
        for service in ("ledger", "scenario", "notifier"):
            self.stack.relance("view", "rebuild", "--service", service, "--all")
        self.until(lambda: self.reads("OLD"), "a view did not come back")
        self.stack.relance("clock", "advance", "--by", "20d")
        self.assertEqual(self.sent("OLD"), ["level2", "level3"])
        third = [n for n in self.json("notice", "list", "--account", "US01/OLD")["notices"] if n["step"] == "level3"]
        shown = self.json("notice", "show", third[0]["notice_id"], "--account", "US01/OLD")
        self.assertEqual([a["contact_id"] for a in shown["attempts"]], ["c2"])

    def reads(self, account):
        commands = (("notice", "list", "--account"), ("case", "show"), ("account", "show"))
        return all(self.code("carl:collector", *c, f"US01/{account}", "--json") == 0 for c in commands)

    def test_the_address_that_its_server_does_not_know_is_not_tried_again(self):
        self.stack.relance("clock", "advance", "--by", "20d")
        listed = self.json("notice", "list", "--account", "US01/WRONG")["notices"]
        tried = [(n["step"], n["state"], self.contacts("WRONG", n)) for n in listed]
        self.assertIn(("level1", "permanent_failure", ["nobody"]), tried)
        self.assertIn(("level1", "submitted", ["somebody"]), tried)
        self.assertIn(("level2", "submitted", ["somebody"]), tried)
        self.assertEqual(sum("nobody" in contacts for _, _, contacts in tried), 1)

    def contacts(self, account, notice):
        shown = self.json("notice", "show", notice["notice_id"], "--account", f"US01/{account}")
        return [attempt["contact_id"] for attempt in shown["attempts"]]

    def test_a_gap_in_the_feed_of_one_debtor_waits_until_it_is_repaired(self):
        self.assertEqual(self.notices("GAP"), [])
        self.assertIn("gap", self.stack.relance("case", "explain", "US01/GAP", "--as", "carl:collector"))
        self.erp.send(self.gap(2, "repaired"), self.gap(1, "open"))
        self.until(lambda: self.sent("GAP") == ["level1"], "the repaired gap still holds it back")

    def thanked(self, account):
        """The mail that thanks, with its parts in plain blanks; there is no other but the reminder."""
        found = []
        for path in Path(self.stack.dir / "mail" / "new").iterdir():
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if str(message["X-Envelope-To"]).strip("<> ") == f"{account.lower()}@debtor.example":
                found.append(message)
        reminder, thanks = sorted(found, key=lambda mail: mail["Date"].datetime)
        self.assertNotEqual(reminder["Message-ID"], thanks["Message-ID"])
        self.assertEqual(reminder["References"], thanks["References"], "one thread for the account")
        parts = [thanks.get_body((kind,)).get_content() for kind in ("plain", "html")]
        return thanks, [part.replace("\u202f", " ").replace("\u00a0", " ") for part in parts]

    def test_a_payment_of_all_just_after_a_reminder_is_thanked_for_in_the_language_of_its_contact(self):
        for account in ("MERCI", "THANKS"):
            self.assertEqual(self.sent(account), ["level1"])
            paid = self.erp.payment(account, f"P-{account}", "1240.50", f"{account}-1", "2026-09-29", "USD")
            self.erp.send(paid)
            self.until(lambda: self.sent(account) == ["level1", "thanks"], "nobody thanked")
            self.erp.send(paid)  # The same document again.
            self.assertEqual(self.sent(account), ["level1", "thanks"])
        thanks, parts = self.thanked("THANKS")
        self.assertEqual(thanks["Subject"], "Thank you for your payment – account THANKS")
        self.assertIn("Dana Whitfield", str(thanks["From"]))
        for part in parts:
            self.assertIn("We received US$1,240.50 on 29 September 2026, thank you.", part)
            self.assertIn("Your account is up to date.", part)
            for word in (" due", "overdue", "http://", "https://"):
                self.assertNotIn(word, part)
        merci, parts = self.thanked("MERCI")
        self.assertEqual(merci["Subject"], "Merci de votre règlement – compte MERCI")
        self.assertEqual(merci["Content-Language"], "fr")
        for part in parts:
            self.assertIn("Nous avons bien reçu 1 240,50 $US le 29 septembre 2026, merci.", part)
            self.assertIn("Votre compte est à jour.", part)
            self.assertNotIn("échéance", part)

        # What was sent is kept, and the case says what became of it.
        (one,) = [n for n in self.json("notice", "list", "--account", "US01/THANKS")["notices"] if n["step"] == "thanks"]
        shown = self.json("notice", "show", one["notice_id"], "--account", "US01/THANKS")
        self.assertEqual(f"{shown['attempts'][0]['message_id']}", thanks["Message-ID"].strip())
        self.assertEqual(self.json("case", "show", "US01/THANKS")["thanks"]["state"], "sent")
        words = "a thank-you for 1240.50 USD received on 2026-09-29 was handed over on 2026-09-29"
        explained = self.stack.relance("case", "explain", "US01/THANKS", "--as", "carl:collector")
        self.assertIn(f"Nothing is open; {words}.", explained)
        self.assertIn(f"thanks sent  {words}", self.stack.relance("case", "show", "US01/THANKS"))

        # A rehearsal counts them with the mails, and no amount among the claims.
        shipped = self.stack.folder / "config" / "scenarios" / "email-fr.yaml"
        period = ("--from", "2026-09-28", "--to", "2026-09-29")
        rows = self.stack.relance("scenario", "rehearse", shipped, *period, "--plain").splitlines()
        self.assertIn("US01\tthanks\temail\t2\t\t", rows)

    def test_a_thank_you_that_comes_back_marks_the_address_and_nothing_else(self):
        self.erp.send(self.erp.payment("LOST", "P-LOST", "900.00", "LOST-1", "2026-09-29", "USD"))
        self.until(lambda: self.sent("LOST") == ["level1", "thanks"], "nobody thanked")
        (one,) = [n for n in self.json("notice", "list", "--account", "US01/LOST")["notices"] if n["step"] == "thanks"]
        bounced = ("notice", "receipt", one["notice_id"], "bounced", "--account", "US01/LOST")
        self.json(*bounced, "--words", "5.1.1 no such user")
        state = lambda: self.json("case", "show", "US01/LOST")["thanks"]["state"]  # noqa: E731
        self.until(lambda: state() == "failed", "the case does not know that it came back")
        self.assertEqual(sorted(self.notices("LOST")), [("level1", "submitted"), ("thanks", "permanent_failure")])
        # Whoever owes again cannot be written to there; the floor of his reminder is over by then.
        self.erp.send(self.erp.invoice("LOST", "LOST-2", "700.00", ISSUED, "2026-08-20", "USD"))
        self.stack.relance("clock", "advance", "--by", "6d")
        tasks = self.json("task", "list", "--entity", "US01")
        self.assertIn("find_contact", json.dumps(tasks))

    def test_a_write_off_ends_the_asking_and_money_for_it_is_recovered(self):
        account = ("account", "show", "US01/GONE")
        self.assertEqual(self.sent("GONE"), ["level1"])
        facts = {"document": "W-1", "invoice": "GONE-1", "reason": "bankrupt"}
        self.erp.send(self.erp.event("item.written_off", "GONE", **facts))
        (balance,) = self.json(*account)["account"]["balances"]
        self.assertEqual((balance["open"], balance["written_off"]), ("0", "90000"))
        self.assertEqual(self.json("case", "show", "US01/GONE").get("items", []), [])
        self.assertIn("written off 900.00 USD", self.stack.relance(*account, "--as", "carl:collector"))
        self.erp.send(self.erp.payment("GONE", "P-1", "900.00", "GONE-1", "2026-09-29", "USD"))
        (balance,) = self.json(*account)["account"]["balances"]
        self.assertEqual((balance["unallocated"], balance["written_off"]), ("0", "0"))


if __name__ == "__main__":
    unittest.main(verbosity=2)

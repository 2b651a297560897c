#!/usr/bin/python3
"""What an ERP and providers tell besides invoices and money, on a running suite: steps that another
system took, a message that bounces days after it left, a write-off that is recovered, a gap in the
feed of one debtor, a paper that is missing; rebuilt from the journals alone it is the same."""

import json
import time
import unittest

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

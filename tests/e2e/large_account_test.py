#!/usr/bin/python3
"""One account with more invoices than a page of its case takes, on a running suite: it is told, paid,
reminded and shown like any other, its pages lie in the view, and the journal alone makes the same."""

import json
import re
import time
import unittest

from erp import Erp
from stack import Stack, configuration, within

TOPIC = "erp.large.documents.v1"
INVOICES = 700  # eleven pages
OVERDUE = 150  # three of them
LIMIT_SECONDS = 240


class LargeAccountTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        within(LIMIT_SECONDS)
        cls.stack = Stack("large", ["--at", "2026-09-27T15:00:00Z", "--erp-topic", TOPIC])
        cls.stack.__enter__()
        cls.addClassCleanup(cls.stack.stop, False)
        feed = {"topic": TOPIC, "source": "/erp/large", "envelope": "cloudevents", "format": "any"}
        cls.stack.apply(configuration(cls.stack.folder / "config", "FR01", feed, min_notice=0))
        cls.erp = Erp(cls.stack, TOPIC, "/erp/large", "FR01")
        cls.erp.send(cls.erp.debtor("BIG"), *(cls.invoice(n) for n in range(INVOICES)))

    @classmethod
    def invoice(cls, number):
        due = "2026-09-20" if number < OVERDUE else "2027-09-20"
        return cls.erp.invoice("BIG", f"F-{1000 + number}", "100.00", "2026-08-20", due)

    def pay(self, number, at):
        self.erp.send(self.erp.payment("BIG", f"P-{number}", "100.00", f"F-{1000 + number}", at))

    def case(self):
        return json.loads(self.stack.relance("case", "show", "FR01/BIG", "--json"))

    def dump(self):
        """The view at one position: it may move while it is read."""
        deadline = time.monotonic() + 60
        while True:
            told = self.stack.run("view", "dump", "--service", "scenario")
            if told.returncode == 0 or time.monotonic() > deadline:
                self.assertEqual(told.returncode, 0, told.stderr)
                return told.stdout

    def pages(self):
        return sorted(set(re.findall(r"case\.part\S*?BIG/(\w+\.\d+)", self.dump())))

    def test_it_is_told_paid_reminded_shown_and_rebuilt(self):
        self.assertEqual(len(self.case()["items"]), INVOICES)
        self.assertEqual(len(self.pages()), -(-INVOICES // 64), self.pages())

        for number in (3, 4, 699):
            self.pay(number, "2026-09-27")
        left = [item["id"] for item in self.case()["items"]]
        self.assertEqual(len(left), INVOICES - 3)
        self.assertFalse({"F-1003", "F-1004", "F-1699"} & set(left))

        self.stack.relance("clock", "advance", "--by", "1d")
        (mail,) = (self.stack.dir / "mail" / "new").iterdir()
        text = mail.read_bytes().decode("utf-8", "replace")
        self.assertIn("F-1000", text)
        self.assertNotIn("F-1003", text)
        reminded = [item for item in self.case()["items"] if item.get("level", 0) == 1]
        self.assertEqual(len(reminded), OVERDUE - 2)

        before = self.dump()
        self.stack.relance("view", "rebuild", "--service", "scenario", "--all")
        deadline = time.monotonic() + 60
        while self.dump() != before and time.monotonic() < deadline:
            time.sleep(0.5)
        self.assertEqual(self.dump(), before, "the journal alone makes the same view")

        self.pay(5, "2026-09-28")  # on the rebuilt view, read back page by page
        self.assertEqual(len(self.case()["items"]), INVOICES - 4)


if __name__ == "__main__":
    unittest.main(verbosity=2)

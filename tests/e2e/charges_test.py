#!/usr/bin/python3
"""What late payment costs, as reminders say it: shown by one step, claimed by the next, in the amounts
that a second computation gives; not of what was waived or paid meanwhile, and not twice."""

import email
import email.policy
import json
import sys
import unittest
from datetime import date, datetime, timedelta
from pathlib import Path

from erp import Erp
from stack import ROOT, Stack, configuration, within

sys.path.insert(0, str(ROOT / "tests" / "interest"))
from second_opinion import opinion  # noqa: E402

LIMIT_SECONDS = 240
SOURCE, TOPIC = "/erp/charges", "erp.charges.documents.v1"
DUE = date(2026, 8, 31)


def owed(cents, as_of, events=()):
    """Interest and indemnity of an invoice due on DUE."""
    claim = {"due": DUE, "as_of": as_of, "amount": cents, "profile": "fr-private", "rate": None}
    claim |= {"currency": "EUR", "insolvency": False, "day_count": "ACT_365"}
    return opinion(claim | {"allocation": "PRINCIPAL_FIRST", "events": list(events)})


def euros(cents):
    return f"€{cents // 100:,}.{cents % 100:02d}"


class ChargesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        within(LIMIT_SECONDS)
        cls.stack = Stack("charges", ["--at", "2026-09-01T05:00:00Z", "--erp-topic", TOPIC])
        cls.stack.__enter__()
        cls.addClassCleanup(cls.stack.stop, False)
        feed = {"topic": TOPIC, "source": SOURCE, "envelope": "cloudevents", "format": "any"}
        cls.stack.apply(configuration(cls.stack.folder / "config", "FR01", feed))
        cls.erp = Erp(cls.stack, TOPIC, SOURCE, "FR01")
        events = []
        for account in ("PLAIN", "WAIVED", "PARTLY", "CREDIT"):
            events.append(cls.erp.debtor(account))
            due = DUE.isoformat()
            events.append(cls.erp.invoice(account, f"{account}-1", "10000.00", "2026-08-01", due))
        cls.erp.send(*events)

    def until(self, day):
        """To the evening of a day; the ERP was heard on the evening before."""
        evening = datetime.fromisoformat(day + "T18:00:00+00:00")
        for at in (evening - timedelta(days=1), evening):
            to = at.strftime("%Y-%m-%dT%H:%M:%SZ")
            self.stack.relance("clock", "advance", "--to", to)
            up_to = int(at.timestamp() * 1000)
            self.erp.send(self.erp.event("heartbeat", "", upToMs=str(up_to)))

    def mail(self, account, subject):
        """The text of the one mail to the account whose subject begins so."""
        found = []
        for path in Path(self.stack.dir / "mail" / "new").iterdir():
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            to = str(message["X-Envelope-To"]).strip("<> ")
            if to == f"{account.lower()}@debtor.example" and message["Subject"].startswith(subject):
                found.append(message.get_body(("plain",)).get_content())
        self.assertEqual(len(found), 1, f"{account}: {subject}")
        return found[0]

    def test_charges_are_shown_then_claimed(self):
        self.until("2026-09-02")
        self.assertNotIn("interest", self.mail("PLAIN", "Ateliers du Ponant").lower())
        lead = ("--as", "bert:lead", "--reason", "goodwill")
        self.stack.relance("claim", "waive", "FR01/WAIVED", "--document", "WAIVED-1", *lead)

        self.until("2026-09-08")  # a feed that is silent until the tenth would hold a hastier plan
        self.until("2026-09-10")
        told = owed(10_000_00, date(2026, 9, 10))
        self.assertEqual((told["interest"], told["indemnity"]), (33_97, 40_00))
        shown = self.mail("PLAIN", "Second reminder")
        self.assertIn(f"interest up to 10 September 2026 comes to {euros(told['interest'])}", shown)
        self.assertIn(f"recovery costs to {euros(told['indemnity'])}", shown)
        self.assertIn("They are not part of the amount above.", shown)
        self.assertIn("€10,000.00 remains unpaid", shown)
        self.assertNotIn("interest up to", self.mail("WAIVED", "Second reminder"))

        paid = ("4000.00", "PARTLY-1", "2026-09-15")
        unallocated = self.erp.payment("CREDIT", "P-2", "100.00", "UNKNOWN-9", "2026-09-15")
        unallocated["data"].pop("allocations")
        self.erp.send(self.erp.payment("PARTLY", "P-1", *paid), unallocated)
        self.until("2026-09-22")
        self.check_claimed("PLAIN", 10_000_00, owed(10_000_00, date(2026, 9, 22)))
        part = (date(2026, 9, 15), "payment", 4_000_00)
        self.check_claimed("PARTLY", 6_000_00, owed(10_000_00, date(2026, 9, 22), [part]))
        self.assertNotIn("interest up to", self.mail("CREDIT", "Last reminder"))

        self.check_rehearsal()

    def rehearse(self, scenario, *words):
        period = ("--from", "2026-09-01", "--to", "2026-09-30")
        return self.stack.run("scenario", "rehearse", scenario, *period, *words)

    def days(self, scenario):
        """{(account, step): day} of what a rehearsal sends."""
        done = self.rehearse(scenario, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        sent = {}
        for notice in map(json.loads, done.stdout.splitlines()):
            on = notice["local_date"]
            key = notice["account"]["number"], notice["step"]
            self.assertNotIn(key, sent)
            sent[key] = date(on["year"], on["month"], on["day"])
        return sent

    def check_rehearsal(self):
        """Over these journals the shipped scenario sends what was sent; a hastier one, earlier."""
        shipped = self.stack.folder / "config" / "scenarios" / "email-fr.yaml"
        sent = self.days(shipped)
        mails = list((self.stack.dir / "mail" / "new").iterdir())
        self.assertEqual(len(sent), len(mails))
        self.assertEqual(sent["PLAIN", "level2"], date(2026, 9, 10))
        text = shipped.read_text(encoding="utf-8")
        hasty = self.stack.folder / "hasty.yaml"
        hasty.write_text(text.replace("at: 10, gap: 7", "at: 8,  gap: 7"), encoding="utf-8")
        self.assertEqual(self.days(hasty)["PLAIN", "level2"], date(2026, 9, 8))
        table = self.rehearse(shipped, "--plain").stdout.splitlines()
        self.assertIn("FR01\tlevel2\temail\t4\t40000.00\tEUR", table)

        hasty.write_text(text.replace("name: email-fr", "name: nobodys"), encoding="utf-8")
        self.assertEqual(self.rehearse(hasty).returncode, 1)
        hasty.write_text(text.replace("level: 2", "levle: 2"), encoding="utf-8")
        wrong = self.rehearse(hasty)
        self.assertEqual(wrong.returncode, 64)
        self.assertIn("10:5: steps[2].level", wrong.stderr)

    def check_claimed(self, account, principal, claim):
        text = self.mail(account, "Last reminder")
        self.assertEqual(claim["principal"], principal)
        self.assertIn(f"interest up to 22 September 2026 comes to {euros(claim['interest'])}", text)
        self.assertIn(f"With the invoices, {euros(claim['total'])} is due in all.", text)


if __name__ == "__main__":
    unittest.main(verbosity=2)

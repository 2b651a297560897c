#!/usr/bin/python3
"""What a debtor's delay costs, on a running suite: the ledger computes it, people bill and waive it, the
view is rebuilt from the journal to the same bytes, the debtor reads it on the portal."""

import json
import time
import unittest
import urllib.request

import yaml

from stack import AGAIN, Stack, configuration, within

LIMIT_SECONDS = 240
SOURCE, TOPIC = "/erp/claims", "erp.claims.documents.v1"


def date(text):
    return dict(zip(("year", "month", "day"), map(int, text.split("-"))))


def event(number, event_type, **data):
    envelope = {"specversion": "1.0", "id": f"c-{number}", "source": f"{SOURCE}/FR01"}
    envelope |= {"type": f"relance.{event_type}.v1", "datacontenttype": "application/json"}
    envelope |= {"time": "2026-08-31T06:00:00Z", "partitionkey": "FR01|D42"}
    return envelope | {"data": {"legalEntity": "FR01", "account": "D42", **data}}


def invoice(number, document, amount, due):
    dates = {"issueDate": date("2026-04-01"), "dueDate": date(due)}
    return event(number, "invoice.issued", document=document, currency="EUR", amount=amount, **dates)


EVENTS = [
    event(
        1,
        "debtor.changed",
        name="Menuiserie Lefort",
        kind="company",
        language="en",
        country="FR",
        contacts=[{"id": "c1", "channel": "email", "name": "A", "address": "a@lefort.example"}],
    ),
    invoice(2, "F-1", "10000.00", "2026-05-01"),
    invoice(3, "F-2", "12000.00", "2026-06-01"),
    event(
        4,
        "payment.received",
        document="P-2",
        currency="EUR",
        amount="12000.00",
        valueDate=date("2026-08-01"),
        allocations=[{"document": "F-2", "amount": "12000.00"}],
    ),
]


class ClaimsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        within(LIMIT_SECONDS)
        cls.stack = Stack("claims", ["--at", "2026-09-01T06:00:00Z", "--erp-topic", TOPIC])
        cls.stack.__enter__()
        cls.addClassCleanup(cls.stack.stop, False)
        feed = {"topic": TOPIC, "source": SOURCE, "envelope": "cloudevents", "format": "any"}
        folder = configuration(cls.stack.folder / "config", "FR01", feed)
        path = folder / "legal_entities.yaml"
        entities = yaml.safe_load(path.read_text(encoding="utf-8"))
        entities["legal_entities"][0]["show_late_payment_cost"] = True
        path.write_text(yaml.safe_dump(entities, allow_unicode=True), encoding="utf-8")
        cls.stack.apply(folder)
        events = cls.stack.folder / "events.ndjson"
        events.write_text("".join(json.dumps(e) + "\n" for e in EVENTS), encoding="utf-8")
        cls.stack.relance("feed", "send", events, "--topic", TOPIC)
        cls.stack.relance("feed", "wait")

    def claim(self, *words):
        return json.loads(self.stack.relance("claim", "show", "FR01/D42", "--json", *words))

    def refused(self, *words):
        return self.stack.run("claim", *words).returncode

    def dump(self):
        """None while the view moves: it cannot be read as of one position then."""
        done = self.stack.run("view", "dump", "--service", "ledger")
        if done.returncode == AGAIN:
            return None
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_a_claim_is_computed_billed_waived_and_shown(self):
        portal = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        link = self.stack.relance("portal", "link", "FR01/D42", "--contact", "c1").split()[-1]
        portal.open(link, timeout=20).close()
        page = link.split("/l/")[0] + "/pay?line=F-1&lang=en"
        with portal.open(page, timeout=20) as answer:
            shown = answer.read().decode()
        self.assertIn("Interest 12.15 % × 60 d × €10,000.00 / 365 = €199.73", shown)
        self.assertIn("C. com. L441-10, D441-5", shown)
        self.assertIn("Together: €453.76", shown)

        total = self.claim()["statement"]["totals"][0]
        self.assertEqual(total["interest"], "66005")
        self.assertEqual(total["indemnity"], "8000")
        self.assertEqual(total["principal"], "1000000")
        items = {i["item"]: i for i in self.claim()["statement"]["items"]}
        self.assertEqual(items["F-1"]["interest"], "41376")
        self.assertEqual([s["days"] for s in items["F-1"]["segments"]], ["60", "63"])
        self.assertEqual(items["F-2"]["principal"], "0")

        self.assertEqual(self.refused("show", "FR01/D42", "--as-of", "2027-01-15"), 65)
        self.assertEqual(self.refused("show", "FR01/D42", "--document", "F-9"), 1)
        self.assertEqual(self.refused("show", "FR01/D42", "--as-of", "2026-02-31"), 64)
        self.assertEqual(self.stack.relance("claim", "list", "FR01/D42", "--waiting"), "F-2\n")
        bill = ("bill", "FR01/D42", "--document", "F-2", "--as")
        self.assertEqual(self.refused(*bill, "anna:viewer"), 77)
        self.assertEqual(self.refused(*bill, "anna:collector:DE01"), 77)
        billed = json.loads(self.stack.relance("claim", *bill, "anna:collector", "--json"))
        self.assertEqual(billed["act"]["amount"]["minor_units"], "28629")
        self.assertEqual(self.refused(*bill, "anna:collector"), 65)
        again = ("--id", billed["act"]["act_id"])
        self.assertEqual(
            json.loads(self.stack.relance("claim", *bill, "anna:collector", "--json", *again))["act"],
            billed["act"],
        )
        waive = ("waive", "FR01/D42", "--document", "F-1", "--reason", "goodwill", "--as")
        self.assertEqual(self.refused(*waive, "anna:collector"), 77)
        self.stack.relance("claim", *waive, "bert:lead")
        self.assertEqual(self.stack.relance("claim", "list", "FR01/D42", "--waiting"), "")
        left = {c["document"]: c["left"] for c in self.claim()["claims"]}
        self.assertEqual(left, {"F-1": "0"}, "F-2 is paid and billed")
        listed = json.loads(self.stack.relance("claim", "list", "FR01/D42", "--json"))["claims"]
        self.assertEqual([c["document"] for c in listed], ["F-1", "F-2"])
        self.assertEqual(listed[1]["acts"][0]["statement"], billed["act"]["statement"])
        with portal.open(page, timeout=20) as answer:
            self.assertNotIn("Cost of late payment", answer.read().decode(), "it was waived")

        deadline = time.monotonic() + 60
        before = None
        while before is None:
            self.assertLess(time.monotonic(), deadline, "the view never rests")
            before = self.dump()
        self.assertIn("claim", before)
        self.stack.relance("view", "rebuild", "--service", "ledger", "--all")
        while self.dump() != before:
            self.assertLess(time.monotonic(), deadline, "the rebuilt view differs")


if __name__ == "__main__":
    unittest.main(verbosity=2)

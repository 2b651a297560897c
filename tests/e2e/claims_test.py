#!/usr/bin/python3
"""What a debtor's delay costs, on a running suite: the ledger computes it, people bill and waive it, the
view is rebuilt from the journal to the same bytes, the debtor reads it on the portal, and it is
printed as a statement of account."""

import json
import os
import pty
import subprocess
import time
import unittest
import urllib.error
import urllib.request

import yaml

from erp import date
from stack import AGAIN, RELANCE, Stack, configuration, within

LIMIT_SECONDS = 240
SOURCE, TOPIC = "/erp/claims", "erp.claims.documents.v1"


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


def text_of(pdf):
    """What a reader of the file sees, blanks of every kind as ordinary ones."""
    done = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True)
    if done.stderr:
        raise AssertionError(done.stderr.decode())
    return done.stdout.decode().replace("\u202f", " ").replace("\u00a0", " ")


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

    def printed(self, *words):
        return self.stack.relance("claim", "show", "FR01/D42", "--as-of", "2026-09-01", *words)

    def pdf(self, name, *words):
        path = self.stack.folder / name
        self.printed("--format", "pdf", "--output", path, *words)
        return path

    def check_papers(self):
        """One claim in two languages and two forms; the figures and the digest are the same."""
        digest = self.claim("--as-of", "2026-09-01")["digest"]
        amounts = {"fr": ["10 453,76 €", "10 740,05 €"], "en": ["€10,453.76", "€10,740.05"]}
        for language, expected in amounts.items():
            text = self.printed("--format", "text", "--language", language)
            pdf = self.pdf(f"claim.{language}.pdf", "--language", language)
            again = self.pdf(f"again.{language}.pdf", "--language", language)
            self.assertEqual(pdf.read_bytes(), again.read_bytes(), "printed twice")
            read = text_of(pdf)
            names = ["Menuiserie Lefort", "Ateliers du Ponant SAS", "C. com. L441-10", "ECB 2026-2"]
            for words in [*names, *expected, digest]:
                self.assertIn(words, text)
                self.assertIn(words, read)
            self.assertEqual(read.count("\f"), 3, "a summary and a page for each invoice")
        one = self.pdf("F-1.pdf", "--document", "F-1")
        self.assertEqual(text_of(one).count("\f"), 1)
        self.assertIn("page 1 of 1", text_of(one), "in the debtor's language")
        as_json = json.loads(self.printed("--format", "json"))
        self.assertEqual(as_json["digest"], digest)

        show = ("show", "FR01/D42")
        self.assertEqual(self.refused(*show, "--format", "odt"), 64)
        self.assertEqual(self.refused(*show, "--format", "pdf", "--json"), 64)
        self.assertEqual(self.refused(*show, "--output", "x.txt"), 64)
        self.assertEqual(self.refused(*show, "--format", "text", "--language", "de"), 65)
        other = ("--format", "text", "--as", "anna:collector:DE01")
        self.assertEqual(self.refused(*show, *other), 77)
        self.assertEqual(self.refused(*show, "--format", "pdf", "--document", "F-9"), 1)
        terminal, end = pty.openpty()
        command = [RELANCE, "claim", *show, "--format", "pdf", "--dir", self.stack.dir]
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=end, stderr=subprocess.PIPE, timeout=60
        )
        os.close(end)
        os.close(terminal)
        self.assertEqual(done.returncode, 64)
        self.assertIn(b"a PDF is not for a terminal", done.stderr)

    def check_portal_statement(self, portal, root, page):
        self.assertIn('href="/statement?line=F-1"', page)
        with portal.open(root + "/statement?line=F-1&lang=fr", timeout=20) as answer:
            path = self.stack.folder / "portal.pdf"
            path.write_bytes(answer.read())
            headers = answer.headers
        self.assertEqual(headers["Content-Type"], "application/pdf")
        self.assertEqual(
            headers["Content-Disposition"],
            'attachment; filename="decompte-D42-F-1-2026-09-01.pdf"',
        )
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("10 453,76 €", text_of(path))
        self.assertEqual(self.status(portal, root + "/statement?line=F-2"), 404, "paid")
        self.assertEqual(self.status(portal, root + "/statement?line=F-9"), 404)
        stranger = urllib.request.build_opener()
        self.assertEqual(self.status(stranger, root + "/statement?line=F-1"), 403)

    def status(self, opener, url):
        try:
            with opener.open(url, timeout=20) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            with error:
                return error.code

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
        root = link.split("/l/")[0]
        page = root + "/pay?line=F-1&lang=en"
        with portal.open(page, timeout=20) as answer:
            shown = answer.read().decode()
        self.assertIn("Interest 12.15 % × 60 d × €10,000.00 / 365 = €199.73", shown)
        self.assertIn("C. com. L441-10, D441-5", shown)
        self.assertIn("Together: €453.76", shown)
        self.check_portal_statement(portal, root, shown)
        self.check_papers()

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
        self.assertEqual(self.status(portal, root + "/statement?line=F-1"), 404, "it was waived")
        waived = self.printed("--format", "text", "--language", "en", "--document", "F-1")
        self.assertIn("Waived", waived)

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

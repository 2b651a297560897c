#!/usr/bin/python3
"""The demo feed is what it says, and the second program knows the rules: small feeds by hand."""

import datetime as dt
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(Path(__file__).parent))

from books import Scenario  # noqa: E402
from civil import UTC, add_business_days, easter, holidays  # noqa: E402
from expected import Demo  # noqa: E402
from feed import read_entities, read_feed  # noqa: E402

CONFIG = ROOT / "deploy" / "config"
UNTIL = dt.datetime(2026, 10, 9, 22, 30, tzinfo=UTC)


def generate(folder):
    program = ROOT / "deploy" / "demo" / "generate.py"
    subprocess.run([sys.executable, str(program), str(folder)], check=True)


def day(text):
    year, month, date = map(int, text.split("-"))
    return {"year": year, "month": month, "day": date}


class Story:
    """One account of FR01, written as a feed."""

    def __init__(self, **master):
        self.events = {}
        contact = {"id": "c1", "channel": "email", "name": "A", "address": "a@b.example"}
        self.at("2026-09-28T06:00", "debtor.changed", contacts=[contact], name="D", **master)

    def at(self, moment, kind, **data):
        when = dt.datetime.fromisoformat(moment).replace(tzinfo=UTC)
        event = {
            "id": f"e{len(self.events)}",
            "source": "/erp/demo/FR01",
            "type": f"relance.{kind}.v1",
            "data": {"legalEntity": "FR01", "account": "C-1", **data},
        }
        self.events.setdefault(when, []).append(event)
        return self

    def invoice(self, document, amount, due, at="2026-09-28T06:00", **more):
        return self.at(
            at,
            "invoice.issued",
            document=document,
            currency=more.pop("currency", "EUR"),
            amount=amount,
            issueDate=day("2026-07-01"),
            dueDate=day(due),
            **more,
        )

    def payment(self, amount, at, *allocations, document="P-1"):
        return self.at(
            at,
            "payment.received",
            document=document,
            currency="EUR",
            amount=amount,
            valueDate=day(at[:10]),
            allocations=[{"document": d, "amount": a} for d, a in allocations],
        )

    def run(self):
        demo = Demo(
            Scenario(CONFIG / "scenarios" / "email-fr.yaml"),
            read_entities(CONFIG / "legal_entities.yaml"),
        )
        demo.run(sorted(self.events.items()), UNTIL)
        return demo

    def sent(self):
        return [f"{n['at'][:16]} {n['step']} {' '.join(n['items'])}" for n in self.run().notices]


class DemoFeedTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.feed = Path(cls.folder.name) / "one"
        generate(cls.feed)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_the_same_bytes_come_out_every_time(self):
        again = Path(self.folder.name) / "two"
        generate(again)
        files = sorted(p.name for p in self.feed.iterdir())
        self.assertEqual(files, sorted(p.name for p in again.iterdir()))
        for name in files:
            self.assertEqual((self.feed / name).read_bytes(), (again / name).read_bytes(), name)

    def test_it_has_the_size_that_it_is_said_to_have(self):
        events = [e for _, events in read_feed(self.feed) for e in events]
        debtors = {
            (e["data"]["legalEntity"], e["data"]["account"])
            for e in events
            if e["type"] == "relance.debtor.changed.v1" and "-19" not in e["data"]["account"]
        }
        invoices = {
            (e["source"], e["data"]["document"])
            for e in events
            if e["type"] == "relance.invoice.issued.v1"
            and not e["data"]["document"].startswith("KO")
        }
        self.assertEqual(len(debtors), 240)
        self.assertEqual(len(invoices), 1900)

    def test_every_mailbox_is_one_that_nobody_can_own(self):
        for _, events in read_feed(self.feed):
            for event in events:
                for contact in event["data"].get("contacts", []):
                    if contact["channel"] == "email":
                        self.assertRegex(contact["address"], r"^[a-z.-]+@[a-z0-9-]+\.example$")

    def test_every_entity_sends_every_friendly_step_holds_and_parks(self):
        program = Path(__file__).with_name("expected.py")
        command = [sys.executable, program, self.feed, "--config", CONFIG]
        command += ["--until", UNTIL.strftime("%Y-%m-%dT%H:%M:%SZ"), "--json"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        answer = json.loads(done.stdout)
        for code, entity in answer["entities"].items():
            steps = {"preventive", "level1", "level2", "thanks"}
            self.assertEqual(set(entity["by_step"]), steps, code)
            self.assertTrue(entity["held"], code)
        self.assertEqual(len(answer["parked"]), 5)
        reasons = {h["reason"] for e in answer["entities"].values() for h in e["held"]}
        self.assertEqual(reasons, {"dispute", "in_flight", "suspended"})


class RulesTest(unittest.TestCase):
    def test_an_overdue_invoice_takes_one_step_at_the_opening_and_the_next_a_week_later(
        self,
    ):
        story = Story().invoice("F-1", "900.00", "2026-09-10")
        self.assertEqual(
            story.sent(), ["2026-09-28T06:30 level1 F-1", "2026-10-05T06:30 level2 F-1"]
        )

    def test_a_preventive_message_leaves_seven_days_before_and_not_when_that_day_has_passed(self):
        story = (
            Story().invoice("F-1", "900.00", "2026-10-08").invoice("F-2", "900.00", "2026-10-01")
        )
        self.assertEqual(
            story.sent(),
            [
                "2026-10-01T06:30 preventive F-1",
                "2026-10-06T06:30 level1 F-2",
                "2026-10-09T06:30 level1 F-1",
            ],
        )

    def test_two_messages_of_a_case_are_three_business_days_apart(self):
        story = (
            Story().invoice("F-1", "900.00", "2026-09-24").invoice("F-2", "900.00", "2026-09-28")
        )
        self.assertEqual(
            story.sent(),
            [
                "2026-09-28T06:30 level1 F-1",
                "2026-10-01T06:30 level1 F-2",
                "2026-10-06T06:30 level2 F-1",
                "2026-10-09T06:30 level2 F-2",
            ],
        )

    def test_whoever_pays_all_just_after_a_message_is_thanked_at_the_first_open_moment(self):
        for at, thanked in (
            ("2026-09-28T12:00", ["2026-09-28T12:00 thanks "]),
            ("2026-09-28T17:00", ["2026-09-29T06:30 thanks "]),
            ("2026-09-30T06:00", ["2026-09-30T06:30 thanks "]),
            ("2026-10-01T06:00", []),
        ):
            story = Story().invoice("F-1", "900.00", "2026-09-10")
            story.payment("950.00", at, ("F-1", "900.00"))
            self.assertEqual(story.sent()[1:], thanked, at)
            if thanked:
                self.assertEqual(story.run().notices[-1]["net"], {"EUR": "950.00"})

    def test_nobody_is_thanked_who_owes_again_or_was_only_told_of_what_will_be_due(self):
        story = Story().invoice("F-1", "900.00", "2026-09-10")
        story.payment("900.00", "2026-09-28T17:00", ("F-1", "900.00"))
        story.invoice("F-2", "900.00", "2026-12-10", at="2026-09-29T06:00")
        self.assertEqual(len(story.sent()), 1)
        early = Story().invoice("F-1", "900.00", "2026-10-05")
        early.payment("900.00", "2026-09-28T12:00", ("F-1", "900.00"))
        self.assertEqual(early.sent(), ["2026-09-28T06:30 preventive F-1"])

    def test_an_invoice_that_arrives_at_noon_waits_for_the_morning(self):
        story = Story().invoice("F-1", "900.00", "2026-09-10", at="2026-09-29T12:00")
        self.assertEqual(story.sent()[0], "2026-09-30T06:30 level1 F-1")

    def test_a_payment_before_the_opening_wins(self):
        story = (
            Story().invoice("F-1", "900.00", "2026-09-28").invoice("F-2", "900.00", "2026-12-28")
        )
        story.payment("900.00", "2026-09-29T05:30", ("F-1", "900.00"))
        self.assertEqual(story.sent(), [])

    def test_half_of_it_buys_five_business_days_and_less_than_half_nothing(self):
        for due, amount, second in (
            ("2026-09-17", "450.00", []),  # planned for Monday 5 October, now Monday 12
            ("2026-09-17", "449.99", ["2026-10-05T06:30 level2 F-1"]),
        ):
            story = Story().invoice("F-1", "900.00", due)
            story.payment(amount, "2026-09-29T05:30", ("F-1", amount))
            self.assertEqual([s for s in story.sent() if "level2" in s], second)

    def test_less_than_the_minimum_is_not_asked_for(self):
        self.assertEqual(Story().invoice("F-1", "49.99", "2026-09-10").sent(), [])
        self.assertEqual(len(Story().invoice("F-1", "50.00", "2026-09-10").sent()), 2)

    def test_a_credit_that_covers_the_overdue_silences_it(self):
        story = Story().invoice("F-1", "900.00", "2026-09-10")
        story.at(
            "2026-09-30T05:30",
            "credit_note.issued",
            document="A-1",
            currency="EUR",
            amount="895.00",
            issueDate=day("2026-09-30"),
        )
        self.assertEqual(story.sent(), ["2026-09-28T06:30 level1 F-1"])

    def test_a_transfer_nobody_allocated_holds_the_case_for_three_business_days(self):
        story = Story().invoice("F-1", "900.00", "2026-09-10")
        story.payment("90.00", "2026-10-02T05:30")
        self.assertEqual(story.sent()[1:], ["2026-10-08T06:30 level2 F-1"])

    def test_a_disputed_invoice_stays_silent_and_the_others_go_on(self):
        story = (
            Story().invoice("F-1", "900.00", "2026-09-10").invoice("F-2", "900.00", "2026-09-10")
        )
        story.at(
            "2026-09-29T05:30", "status.changed", document="S", invoice="F-1", status="refused"
        )
        self.assertEqual(story.sent()[1:], ["2026-10-05T06:30 level2 F-2"])

    def test_a_reversed_payment_goes_on_at_the_level_reached(self):
        story = (
            Story().invoice("F-1", "900.00", "2026-09-10").invoice("F-2", "900.00", "2026-12-28")
        )
        story.payment("900.00", "2026-09-29T05:30", ("F-1", "900.00"))
        story.at("2026-10-06T05:30", "document.reversed", document="R-1", reversedDocument="P-1")
        self.assertEqual(story.sent()[1:], ["2026-10-06T06:30 level2 F-1"])

    def test_the_window_is_that_of_the_debtor(self):
        story = Story(zone="America/Martinique").invoice("F-1", "900.00", "2026-09-10")
        self.assertEqual(story.sent()[0], "2026-09-28T12:30 level1 F-1")

    def test_two_currencies_share_a_message_and_are_never_added(self):
        story = Story().invoice("F-1", "900.00", "2026-09-10")
        story.invoice("F-2", "49.00", "2026-09-10", currency="CHF")
        story.invoice("F-3", "60.00", "2026-09-10", currency="GBP")
        self.assertEqual(story.run().notices[0]["net"], {"EUR": "900.00", "GBP": "60.00"})

    def test_another_content_under_one_version_is_parked_and_a_repeat_is_not(self):
        story = (
            Story().invoice("F-1", "900.00", "2026-12-10").invoice("F-1", "900.00", "2026-12-10")
        )
        story.invoice("F-1", "901.00", "2026-12-10", at="2026-09-30T05:30")
        self.assertEqual([p["why"] for p in story.run().parked], ["version"])


class CalendarTest(unittest.TestCase):
    def test_easter(self):
        for year, when in ((2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2038, (4, 25))):
            self.assertEqual(easter(year), dt.date(year, *when))

    def test_holidays_close(self):
        self.assertIn(dt.date(2026, 5, 14), holidays("FR", 2026))  # Ascension
        self.assertIn(dt.date(2026, 12, 28), holidays("GB-ENG", 2026))  # Boxing Day, on a Saturday
        self.assertEqual(add_business_days(dt.date(2026, 10, 30), 1, "FR"), dt.date(2026, 11, 2))
        self.assertEqual(add_business_days(dt.date(2026, 11, 10), 1, "FR"), dt.date(2026, 11, 12))


if __name__ == "__main__":
    unittest.main()

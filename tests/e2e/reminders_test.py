#!/usr/bin/python3
"""The program that says which reminders were due, on small stories whose outcome can be counted on
fingers; and the fence as the ledger's journal shows it."""

import datetime as dt
import unittest
from decimal import Decimal
from types import SimpleNamespace

from check_notices import Ledger, lines_of
from journals import Archive, Blocked, Crossed, Entry, Protos, case_fact
from reminders import OutOfScope, expected

WEDNESDAY = dt.date(2012, 1, 4)


def day(text):
    return dt.date.fromisoformat(f"2012-{text}")


def message(date):
    return {"year": date.year, "month": date.month, "day": date.day}


def invoice(number, amount, due):
    data = {"account": "A", "document": number, "amount": amount, "dueDate": message(due)}
    return {"type": "relance.invoice.issued.v1", "data": data}


def payment(number, amount, value):
    data = {"account": "A", "document": "PAY", "amount": amount, "valueDate": message(value)}
    data["allocations"] = [{"document": number}]
    return {"type": "relance.payment.received.v1", "data": data}


def sent(days, until):
    """Date and step of each message, with its items."""
    notices = expected(days, day(until)).notices
    return [
        (str(n.day)[5:], n.step, sorted((kind, item) for kind, item, _, _ in n.lines))
        for n in notices
    ]


class RemindersTest(unittest.TestCase):
    def test_a_debtor_who_never_pays_is_asked_three_times_after_the_announcement(self):
        answer = expected({WEDNESDAY: [invoice("F", "60.00", day("02-03"))]}, day("06-30"))
        found = [(str(n.day)[5:], n.step, n.net) for n in answer.notices]
        # 4 and 25 February are Saturdays: the first open moment is on Monday.
        wanted = [("01-27", "preventive"), ("02-06", "level1")]
        wanted += [("02-13", "level2"), ("02-27", "level3")]
        self.assertEqual(found, [(on, step, Decimal("60.00")) for on, step in wanted])
        self.assertEqual(answer.blocked, [("A", "F", "formal_notice", day("03-09"))])

    def test_what_is_paid_in_the_morning_is_not_asked_for(self):
        days = {WEDNESDAY: [invoice("F", "60.00", day("02-03"))]}
        days[day("01-27")] = [payment("F", "60.00", day("01-27"))]
        self.assertEqual(sent(days, "03-30"), [])

    def test_a_younger_invoice_waits_for_the_floor_and_takes_the_older_one_along(self):
        both = [invoice("F", "60.00", day("02-01")), invoice("G", "9.00", day("02-02"))]
        days = {WEDNESDAY: both}
        self.assertEqual(
            sent(days, "02-08"),
            [
                ("01-25", "preventive", [("items", "F")]),
                ("01-30", "preventive", [("items", "G")]),
                ("02-02", "level1", [("items", "F")]),
                ("02-07", "level1", [("also", "F"), ("items", "G")]),
            ],
        )

    def test_an_announcement_joins_a_reminder_without_being_claimed(self):
        both = [invoice("F", "60.00", day("02-01")), invoice("G", "9.00", day("02-09"))]
        days = {WEDNESDAY: both}
        answer = expected(days, day("02-02"))
        self.assertEqual(answer.notices[-1].net, Decimal("60.00"))
        self.assertIn(("soon", "G", Decimal("9.00"), 0), answer.notices[-1].lines)

    def test_a_payment_that_closes_the_case_two_days_after_a_reminder_has_crossed_it(self):
        for paid, wanted in (("02-04", [("A", "level1", day("02-04"))]), ("02-05", [])):
            days = {WEDNESDAY: [invoice("F", "60.00", day("02-01"))]}
            days[day(paid)] = [payment("F", "60.00", day(paid))]
            answer = expected(days, day("03-01"))
            self.assertEqual(answer.crossed, wanted)
            # The fourth of February is a Saturday: thanked on Monday.
            thanks = [(n.day, n.net) for n in answer.notices if n.step == "thanks"]
            self.assertEqual(thanks, [(day("02-06"), Decimal("60.00"))] if wanted else [])

    def test_who_owes_again_before_the_window_opens_is_not_thanked(self):
        days = {WEDNESDAY: [invoice("F", "60.00", day("02-01"))]}
        days[day("02-04")] = [payment("F", "60.00", day("02-04"))]
        days[day("02-05")] = [invoice("G", "9.00", day("03-05"))]
        steps = [n.step for n in expected(days, day("02-20")).notices]
        self.assertEqual(steps, ["preventive", "level1"])

    def test_of_one_morning_the_order_decides_whether_the_case_was_closed_in_between(self):
        events = [payment("F", "60.00", day("02-03")), invoice("G", "9.00", day("03-05"))]
        for order, wanted in ((["G", "PAY"], 0), (["PAY", "G"], 1)):
            days = {WEDNESDAY: [invoice("F", "60.00", day("02-01"))], day("02-03"): events}
            places = {document: place for place, document in enumerate(order)}
            self.assertEqual(len(expected(days, day("02-05"), places).crossed), wanted)

    def test_a_payment_in_part_is_not_guessed(self):
        days = {WEDNESDAY: [invoice("F", "60.00", day("02-01")), payment("F", "9.00", WEDNESDAY)]}
        with self.assertRaises(OutOfScope):
            expected(days, day("02-01"))


class LedgerTest(unittest.TestCase):
    def entry(self, sequence, kind, **fact):
        return Entry(2, sequence, 0, "account/US01/A", kind, SimpleNamespace(**fact))

    def test_what_was_open_at_a_fence_is_what_the_records_up_to_it_say(self):
        due, paid = (SimpleNamespace(**message(day(text))) for text in ("02-01", "02-04"))
        item = SimpleNamespace(id="F", amount=6000, open=6000, due_date=due)
        account = SimpleNamespace(number="A")
        ledger = Ledger(
            [
                self.entry(3, "invoice_recorded", account=account, document="F", items=[item]),
                self.entry(7, "allocated", item="F", item_open=0, value_date=paid),
                self.entry(7, "fence_passed", fence_id="x"),
            ]
        )
        self.assertEqual([ledger.open_at(2, "F", s) for s in (2, 6, 7)], [None, 6000, 0])
        self.assertIsNone(ledger.open_at(1, "F", 7), "another partition's ledger")
        self.assertEqual((ledger.late(), ledger.open_in_the_end()), ({"F": 3}, {}))
        self.assertEqual(ledger.fences, {(2, 7)})


class TextTest(unittest.TestCase):
    def test_the_lines_of_a_message_are_its_invoices(self):
        body = (
            "1 invoice for US$97.60 will fall due on 2 February 2012.\r\n\r\n"
            "- 0928070131 – due 2 Feb 2012 – 1 day late – US$1,097.60\r\n"
            "- 8738019739 – due 20 Sept 2012 – US$92.19\r\n\r\nPhone: - 1 – due\r\n"
        )
        wanted = [("0928070131", day("02-02"), 109760), ("8738019739", day("09-20"), 9219)]
        self.assertEqual(lines_of(body), wanted)


class ArchiveTest(unittest.TestCase):
    def test_every_message_of_the_journals_can_be_read(self):
        facts = Protos().facts
        self.assertEqual(sorted(facts), ["ledger", "notifier", "scenario"])
        for fact in facts.values():
            self.assertEqual(fact.FromString(fact().SerializeToString()), fact())

    def test_numbers_are_zigzag_and_strings_carry_their_length(self):
        reader = Archive(bytes([1, 0x80, 2, 3, 97, 98, 99]))
        self.assertEqual((reader.number(), reader.number(), reader.text()), (-1, 128, "abc"))

    def test_blocked_and_crossed_steps_are_read_and_other_facts_passed_over(self):
        self.assertEqual(case_fact(bytes([33, 1, 107, 2, 108, 49, 28, 0, 0])), Blocked("l1", 14))
        self.assertEqual(case_fact(bytes([47, 2, 108, 49, 2])), Crossed("l1", True))
        self.assertIsNone(case_fact(bytes([2, 4])))


if __name__ == "__main__":
    unittest.main(verbosity=2)

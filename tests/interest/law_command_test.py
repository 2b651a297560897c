#!/usr/bin/python3
"""`relance law` from outside: worked examples, bad input, the shape of its answers.

    tests/interest/law_command_test.py build/release/bin/relance
"""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RELANCE = ""


def law(*words, text=None, folder="/"):
    return subprocess.run(
        [RELANCE, "law", *words], input=text, capture_output=True, text=True, timeout=60, cwd=folder
    )


def interest(profile, document, due, as_of, *more):
    return law("interest", "--profile", profile, "--document", *document.split(), "--due", due,
               "--as-of", as_of, *more, "--json")  # fmt: skip


class WorkedExamples(unittest.TestCase):
    def claim(self, *words):
        ran = interest(*words)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        return json.loads(ran.stdout)

    def sums(self, *words):
        claim = self.claim(*words)
        return tuple(claim[name] for name in ("principal", "interest", "indemnity", "total"))

    def test_two_half_years_to_the_letter(self):
        claim = self.claim("fr-private", "10000.00 EUR", "2026-05-01", "2026-09-01")
        first = {"from": "2026-05-02", "to": "2026-06-30", "days": 60, "amount": "10000.00",
                 "rate": "12.15", "interest": "199.73"}  # fmt: skip
        second = {"from": "2026-07-01", "to": "2026-09-01", "days": 63, "amount": "10000.00",
                  "rate": "12.40", "interest": "214.03"}  # fmt: skip
        expected = {"segments": [first, second], "interest": "413.76", "indemnity": "40.00",
                    "principal": "10000.00", "total": "10453.76", "warnings": []}  # fmt: skip
        self.assertEqual(claim, expected)

    def test_paid_on_the_due_date_costs_nothing(self):
        paid = ("--payment", "10000.00:2026-05-01")
        sums = self.sums("fr-private", "10000.00 EUR", "2026-05-01", "2026-09-01", *paid)
        self.assertEqual(sums, ("0.00", "0.00", "0.00", "0.00"))

    def test_a_part_is_paid(self):
        paid = ("--payment", "5000.00:2026-10-15")
        claim = self.claim("fr-private", "12000.00 EUR", "2026-10-01", "2026-11-04", *paid)
        segments = [(s["days"], s["amount"], s["interest"]) for s in claim["segments"]]
        self.assertEqual(segments, [(14, "12000.00", "57.07"), (20, "7000.00", "47.56")])
        self.assertEqual(claim["interest"], "104.63")

    def test_the_british_scale(self):
        for amount, indemnity in (("999.99", "40.00"), ("1000.00", "70.00"), ("9999.99", "70.00"), ("10000.00", "100.00")):
            claim = self.claim("uk", f"{amount} GBP", "2026-05-01", "2026-06-01")
            self.assertEqual(claim["indemnity"], indemnity)
            self.assertIn("BOE 2026-1", claim["warnings"][0])

    def test_belgium_rounds_up(self):
        for on, base, rate in (("2013-03-01", "0.75", "9.00"), ("2014-03-01", "0.25", "8.50"),
                               ("2015-03-01", "0.05", "8.50"), ("2024-03-01", "4.50", "12.50"),
                               ("2026-03-01", "2.15", "10.50")):  # fmt: skip
            found = json.loads(law("rates", "--profile", "be", "--on", on, "--json").stdout)
            self.assertEqual((found["base"], found["rate"]), (base, rate))

    def test_a_half_year_that_is_not_published(self):
        ran = interest("fr-private", "10000.00 EUR", "2026-10-01", "2027-01-15")
        self.assertEqual((ran.returncode, ran.stdout), (65, ""))
        self.assertIn("ECB", ran.stderr)
        self.assertIn("2027-1", ran.stderr)

    def test_interest_first_and_act_act_and_a_contractual_rate(self):
        more = ("--payment", "5000.00:2026-06-30", "--allocation", "INTEREST_FIRST")
        sums = self.sums("fr-private", "10000.00 EUR", "2026-05-01", "2026-09-01", *more)
        self.assertEqual(sums, ("5199.73", "111.29", "40.00", "5351.02"))
        more = ("--rate", "12.5", "--day-count", "ACT_ACT")
        claim = self.claim("it", "10000.00 EUR", "2023-11-30", "2024-02-29", *more)
        self.assertEqual([s["interest"] for s in claim["segments"]], ["106.16", "204.92"])

    def test_a_credit_note_and_insolvency(self):
        more = ("--credit", "10000.00:2026-06-30", "--insolvency")
        sums = self.sums("fr-private", "10000.00 EUR", "2026-05-01", "2026-09-01", *more)
        self.assertEqual(sums, ("0.00", "199.73", "0.00", "199.73"))

    def test_a_rate_below_the_floor_is_computed_and_reported(self):
        claim = self.claim("fr-private", "10000.00 EUR", "2024-01-31", "2024-06-30", "--rate", "5")
        self.assertEqual(claim["interest"], "206.85")
        self.assertEqual(len(claim["warnings"]), 1)
        for word in ("5.00 %", "15.21 %", "FR-LEGAL 2024-1"):
            self.assertIn(word, claim["warnings"][0])


class Rates(unittest.TestCase):
    def test_a_rate_says_where_it_comes_from(self):
        ran = law("rates", "--profile", "fr-private", "--on", "2025-07-01", "--json")
        found = json.loads(ran.stdout)
        keys = ["rate", "base", "series", "half_year", "floor", "source", "confirmed"]
        self.assertEqual(list(found), keys)
        self.assertEqual([found[key] for key in keys[:5]], ["12.15", "2.15", "ECB", "2025-2", "8.28"])
        self.assertIn("2025-06-05", found["source"])
        self.assertIs(found["confirmed"], True)

    def test_what_is_to_be_confirmed_says_so_and_no_floor_is_null(self):
        found = json.loads(law("rates", "--profile", "uk", "--on", "2026-11-01", "--json").stdout)
        self.assertIs(found["confirmed"], False)
        self.assertIsNone(found["floor"])

    def test_the_rates_of_another_folder(self):
        with tempfile.TemporaryDirectory() as folder:
            for file in (ROOT / "deploy/rates").glob("*.yaml"):
                text = file.read_text(encoding="utf-8").replace("rate: 2.40", "rate: 9.99")
                (Path(folder) / file.name).write_text(text, encoding="utf-8")
            words = ("rates", "--profile", "it", "--on", "2026-07-01", "--json", "--rates", folder)
            self.assertEqual(json.loads(law(*words).stdout)["rate"], "17.99")
            (Path(folder) / "ecb.yaml").write_text("id: [", encoding="utf-8")
            ran = law(*words)
            self.assertEqual(ran.returncode, 65)
            self.assertIn("ecb.yaml:", ran.stderr)


class Limitation(unittest.TestCase):
    def limit(self, profile, due, *more):
        ran = law("limitation", "--profile", profile, "--due", due, *more, "--json")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        return json.loads(ran.stdout)

    def test_each_law_has_its_years(self):
        for profile, expires in (("fr-private", "2031-05-01"), ("fr-public", "2030-05-01"),
                                 ("es", "2031-05-01"), ("it", "2036-05-01"), ("de-b2b", "2029-12-31"),
                                 ("de-consumer", "2029-12-31"), ("uk", "2032-05-01"),
                                 ("be", "2036-05-01")):  # fmt: skip
            self.assertEqual(self.limit(profile, "2026-05-01")["expires"], expires, profile)

    def test_what_restarts_the_time_and_what_does_not(self):
        events = ("--event", "formal-notice:2025-01-01", "--event", "payment:2024-01-01",
                  "--event", "acknowledgement:2029-01-02", "--as-of", "2029-06-01")  # fmt: skip
        found = self.limit("fr-private", "2020-05-01", *events)
        self.assertEqual([e["effect"] for e in found["events"]], ["restarted", "none", "after_expiry"])
        self.assertEqual((found["expires"], found["expired"]), ("2029-01-01", True))
        self.assertEqual(found["first_expiry"], "2025-05-01")

    def test_a_directive_leaves_it_to_the_national_law(self):
        ran = law("limitation", "--profile", "eu-default", "--due", "2020-05-01", "--json")
        self.assertEqual((ran.returncode, ran.stdout), (65, ""))
        self.assertIn("eu-default", ran.stderr)

    def test_bad_events(self):
        for event in ("letter:2025-01-01", "payment", "payment:2025-02-30"):
            ran = law("limitation", "--profile", "it", "--due", "2020-05-01", "--event", event)
            self.assertEqual(ran.returncode, 65)
            self.assertIn("event", ran.stderr)


class BadInput(unittest.TestCase):
    GOOD = {"--profile": ["fr-private"], "--document": ["100.00", "EUR"], "--due": ["2026-05-01"],
            "--as-of": ["2026-09-01"]}  # fmt: skip

    def refused(self, words, option, *values):
        given = {**self.GOOD, option: list(values)}
        ran = law("interest", *[word for key, value in given.items() for word in (key, *value)], "--json")
        self.assertEqual((ran.returncode, ran.stdout), (65, ""), values)
        for word in words.split("|"):
            self.assertIn(word, ran.stderr)

    def test_each_is_named(self):
        for words, option, *values in (
            ("due|2026-02-31", "--due", "2026-02-31"),
            ("due|01/05/2026", "--due", "01/05/2026"),
            ("as-of|2026-13-01", "--as-of", "2026-13-01"),
            ("as-of|2025-02-29", "--as-of", "2025-02-29"),
            ("profile|fr-privat|fr-private", "--profile", "fr-privat"),
            ("document|EURO", "--document", "100.00", "EURO"),
            ("document|eur", "--document", "100.00", "eur"),
            ("document|-100.00|negative", "--document", "-100.00", "EUR"),
            ("document|100.001", "--document", "100.001", "EUR"),
            ("document|1,000.00", "--document", "1,000.00", "EUR"),
            ("document|1e3", "--document", "1e3", "EUR"),
            ("document|99999999999999999999", "--document", "99999999999999999999.00", "EUR"),
            ("payment|-5.00", "--payment", "-5.00:2026-06-01"),
            ("payment|2026-06-31", "--payment", "5.00:2026-06-31"),
            ("payment|5.00", "--payment", "5.00"),
            ("credit|-5.00", "--credit", "-5.00:2026-06-01"),
            ("credit|x", "--credit", "x:2026-06-01"),
            ("rate|twelve", "--rate", "twelve"),
            ("rate|-1", "--rate", "-1"),
            ("rate|1000.01", "--rate", "1000.01"),
            ("day-count|30_360", "--day-count", "30_360"),
            ("allocation|FIFO", "--allocation", "FIFO"),
            ("ECB|2008-2", "--due", "2008-12-01"),
            ("no-such-folder", "--rates", "/no-such-folder"),
        ):
            with self.subTest(words):
                self.refused(words, option, *values)

    def test_wrong_use_is_64(self):
        for words in (["interest"], ["interest", "--document", "1.00"], ["rates", "--profile", "it"]):
            self.assertEqual(law(*words).returncode, 64)


class ManyClaims(unittest.TestCase):
    def test_one_answer_a_line_and_a_refusal_names_its_field(self):
        good = {"profile": "it", "amount": "100.00", "currency": "EUR", "due": "2026-05-01", "as_of": "2026-05-02"}
        lines = [good, {**good, "due": "2026-02-30"}, {**good, "amount": 100}, {**good, "colour": "red"},
                 {**good, "payments": "5.00:2026-05-01"}, {**good, "insolvency": "no"}]  # fmt: skip
        text = "".join(json.dumps(line) + "\n" for line in lines) + "[1\n\n"
        ran = law("claims", "-", text=text)
        self.assertEqual(ran.returncode, 65)
        answers = [json.loads(line) for line in ran.stdout.splitlines()]
        self.assertEqual(answers[0]["interest"], "0.03")
        fields = [answer["error"]["field"] for answer in answers[1:]]
        self.assertEqual(fields, ["due", "amount", "colour", "payments", "insolvency", "", ""])

    def test_for_people_it_is_a_table(self):
        ran = law("interest", "--profile", "uk", "--document", "100.00", "GBP", "--due", "2026-05-01",
                  "--as-of", "2026-05-31")  # fmt: skip
        self.assertEqual(ran.returncode, 0)
        self.assertIn("BOE 2026-1, to be confirmed", ran.stdout)
        self.assertIn("140.97 GBP", ran.stdout)
        self.assertIn("warning: the rate of BOE 2026-1", ran.stderr)


if __name__ == "__main__":
    RELANCE = str(Path(sys.argv.pop(1)).resolve())
    unittest.main()

#!/usr/bin/python3
"""A changed scenario on a running suite: what the plan foretells, what applying it does to the cases
that run, and that the mails leave at the moments that the plan has said."""

import json
import time
import unittest

from erp import Erp
from stack import Stack, configuration, within

TOPIC = "erp.plans.documents.v1"
SOURCE = "/erp/plans"
LIMIT_SECONDS = 240
CHANGES, REFUSED, AGAIN, NOT_ALLOWED = 2, 65, 75, 77


class PlansTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        within(LIMIT_SECONDS)
        cls.stack = Stack("plans", ["--at", "2026-09-28T06:00:00Z", "--erp-topic", TOPIC])
        cls.stack.__enter__()
        cls.addClassCleanup(cls.stack.stop, False)
        feed = {"topic": TOPIC, "source": SOURCE, "envelope": "cloudevents", "format": "any"}
        cls.files = configuration(cls.stack.folder / "config", "FR01", feed)
        cls.stack.apply(cls.files)
        erp = Erp(cls.stack, TOPIC, SOURCE, "FR01")
        erp.send(*cls.events(erp))
        cls.advance("2026-10-02T10:00:00Z")

        cls.change("level2", "at: 10, gap: 7", "at: 8, gap: 5")
        cls.unversioned = cls.stack.run("config", "plan", cls.files)
        cls.change("version", "version: 1", "version: 2")
        cls.table = cls.stack.run("config", "plan", cls.files)
        cls.stale = cls.stack.folder / "stale.plan.json"
        cls.stack.run("config", "plan", cls.files, "--move", "--save", cls.stale)
        cls.applied_between = cls.collector_named("Nadia Perrin")
        cls.stale_applied = cls.stack.run("config", "apply", cls.stale)

        cls.saved = cls.stack.folder / "change.plan.json"
        plan = ("config", "plan", cls.files, "--move")
        cls.plan = json.loads(cls.stack.run(*plan, "--json", "--save", cls.saved).stdout)
        cls.lines = cls.stack.run(*plan, "--cases", "--plain").stdout.splitlines()
        cls.by_viewer = cls.stack.run("config", "apply", cls.saved, "--as", "ben:viewer")
        erp.send(erp.payment("PAID", "P-9", "900.00", "PAID-1", "2026-10-02"))
        cls.wait_for(lambda: not cls.case("PAID").get("items"), "the payment closes its case")
        cls.applied = cls.stack.run("config", "apply", cls.saved)
        cls.again = cls.stack.run("config", "apply", cls.saved, "--json")
        cls.versions = {n: cls.case(n)["scenario_version"] for n in ("LATE", "FRESH")}
        cls.advance("2026-10-14T12:00:00Z")

    @staticmethod
    def events(erp):
        """LATE got its first reminder, FRESH is not due, PAID pays before the change is applied."""
        yield erp.debtor("LATE")
        yield erp.invoice("LATE", "LATE-1", "900.00", "2026-09-01", "2026-09-30")
        yield erp.debtor("FRESH")
        yield erp.invoice("FRESH", "FRESH-1", "700.00", "2026-09-15", "2026-10-04")
        yield erp.debtor("PAID")
        yield erp.invoice("PAID", "PAID-1", "900.00", "2026-09-01", "2026-09-30")

    @classmethod
    def advance(cls, to):
        cls.stack.relance("clock", "advance", "--to", to)

    @classmethod
    def change(cls, line_with, old, new):
        path = cls.files / "scenarios" / "email-fr.yaml"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text(
            "".join(l.replace(old, new) if line_with in l else l for l in lines), encoding="utf-8"
        )

    @classmethod
    def collector_named(cls, name):
        """Somebody applies another change: a person's name, on the scenario that is active."""
        other = cls.stack.folder / "other"
        feed = {"topic": TOPIC, "source": SOURCE, "envelope": "cloudevents", "format": "any"}
        entities = configuration(other, "FR01", feed) / "legal_entities.yaml"
        text = entities.read_text(encoding="utf-8")
        entities.write_text(text.replace("Claire Fontaine", name), encoding="utf-8")
        return cls.stack.run("config", "apply", other)

    @classmethod
    def case(cls, account):
        return json.loads(cls.stack.relance("case", "show", f"FR01/{account}", "--json"))

    @classmethod
    def wait_for(cls, check, what):
        deadline = time.monotonic() + 60
        while not check():
            if time.monotonic() > deadline:
                raise AssertionError(what)
            time.sleep(0.2)

    def forecast(self, account):
        of = [f for f in self.plan["forecasts"] if f["account"]["number"] == account]
        return {s["step"]: s for f in of for s in f["steps"]}

    def test_a_version_that_was_published_stays_what_it_was(self):
        self.assertEqual(self.unversioned.returncode, REFUSED)
        told = self.unversioned.stdout + self.unversioned.stderr
        self.assertIn("scenarios/email-fr.yaml", told)
        self.assertIn("version 1 was published with other rules", told)

    def test_a_plan_shows_who_gets_what_earlier_if_running_cases_are_moved(self):
        self.assertEqual(self.table.returncode, CHANGES, self.table.stderr)
        self.assertIn("~ scenario email-fr  version 1 -> 2", self.table.stdout)
        level2 = next(l for l in self.table.stdout.splitlines() if " level2 " in l)
        for word in ("FR01", "earlier", "2500.00", "EUR", "if moved"):
            self.assertIn(word, level2)
        self.assertIn("3 running cases looked at, 3 of them change", self.table.stderr)
        self.assertIn("3 keep the version that they follow", self.table.stderr)

    def test_each_case_is_shown_with_its_days(self):
        late = self.forecast("LATE")["level2"]
        self.assertEqual(late["effect"], "earlier")
        self.assertEqual(late["item"], "LATE-1")
        self.assertEqual(late["before_on"], {"year": 2026, "month": 10, "day": 12})
        self.assertEqual(late["after_on"], {"year": 2026, "month": 10, "day": 8})
        self.assertIn(
            "FR01/LATE\tLATE-1\tlevel2\tearlier\t2026-10-12\t2026-10-08\t900.00 EUR\t", self.lines
        )

    def test_a_plan_made_before_another_change_is_not_applied(self):
        self.assertEqual(self.applied_between.returncode, 0, self.applied_between.stderr)
        self.assertEqual(self.stale_applied.returncode, AGAIN, self.stale_applied.stderr)
        self.assertIn("plan again", self.stale_applied.stderr)

    def test_who_only_looks_may_not_apply(self):
        self.assertEqual(self.by_viewer.returncode, NOT_ALLOWED, self.by_viewer.stderr)

    def test_applying_moves_the_cases_of_the_plan_that_still_run(self):
        self.assertEqual(self.applied.returncode, 0, self.applied.stderr)
        self.assertIn("2 of 3 running cases moved", self.applied.stderr)
        self.assertIn("FR01/PAID stayed", self.applied.stderr)
        self.assertEqual(self.versions, {"LATE": 2, "FRESH": 2})
        self.assertEqual(self.again.returncode, 0, self.again.stderr)
        again = json.loads(self.again.stdout)
        self.assertEqual(again.get("moved", 0), 0)
        self.assertCountEqual([a["number"] for a in again["stayed"]], ["LATE", "FRESH", "PAID"])

    def test_the_mails_leave_when_the_plan_has_said(self):
        listed = json.loads(self.stack.relance("notice", "list", "--entity", "FR01", "--json"))
        left = {}
        for notice in listed["notices"]:
            if notice["state"] == "submitted":
                left[(notice["account"]["number"], notice["step"])] = notice
        for account in ("LATE", "FRESH"):
            told = self.forecast(account)["level2"]
            self.assertIn((account, "level2"), left, list(left))
            late = int(left[(account, "level2")]["changed_at_ms"]) - int(told["after_ms"])
            self.assertIn(late, range(60_000))


if __name__ == "__main__":
    unittest.main(verbosity=2)

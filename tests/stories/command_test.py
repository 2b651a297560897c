#!/usr/bin/python3
"""`relance story run` as a person meets it: ok, a difference, a story that cannot be read."""

import json
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
RELANCE = sys.argv.pop(1)

RIGHT = """story Told in a test
show send
2026-10-02 07:00 invoice F-1 800.00 EUR due 2026-10-01
until 2026-10-03
=> 2026-10-02 08:30:00 send level1 email items F-1:800.00@1 net 800.00 EUR
"""


class StoryRun(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def run_on(self, text, *more):
        story = pathlib.Path(self.folder.name) / "told.story"
        story.write_text(text, encoding="utf-8")
        return self.run_files(story, "--scenarios", HERE / "scenarios", *more)

    @staticmethod
    def run_files(*arguments, stdin=None):
        command = [RELANCE, "story", "run", *map(str, arguments)]
        return subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=30,
                              check=False)

    def test_all_stories_pass_with_the_scenarios_beside_them(self):
        stories = sorted(HERE.glob("*.story"))
        began = time.monotonic()
        ran = self.run_files(*stories)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
        self.assertEqual(ran.stdout.count("ok "), len(stories))
        print(f"{len(stories)} stories in {time.monotonic() - began:.2f} s")

    def test_a_story_that_happens_as_told_is_ok(self):
        ran = self.run_on(RIGHT)
        self.assertEqual((ran.returncode, ran.stderr), (0, ""))
        self.assertRegex(ran.stdout, r"^ok .*told\.story\n$")

    def test_what_differs_is_shown_and_ends_with_1(self):
        ran = self.run_on(RIGHT.replace("email items", "sms items"))
        self.assertEqual(ran.returncode, 1)
        self.assertIn("- 2026-10-02 08:30:00 send level1 sms", ran.stdout)
        self.assertIn("+ 2026-10-02 08:30:00 send level1 email", ran.stdout)

    def test_a_malformed_story_names_file_line_column_and_reason(self):
        for text, where in [
            (RIGHT.replace("800.00 EUR due", "800 EUR due"), ":3:30: '800' is not an amount"),
            (RIGHT.replace("invoice", "invoise"), ":3:18: unknown event 'invoise'"),
            (RIGHT.replace("due 2026-10-01", "due 2026-02-30"), ":3:45: the date 2026-02-30"),
            (RIGHT.replace("show send", "show block"), ":5:1: 'send' is expected but not shown"),
            (RIGHT.replace("show send", "scenario none"), ":2:10: no scenario is named 'none'"),
            (RIGHT.replace("show send", "set cup 3"), ":2:5: "),
            (RIGHT + "2027-01-01 08:00 dance\n", ":6:18: unknown event 'dance'"),
            ("", ":1:1: a story begins"),
        ]:
            ran = self.run_on(text)
            self.assertEqual(ran.returncode, 65, text)
            self.assertIn("told.story" + where, ran.stderr)

    def test_a_scenario_that_cannot_be_read_names_its_place(self):
        scenarios = pathlib.Path(self.folder.name) / "scenarios"
        scenarios.mkdir()
        (scenarios / "std-fr.yaml").write_text("name: std-fr\nversion: 1\ntitle: T\nstepps: []\n")
        story = pathlib.Path(self.folder.name) / "told.story"
        story.write_text(RIGHT)
        ran = self.run_files(story)
        self.assertEqual(ran.returncode, 65)
        self.assertRegex(ran.stderr, r"std-fr\.yaml:4:1: .*steps")

    def test_wrong_use_is_64_and_a_missing_file_is_said(self):
        self.assertEqual(self.run_files().returncode, 64)
        ran = self.run_files(pathlib.Path(self.folder.name) / "none.story")
        self.assertEqual(ran.returncode, 65)
        self.assertIn("none.story: cannot be read", ran.stderr)

    def test_the_standard_input_is_a_story_too_and_json_is_a_line_each(self):
        ran = self.run_files("-", "--scenarios", HERE / "scenarios", "--json", stdin=RIGHT)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        told = json.loads(ran.stdout)
        self.assertTrue(told["ok"])
        self.assertEqual(told["title"], "Told in a test")


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/python3
"""The README executes: its commands, one after the other, except the test run that runs this."""

import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 900


def commands():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL):
        yield from (line for line in block.splitlines() if line and line != "tests/run")


class ReadmeTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        # A folder of its own: somebody's running installation stays as it is.
        self.environment = {**os.environ, "RELANCE_DIR": self.folder.name + "/relance"}
        self.environment["PATH"] += os.pathsep + "/usr/bin"

    def tearDown(self):
        relance = ROOT / "build" / "release" / "bin" / "relance"
        if Path(self.environment["RELANCE_DIR"], "dev.json").exists():
            subprocess.run([relance, "dev", "down"], env=self.environment, timeout=120)
        self.folder.cleanup()

    def run_command(self, command):
        # A file, not a pipe: what a command leaves running may hold its output open.
        with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
            done = subprocess.run(
                command,
                shell=True,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=PATIENCE,
            )
            output.seek(0)
            said = output.read()
        self.assertEqual(done.returncode, 0, f"{command}\n{said}")
        return said

    def test_every_command_does_what_the_page_says(self):
        said = {command: self.run_command(command) for command in commands()}
        self.assertGreater(len(said), 5, "the README lost its commands")
        quickstart = said["deploy/quickstart"]
        self.assertIn("all as tests/demo/expected.py says", quickstart)
        for words in ("planned", "sent", "withdrawn", "held", "parked", "/metrics", "a message:"):
            self.assertIn(words, quickstart)
        self.assertRegex(quickstart, r"its debtor: .*http://127\.0\.0\.1:\d+/l/\S+")

    def test_every_path_that_the_docs_name_is_there(self):
        for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
            text = page.read_text(encoding="utf-8")
            for path in re.findall(r"`((?:[a-z_.]+/)+[A-Za-z0-9_.*-]*)`", text):
                if not path.startswith(("build/", ".relance/", ".kafka/")):
                    self.assertTrue(list(ROOT.glob(path.rstrip("/"))), f"{page.name}: {path}")


if __name__ == "__main__":
    unittest.main(verbosity=2)

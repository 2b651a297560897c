"""A plan of a configuration over many open cases of a running suite, asked as an operator asks."""

import json
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "e2e"))
from erp import Erp  # noqa: E402
from stack import RELANCE, Stack, configuration  # noqa: E402

TOPIC = "erp.bench.documents.v1"
SOURCE = "/erp/bench"
BEGIN = "2026-09-28T06:00:00Z"
CASES = 100_000
GOAL_SECONDS = 10


def plans(cases, kafka):
    """Seconds of `config plan --move` over so many cases of one invoice each, and what it said."""
    up = ["--at", BEGIN, "--erp-topic", TOPIC] + (["--kafka"] if kafka else [])
    with Stack("bench-plans", up) as stack:
        feed = {"topic": TOPIC, "source": SOURCE, "envelope": "cloudevents", "format": "any"}
        files = configuration(stack.folder / "config", "FR01", feed)
        stack.apply(files)
        load(stack, cases)
        scenario = files / "scenarios" / "email-fr.yaml"
        text = scenario.read_text(encoding="utf-8")
        text = text.replace("version: 1", "version: 2").replace("at: 10, gap: 7", "at: 8, gap: 5")
        scenario.write_text(text, encoding="utf-8")
        return asked(stack, files, cases)


def load(stack, cases):
    """Invoices due over the next three weeks; debtors without master data get no message, so a
    contact comes first."""
    erp = Erp(stack, TOPIC, SOURCE, "FR01")
    path = stack.folder / "events.ndjson"
    with path.open("w", encoding="utf-8") as out:
        for number in range(cases):
            name = f"D{number:06}"
            due = f"2026-10-{1 + number % 21:02}"
            for event in (
                erp.debtor(name),
                erp.invoice(name, f"F-{number}", f"{100 + number % 900}.00", "2026-09-01", due),
            ):
                out.write(json.dumps(event) + "\n")
    began = time.monotonic()
    stack.relance("feed", "send", path, "--topic", TOPIC, patience=900)
    stack.relance("feed", "wait", "--patience", "900", patience=920)
    wait_for_cases(stack, cases)
    print(f"  {cases:,} cases are open after {time.monotonic() - began:.0f} s", flush=True)


def wait_for_cases(stack, cases):
    """The last case of each partition is there when one of the last accounts of all is."""
    deadline = time.monotonic() + 600
    for number in range(max(0, cases - 64), cases):
        while stack.run("case", "show", f"FR01/D{number:06}").returncode != 0:
            if time.monotonic() > deadline:
                raise RuntimeError(f"case D{number:06} did not come")
            time.sleep(0.5)


def asked(stack, files, cases):
    command = [str(RELANCE), "config", "plan", str(files), "--move", "--dir", str(stack.dir)]
    began = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    seconds = time.monotonic() - began
    said = f"{cases} running cases looked at"
    if done.returncode != 2 or said not in done.stderr:
        raise RuntimeError(f"config plan: {done.returncode}\n{done.stdout}{done.stderr}")
    return seconds, done.stdout

"""A whole installation for one test: in a folder of its own under build/, stopped in every case."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
RELANCE = ROOT / "build" / "release" / "bin" / "relance"
SKIPPED = 77
AGAIN = 75  # of `config apply`: not all partitions have answered yet


class Failed(Exception):
    """What a command of the suite said when it did not do what the test asked for."""


class TooLong(Exception):
    """The test took longer than it may; raised so that its stack is stopped all the same."""


def skip(why):
    print(f"SKIPPED: {why}", file=sys.stderr)
    raise SystemExit(SKIPPED)


def need_kafka():
    """Without Apache Kafka nothing can be tested; RELANCE_REQUIRE_KAFKA=1 makes that a failure."""
    if subprocess.run([ROOT / "deploy" / "kafka" / "broker", "fetch"]).returncode != 0:
        if os.environ.get("RELANCE_REQUIRE_KAFKA") == "1":
            raise SystemExit("no Apache Kafka to be had, and RELANCE_REQUIRE_KAFKA is set")
        skip("no Apache Kafka to be had; RELANCE_REQUIRE_KAFKA=1 fails")


def within(seconds):
    """Ends the test by an exception after so many seconds: the test runner's own limit kills, and
    the stack would stay."""

    def late(number, _):
        told = number == signal.SIGTERM
        raise TooLong("told to stop" if told else f"not done after {seconds} s")

    signal.signal(signal.SIGALRM, late)
    signal.signal(signal.SIGTERM, late)
    signal.alarm(seconds)


def npm_packages(folder, home):
    """What package-lock.json of a folder names, in a home under build/, once for each lock file."""
    home.mkdir(parents=True, exist_ok=True)
    lock, mark = folder / "package-lock.json", home / ".fetched"
    if not mark.exists() or mark.read_bytes() != lock.read_bytes():
        for name in ("package.json", "package-lock.json"):
            shutil.copy(folder / name, home / name)
        npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(npm, cwd=home, check=True, timeout=300)
        shutil.copy(lock, mark)
    return home


class Stack:
    def __init__(self, name, up):
        if not RELANCE.exists():
            raise SystemExit(f"{RELANCE} is not built")
        self.folder = ROOT / "build" / "e2e" / f"{name}-{os.getpid()}"
        self.dir = self.folder / "stack"
        self.up = up
        self.began = time.monotonic()

    def __enter__(self):
        self.folder.mkdir(parents=True)
        try:
            self.relance("dev", "up", *self.up, patience=240)
        except BaseException:
            self.stop(keep=True)
            raise
        return self

    def __exit__(self, kind, error, _):
        self.stop(keep=kind is not None)

    def stop(self, keep):
        signal.alarm(0)
        try:
            if (self.dir / "dev.json").exists():
                self.relance("dev", "down", patience=120)
        finally:
            if keep:
                print(f"what it left lies in {self.folder}", file=sys.stderr)
            else:
                shutil.rmtree(self.folder)

    def say(self, words):
        print(f"{time.monotonic() - self.began:6.0f} s  {words}", flush=True)

    def run(self, *words, patience=120):
        """A command of the suite on this stack; the caller looks at its exit code."""
        command = [str(RELANCE), *map(str, words), "--dir", str(self.dir)]
        return subprocess.run(
            command, capture_output=True, text=True, timeout=patience, stdin=subprocess.DEVNULL
        )

    def relance(self, *words, patience=120):
        done = self.run(*words, patience=patience)
        if done.returncode != 0:
            raise Failed(f"relance {' '.join(map(str, words))}: {done.returncode}\n{done.stderr}")
        return done.stdout

    def apply(self, configuration):
        for _ in range(5):
            done = self.run("config", "apply", configuration)
            if done.returncode != AGAIN:
                break
        if done.returncode != 0:
            raise Failed(f"config apply: {done.returncode}\n{done.stdout}{done.stderr}")

    def export(self, service, name):
        path = self.folder / f"{name}.ndjson"
        self.relance("journal", "export", "--service", service, "-o", path, patience=300)
        return path


def configuration(folder, entity, feed, min_notice=None):
    """The files of one legal entity of deploy/config, with a feed of its own."""
    shipped = ROOT / "deploy" / "config"
    shutil.copytree(shipped, folder)
    entities = folder / "legal_entities.yaml"
    known = yaml.safe_load(entities.read_text(encoding="utf-8"))["legal_entities"]
    only = {"legal_entities": [e for e in known if e["code"] == entity]}
    entities.write_text(yaml.safe_dump(only, allow_unicode=True), encoding="utf-8")
    feeds = {"feeds": [{**feed, "legal_entities": [entity]}]}
    (folder / "feeds.yaml").write_text(yaml.safe_dump(feeds), encoding="utf-8")
    if min_notice is not None:
        scenario = folder / "scenarios" / "email-fr.yaml"
        lines = scenario.read_text(encoding="utf-8").splitlines()
        wanted = [f"min_notice: {min_notice}" if l.startswith("min_notice:") else l for l in lines]
        scenario.write_text("\n".join(wanted) + "\n", encoding="utf-8")
    return folder

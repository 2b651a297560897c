#!/usr/bin/python3
"""Pictures of what a debtor's clerk sees, of a running suite: the mails in its Maildir, and the
pages behind their links. They go to build/looked-at/, for people; a program checks what it can (axe-core
and the rules of look.mjs).

    tests/portal/look.py              lets a suite of its own live two weeks, looks, stops it
    tests/portal/look.py --dir DIR    looks at the suite that runs there: .relance is the folder of
                                      deploy/quickstart. Gives payment dates in it.
    tests/portal/look.py --link URL   looks at the pages behind one link, as portal-sample prints it

Exit code 0: nothing found; 1: something is wrong; 77: no node, npm or chromium on this machine.
"""

import argparse
import email
import email.policy
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))

import story  # noqa: E402
from stack import RELANCE, ROOT, Failed, Stack, TooLong, npm_packages, skip, within  # noqa: E402

PICTURES = ROOT / "build" / "looked-at"
LIMIT_SECONDS = 560  # a minute where nothing else runs
STEPS = ("preventive", "level1", "level2", "level3", "formal_notice")
LANGUAGES = ("fr", "en")


class Mail:
    """One file of a Maildir as its reader gets it."""

    def __init__(self, path):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        self.path = path
        self.raw = path.read_bytes().split(b"\r\n\r\n")[0].decode("ascii")
        self.to = str(message["X-Envelope-To"] or message["To"]).strip("<> ")
        self.language = str(message["Content-Language"])
        self.notice = str(message["Message-Id"]).strip("<> ").split(".")[0]
        self.headers = {name: str(message[name]) for name in ("From", "To", "Subject")}
        self.text = message.get_body(("plain",)).get_content()
        self.html = message.get_body(("html",)).get_content()
        self.link = re.search(r"https?://\S+/l/[^\s?]+", self.text)[0]

    def plan(self, name):
        known = {"name": name, "language": self.language, "headers": self.headers}
        return known | {"text": self.text, "html": self.html, "link": self.link}


def mails(folder):
    """Newest last."""
    return [Mail(path) for path in sorted((folder / "mail" / "new").iterdir())]


def notices(relance):
    """The step of every notice."""
    steps = {}
    for entity in ("FR01", "GB01", "US01"):
        listed = json.loads(relance("notice", "list", "--entity", entity, "--json"))
        for notice in listed.get("notices", []):
            steps[notice.get("notice_id") or notice.get("noticeId")] = notice["step"]
    return steps


def of_every_step(found, steps):
    """The newest mail of each step and language."""
    newest = {(steps.get(m.notice, "unknown"), m.language): m for m in found}
    return [
        newest[step, language].plan(f"{step}-{language}")
        for step in STEPS
        for language in LANGUAGES
        if (step, language) in newest
    ]


def own_story(stack):
    """Lives through the story; what is to be looked at."""
    feed = story.Feed()
    told = story.story(feed)
    stack.apply(ROOT / "deploy" / "config")
    for moment, path in feed.write(stack.folder / "feed"):
        if moment != story.BEGIN:
            stack.relance("clock", "advance", "--to", story.rfc3339(moment))
        stack.relance("feed", "send", path)
        stack.relance("feed", "wait")
    stack.relance("clock", "advance", "--to", story.rfc3339(story.LOOK))
    stack.say("two weeks have passed")
    found = mails(stack.dir)
    last = {name: [m for m in found if m.to == debtor.mailbox] for name, debtor in told.items()}
    missing = [name for name, theirs in last.items() if not theirs]
    if missing:
        raise Failed(f"no mail to {', '.join(missing)}")
    plan = {"mails": of_every_step(found, notices(stack.relance)), "exact": True}
    names = ("many", "wide", "pounds")
    plan["mails"] += [last[name][-1].plan(f"{name}-{last[name][-1].language}") for name in names]
    plan["journeys"] = {language: [last[language][-1].link] for language in LANGUAGES}
    plan["also"] = {name: last[name][-1].link for name in (*names, "paid", "soon")}
    return plan, found


def running(folder):
    """What is to be looked at in a suite that runs already."""
    if not (folder / "dev.json").exists():
        raise Failed(f"no suite runs in {folder}: start one with deploy/quickstart")

    def relance(*words):
        command = [str(RELANCE), *words, "--dir", str(folder)]
        return subprocess.run(
            command, check=True, capture_output=True, text=True, timeout=60
        ).stdout

    found = mails(folder)
    steps = notices(relance)
    late = [m for m in found if steps.get(m.notice, "").startswith("level")]
    journeys = {l: [m.link for m in reversed(late) if m.language == l][:20] for l in LANGUAGES}
    plan = {"mails": of_every_step(found, steps), "exact": False, "also": {}}
    return plan | {"journeys": {l: links for l, links in journeys.items() if links}}, found


def check_headers(found):
    """Who wrote and about what, in the one character set that every reader knows."""
    sets = {s.lower() for m in found for s in re.findall(r"=\?([^?]+)\?[BbQq]\?", m.raw)}
    if not sets <= {"utf-8"}:
        raise Failed(f"headers of mails in {', '.join(sorted(sets))}")


def node_modules():
    """playwright-core and axe-core as package-lock.json has them, once for each lock file."""
    home = npm_packages(HERE, ROOT / "build" / "npm-portal")
    for name in ("look.mjs", "checks.mjs"):
        shutil.copy(HERE / name, home / name)
    return home


def look(plan):
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    home = node_modules()
    (home / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    command = ["nice", "node", "look.mjs", "plan.json", str(PICTURES)]
    return subprocess.run(command, cwd=home, timeout=LIMIT_SECONDS).returncode


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--dir", type=Path, help="of a suite that runs")
    parser.add_argument("--link", help="of one account")
    return parser.parse_args()


def run(wanted):
    if wanted.link:
        base = {"mails": [], "exact": False, "also": {}}
        return look(base | {"journeys": {language: [wanted.link] for language in LANGUAGES}})
    if wanted.dir:
        plan, found = running(wanted.dir)
        check_headers(found)
        return look(plan)
    within(LIMIT_SECONDS)
    with Stack("look", ["--at", story.rfc3339(story.BEGIN)]) as stack:
        plan, found = own_story(stack)
        check_headers(found)
        code = look(plan)
        stack.say(f"looked at; the pictures are in {PICTURES.relative_to(ROOT)}")
        return code


def main():
    for program in ("npm", "node", os.environ.get("CHROMIUM", "chromium")):
        if shutil.which(program) is None:
            skip(f"no {program} on this machine")
    try:
        return run(arguments())
    except (Failed, TooLong) as failed:
        print(f"FAILED\n{failed}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())

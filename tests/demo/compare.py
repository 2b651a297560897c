#!/usr/bin/python3
"""Asks a running stack what became of the demo, and compares it with expected.py's answer.

    tests/demo/compare.py --relance build/release/bin/relance --dir .relance --expected FILE

prints a table per legal entity and every difference. Exit codes: 0 all as expected, 1 differences.
"""

import argparse
import collections
import concurrent.futures
import datetime as dt
import email
import email.policy
import json
import re
import subprocess
import sys
from pathlib import Path

SENT = {"submitted", "delivered"}


def ask(options, *words):
    """What the command prints with --json, as a list of documents."""
    command = [options.relance, *words, "--json", "--dir", options.dir]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        raise SystemExit(f"compare.py: {' '.join(words)} failed: {done.stderr.strip()}")
    text = done.stdout.strip()
    try:
        return [json.loads(text)] if text else []
    except json.JSONDecodeError:
        return [json.loads(line) for line in text.split("\n") if line.strip()]


def field(document, name):
    """A field of a message in protobuf JSON, however its names are written."""
    head, *rest = name.split("_")
    camel = head + "".join(word.capitalize() for word in rest)
    return document.get(name, document.get(camel))


def rows(documents, name):
    """The rows of a list: one document that holds it, several pages, or one row a line."""
    for document in documents:
        listed = document if isinstance(document, list) else field(document, name)
        yield from listed if listed is not None else ([document] if document else [])


def digits(text):
    """Amounts as their digits: every language has separators of its own."""
    return re.sub(r"(?<=\d)[\s.,'\u00a0\u202f](?=\d)", "", text)


class Comparison:
    def __init__(self, options):
        self.options = options
        self.expected = json.loads(Path(options.expected).read_text(encoding="utf-8"))
        self.differences = []

    def differ(self, what, expected, found):
        if expected != found:
            self.differences.append(f"{what}: expected {expected}, found {found}")

    def notices(self):
        found = collections.defaultdict(collections.Counter)
        each = collections.Counter()
        listed = []
        for code in self.expected["entities"]:
            documents = ask(self.options, "notice", "list", "--entity", code)
            listed += list(rows(documents, "notices"))
        for notice in listed:
            account = field(notice, "account")
            code = field(account, "legal_entity")
            state = field(notice, "state")
            found[code]["planned"] += 1
            kind = "sent" if state in SENT else state
            found[code][kind] += 1
            if kind == "sent":
                found[code]["step " + notice["step"]] += 1
                each[(code, field(account, "number"), notice["step"])] += 1
        wanted = collections.Counter(
            (n["legal_entity"], n["account"], n["step"]) for n in self.expected["notices"]
        )
        for notice, count in sorted(((wanted - each) + (each - wanted)).items()):
            words = "not sent" if wanted[notice] > each[notice] else "sent, though nothing was due"
            self.differences.append(f"{'/'.join(notice[:2])} {notice[2]}: {words} ({count})")
        return found

    def mails(self):
        """Each notice is one message, at its moment, to its contact, naming its claim."""
        found = collections.defaultdict(list)
        for path in sorted((Path(self.options.dir) / "mail" / "new").iterdir()):
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            moment = message["Date"].datetime.astimezone(dt.timezone.utc)
            to = str(message["X-Envelope-To"]).strip("<> ")
            found[(to, moment.strftime("%Y-%m-%dT%H:%M:%SZ"))].append(message)
        count = sum(map(len, found.values()))
        self.differ("messages in the Maildir", len(self.expected["notices"]), count)
        for notice in self.expected["notices"]:
            what = f"message to {notice['to']} at {notice['at']}"
            messages = found[(notice["to"], notice["at"])]
            if not messages:
                self.differ(what, "one", "none")
                continue
            said = digits(messages.pop(0).get_body(("plain",)).get_content())
            for currency, net in notice["net"].items():
                if digits(net) not in said:
                    self.differ(f"{what}: its claim", f"{net} {currency}", "another")
        for (to, at), left in found.items():
            self.differ(f"messages to {to} at {at} that nothing explains", 0, len(left))
        return count

    def parked(self):
        found = collections.Counter()
        for record in rows(ask(self.options, "parked", "list"), "records"):
            found[field(record, "legal_entity") or "?"] += 1
        return found

    def held(self, code):
        """Items that a hold covers, of all accounts."""
        wanted = {(h["account"], h["item"], h["reason"]) for h in self.expected[code]["held"]}
        found = set()

        def case_of(account):
            return account, ask(self.options, "case", "show", f"{code}/{account}")[0]

        with concurrent.futures.ThreadPoolExecutor(max_workers=4) as pool:
            cases = list(pool.map(case_of, self.expected[code]["accounts"]))
        for account, case in cases:
            for item in field(case, "items") or []:
                if field(item, "held"):
                    found.add((account, item["id"], field(item, "hold_reason")))
        for account, item, reason in sorted(wanted ^ found):
            words = "is not held" if (account, item, reason) in wanted else "is held"
            self.differences.append(f"{code}/{account} {item} {words}: {reason}")
        return len(found)

    def run(self):
        entities = self.expected["entities"]
        notices, parked = self.notices(), self.parked()
        self.expected = {**self.expected, **entities}
        steps = sorted({step for entity in entities.values() for step in entity["by_step"]})
        heading = ["entity", *steps, "planned", "sent", "withdrawn", "held", "parked"]
        print(" ".join(f"{word:>10}" for word in heading))
        for code, entity in entities.items():
            numbers = [notices[code]["step " + step] for step in steps]
            for step, number in zip(steps, numbers):
                self.differ(f"{code} {step}", entity["by_step"].get(step, 0), number)
            for name in ("planned", "sent", "withdrawn"):
                numbers.append(notices[code][name])
                self.differ(f"{code} {name}", entity[name], notices[code][name])
            numbers += [self.held(code), parked[code]]
            self.differ(f"{code} parked", entity["parked"], parked[code])
            print(" ".join(f"{cell:>10}" for cell in [code, *numbers]))
        self.differ("records parked", len(self.expected["parked"]), sum(parked.values()))
        print(f"{self.mails()} messages in {self.options.dir}/mail/new")


def main():
    arguments = argparse.ArgumentParser(description="Compares a stack with what was expected.")
    arguments.add_argument("--relance", required=True)
    arguments.add_argument("--dir", required=True)
    arguments.add_argument("--expected", required=True)
    comparison = Comparison(arguments.parse_args())
    comparison.run()
    for difference in comparison.differences[:40]:
        print(f"DIFFERENCE {difference}")
    if comparison.differences:
        print(f"{len(comparison.differences)} differences from what tests/demo/expected.py says")
        return 1
    print("all as tests/demo/expected.py says")
    return 0


if __name__ == "__main__":
    sys.exit(main())

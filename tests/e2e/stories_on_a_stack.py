#!/usr/bin/python3
"""Stories on a running suite, by hand: stories_on_a_stack.py [STORY...].

Those of tests/stories that one account can tell happen all at once, each to a legal entity of its
own, on the embedded broker under one development clock: documents through the ERP topic, acts
through the command line. The debtors have an e-mail address and nothing else: the suite can hand
over no more. The log of each case, out of the exported journal, must be that of the pure engine for
the same debtor, without refusals (nobody journals what a front did not send).
"""

import argparse
import datetime
import difflib
import json
import re
import subprocess
import sys
import tempfile
import zoneinfo
from pathlib import Path

import yaml

from erp import cloud_event, date
from stack import ROOT, Stack, configuration, within

sys.path.insert(0, str(ROOT / "tests" / "stories" / "reference"))
from differential import engine_logs, logs_in  # noqa: E402

STORIES = ROOT / "tests" / "stories"
CASE_LOG = ROOT / "build" / "release" / "tests" / "case_log"
STORY_LOG = ROOT / "build" / "release" / "tests" / "stories" / "story_log"
TOPIC, SOURCE = "erp.stories.documents.v1", "/erp/stories"
ACCOUNT, PARIS = "D42", zoneinfo.ZoneInfo("Europe/Paris")
LIMIT_SECONDS = 1800
HORIZON = "2026-11-16"
FEED = {"invoice", "payment", "credit", "reverse", "status", "history", "writeoff", "document"}
FEED |= {"feed"}
ACTS = {"hold", "release", "dispute", "reject", "uphold", "promise", "approve"}
ACTS |= {"bounce", "failure", "announce", "stop", "start", "insolvency", "scenario", "plan"}
ACTS |= {"allocate"}
MONEY = {"payment", "credit", "allocate"}
GAPS = {"gap": "open", "repaired": "repaired"}
RECEIPTS = {"bounce": "bounced", "failure": "failed"}
CONTACT = "email:e1"  # In a story: the contact e1.
SILENT = {"refuse"}
WAKES = {"08:30:00", "00:00:00"}  # when cases wake by themselves


def kind_of(line):
    return line.split(" ")[2]


class Story:
    """What one file says, as far as it is played here."""

    def __init__(self, path):
        self.name, self.scenario, self.debtor, self.others = path.stem, "std-fr", {}, []
        self.text = path.read_text(encoding="utf-8")
        self.events, self.until, self.ids, self.statuses = [], None, {}, 0
        for line in self.text.splitlines():
            words = line.split()
            if re.match(r"\d{4}-", line):
                self.take_event(words)
            elif line.startswith("scenario "):
                self.scenario = words[1]
            elif line.startswith("debtor "):
                self.debtor = dict(zip(words[2::2], words[3::2]))
            elif line.startswith("until "):
                self.until = words[1]
            elif words and words[0] in ("entity", "contact", "set"):
                self.others.append(line)

    def take_event(self, words):
        time = words[1] if len(words[1]) == 8 else words[1] + ":00"
        moment = datetime.datetime.fromisoformat(f"{words[0]}T{time}").replace(tzinfo=PARIS)
        self.events.append((moment, time, words[2:]))

    def with_an_address_alone(self):
        """The story of a debtor who can only be written to by e-mail."""
        lines = self.text.splitlines()
        debtor = [n for n, line in enumerate(lines) if line.startswith("debtor ")]
        events = [n for n, line in enumerate(lines) if re.match(r"\d{4}-", line)]
        lines.insert(debtor[0] + 1 if debtor else events[0], f"contact {CONTACT.replace(':', ' ')}")
        return "\n".join(line for line in lines if not line.startswith("=> ")) + "\n"

    def why_left_out(self):
        """A reason, or None."""
        if [o for o in self.others if o != "entity FR01"]:
            return "legal entities, contacts or settings of its own"
        if any(words[0] == "feed" and words[1] not in GAPS for _, _, words in self.events):
            return "the feed is stale or fresh by the clock alone"
        if any(words[0] in ("bounce", "failure") and words[1] != "email" for _, _, words in self.events):
            return "a message on another channel comes back"
        verbs = {words[0] for _, _, words in self.events}
        if verbs - FEED - ACTS:
            return "no command or document says: " + " ".join(sorted(verbs - FEED - ACTS))
        if any("/" in " ".join(words) for _, _, words in self.events if words[0] not in MONEY):
            return "an event names one item of several"
        if any(time in WAKES for _, time, _ in self.events):
            return "something happens in the very second in which the case wakes by itself"
        first = min(moment for moment, _, _ in self.events).date().isoformat()
        return "it begins too late" if first >= HORIZON else None


def place(reference):
    """What a feed calls it: an invoice, or one of its maturities."""
    document, slash, maturity = reference.rpartition("/")
    return {"document": document, "maturity": int(maturity)} if slash else {"document": reference}


def logs_of_the_engine(stories):
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{story.name}.story" for story in stories]
        for path, story in zip(paths, stories):
            path.write_text(story.with_an_address_alone(), encoding="utf-8")
        return engine_logs(STORY_LOG, paths)


class Teller:
    """Tells a running suite what happens in one story."""

    def __init__(self, stack, story, entity):
        self.stack, self.story, self.entity, self.count = stack, story, entity, 0
        self.numbers = self.gaps = 0
        self.account = f"{entity}/{ACCOUNT}"

    def event(self, event_type, **data):
        self.count += 1
        return cloud_event(SOURCE, self.entity, ACCOUNT, event_type, self.count, data)

    def debtor(self):
        contact = {"id": CONTACT, "channel": "email", "role": "billing", "language": "fr"}
        contact |= {"name": "Anne Durand", "address": f"{self.entity.lower()}@debtor.example"}
        facts = {"name": "Durand SARL", "kind": "company", "country": "FR", "language": "fr"}
        return self.event("debtor.changed", contacts=[contact], **facts, **self.story.debtor)

    def document(self, moment, words):
        name = "paper" if words[0] == "document" else words[0]
        return getattr(self, name)(moment, words[1:])

    def invoice(self, _, words):
        number, version = words[0], 1
        words = words[1:]
        if words[0] == "version":
            version, words = int(words[1]), words[2:]
        facts = {"document": number, "version": version, "amount": words[0], "currency": words[1]}
        text = " ".join(words[2:])
        due = min(re.findall(r"due (\S+?),?(?: |$)", text))
        issued = datetime.date.fromisoformat(due) - datetime.timedelta(days=30)
        facts["issueDate"] = date(issued.isoformat())
        delivered = re.search(r" delivered (\S+)", text)
        if delivered:
            facts["deliveredOn"] = date(delivered[1])
        if text.startswith("in "):
            parts = re.findall(r"(\S+) due ([0-9-]+)", text)
            facts["maturities"] = [{"amount": a, "dueDate": date(d)} for a, d in parts]
        else:
            facts["dueDate"] = date(re.match(r"due (\S+)", text)[1])
        return self.event("invoice.issued", **facts)

    def receipt(self, kind, dated, moment, words):
        facts = {"document": words[0], "amount": words[1], "currency": words[2]}
        text = " ".join(words[3:])
        value = re.search(r"value (\S+)", text)
        facts[dated] = date(value[1] if value else moment.date().isoformat())
        named = re.search(r"for (.*?)(?: value|$)", text)
        if named:
            purposes = [purpose.split() for purpose in named[1].split(",")]
            facts["allocations"] = [
                place(p[0]) | ({"amount": p[1]} if len(p) > 1 else {}) for p in purposes
            ]
        return self.event(kind, **facts)

    def payment(self, moment, words):
        return self.receipt("payment.received", "valueDate", moment, words)

    def credit(self, moment, words):
        return self.receipt("credit_note.issued", "issueDate", moment, words)

    def reverse(self, _, words):
        return self.event("document.reversed", document=f"R-{words[0]}", reversedDocument=words[0])

    def status(self, _, words):
        self.story.statuses += 1
        number = words[2] if len(words) > 2 else f"S-{self.story.statuses}"
        return self.event("status.changed", document=number, invoice=words[0], status=words[1])

    def paper(self, moment, words):
        return self.status(moment, [words[0], f"document_{words[1]}"])

    def numbered(self, event_type, letter, **facts):
        """A document with a number of its own."""
        self.numbers += 1
        return self.event(event_type, document=f"{letter}-{self.numbers}", **facts)

    def history(self, _, words):
        notice = {"level": int(words[2]), "on": date(words[4])}
        return self.numbered("history.imported", "H", invoice=words[0], notices=[notice])

    def writeoff(self, _, words):
        return self.numbered("item.written_off", "W", invoice=words[0])

    def feed(self, _, words):
        self.gaps += 1
        facts = {"document": "GAP", "version": self.gaps, "state": GAPS[words[0]]}
        return self.event("account.gap", **facts)

    def act(self, moment, words):
        if words[0] in RECEIPTS:
            command = self.act_came_back(moment, words)
        else:
            command = getattr(self, f"act_{words[0]}")(moment, words[1:])
        if command is None:
            return
        who = "zoe:lead"  # Whoever approves in a story is somebody else.
        if words[0] == "approve":
            who = f"{words[3]}:lead"
        if words[0] == "start":  # It takes two persons.
            self.stack.run(*command, "--as", "olga:lead", "--json")
        done = self.stack.run(*command, "--as", who, "--json")
        answer = json.loads(done.stdout) if done.returncode == 0 and done.stdout.strip() else {}
        for key in ("promise_id", "dispute_id", "plan_id"):
            if key in answer:
                self.story.ids[answer[key]] = words[1]
        if done.returncode not in (0, 1, 65):
            raise SystemExit(f"{self.story.name}: {' '.join(command)}: {done.stderr}")

    def known(self, name):
        return next((mine for mine, told in self.story.ids.items() if told == name), name)

    def act_hold(self, _, words):
        reason = words[words.index("reason") + 1] if "reason" in words else "manual"
        if "until" not in words:
            return None  # The command line does not offer it: the engine refuses it.
        until = words[words.index("until") + 1]
        scope = ("--scope", words[0], "--until", until)
        return ("hold", "place", self.account, *scope, "--reason", reason)

    def act_release(self, _, words):
        reason = words[words.index("reason") + 1] if "reason" in words else "manual"
        return ("hold", "release", self.account, "--scope", words[0], "--reason", reason)

    def act_dispute(self, _, words):
        amount = ("--amount", f"{words[3]}:{words[4]}") if len(words) > 3 else ()
        return ("dispute", "open", self.account, words[1], "--reason", words[2], *amount)

    def act_reject(self, _, words):
        return ("dispute", "reject", self.account, self.known(words[0]))

    def act_uphold(self, _, words):
        amount = ("--amount", f"{words[1]}:{words[2]}") if len(words) > 1 else ()
        return ("dispute", "uphold", self.account, self.known(words[0]), *amount)

    def act_promise(self, _, words):
        items = [item for word in words[6:] for item in ("--item", word.strip(","))]
        return ("promise", "add", self.account, *words[1:3], "--by", words[4], *items)

    def act_plan(self, _, words):
        text, currency = " ".join(words), words[1]
        references = re.search(r" for (.*?) (?:down|then) ", text)[1].split(",")
        items = [word for item in references for word in ("--item", item.strip())]
        down = re.search(r"down (\S+) by (\S+)", text)
        paid_first = ("--down", f"{down[1]}:{currency}@{down[2]}") if down else ()
        parts = re.findall(r"(\S+) on ([0-9-]+)", text)
        pays = [word for a, d in parts for word in ("--pay", f"{a}:{currency}@{d}")]
        return ("plan", "propose", self.account, *items, *paid_first, *pays)

    def act_approve(self, _, words):
        return ("notice", "approve", self.account, self.known(words[0]))

    def act_came_back(self, moment, words):
        """What bounces is the last message of a step that was handed over."""
        listed = self.stack.relance("notice", "list", "--account", self.account, "--json")
        sent = [n for n in json.loads(listed).get("notices", []) if n["state"] == "submitted" and n["step"] != "thanks"]
        if not sent:
            return None
        last = max(sent, key=lambda notice: int(notice["changed_at_ms"]))
        what = RECEIPTS[words[0]]
        return ("notice", "receipt", last["notice_id"], what, "--account", self.account)

    def act_announce(self, _, words):
        mode = ("--mode", words[1]) if len(words) > 1 else ()
        return ("payment", "announce", self.account, words[0], *mode)

    def act_allocate(self, _, words):
        purposes = [purpose.split() for purpose in " ".join(words[2:]).split(",")]
        to = [word for p in purposes for word in ("--to", "=".join([p[0], *(f"{a}:EUR" for a in p[1:])]))]
        return ("payment", "allocate", self.account, words[0], *to)

    def act_stop(self, _, words, how="on"):
        channel = () if words[0] == "entity" else ("--channel", words[0])
        return ("stop", how, self.entity, *channel, "--reason", "story")

    def act_start(self, moment, words):
        return self.act_stop(moment, words, "off")

    def act_insolvency(self, moment, words):
        on = words[1] if words else moment.date().isoformat()
        return ("case", "insolvent", self.account, "--published", on)

    def act_scenario(self, _, words):
        next_cycle = ("--next-cycle",) if "next" in words else ()
        return ("case", "assign", self.account, words[0], *next_cycle)


def configure(folder, tellers):
    """Every story has its own legal entity; the scenarios are those of the stories."""
    feed = {"topic": TOPIC, "source": SOURCE, "envelope": "cloudevents", "format": "any"}
    configuration(folder, "FR01", feed)
    path = folder / "legal_entities.yaml"
    entity = yaml.safe_load(path.read_text(encoding="utf-8"))["legal_entities"][0]
    entity["feed_max_silence_minutes"] = 0
    entities = []
    for teller in tellers:
        own = {"code": teller.entity, "register": teller.entity}
        entities.append({**entity, **own, "scenario": teller.story.scenario})
    told = yaml.safe_dump({"legal_entities": entities}, allow_unicode=True)
    path.write_text(told, encoding="utf-8")
    feed["legal_entities"] = [teller.entity for teller in tellers]
    (folder / "feeds.yaml").write_text(yaml.safe_dump({"feeds": [feed]}), encoding="utf-8")
    for language in ("fr", "en"):  # Where a plan's instalments have no text of their own.
        path = folder / "texts" / f"instalment.{language}.yaml"
        if not path.exists():
            like = path.with_name(f"preventive.{language}.yaml").read_text(encoding="utf-8")
            text = like.replace("template: preventive", "template: instalment")
            path.write_text(text, encoding="utf-8")
    for old in (folder / "scenarios").iterdir():
        old.unlink()
    for new in (STORIES / "scenarios").iterdir():
        (folder / "scenarios" / new.name).write_bytes(new.read_bytes())
    return folder


def send(stack, events):
    path = stack.folder / "events.ndjson"
    path.write_text("".join(json.dumps(e) + "\n" for e in events), encoding="utf-8")
    stack.relance("feed", "send", path, "--topic", TOPIC)
    stack.relance("feed", "wait")


def tell(stack, moment, told):
    """Events of one instant, each story's in its order."""
    queues = [(teller, list(events)) for teller, events in told]
    while any(events for _, events in queues):
        documents = []
        for teller, events in queues:
            told_at_once = []
            while events and events[0][0] in FEED:
                told_at_once.append(events.pop(0))
            # Behind its invoice a history could come when the case has been looked at already.
            told_at_once.sort(key=lambda words: words[0] != "history")
            documents += [teller.document(moment, words) for words in told_at_once]
        if documents:
            send(stack, documents)
        for teller, events in queues:
            while events and events[0][0] not in FEED:
                teller.act(moment, events.pop(0))


def live(stack, tellers):
    moments = {}
    for teller in tellers:
        for moment, _, words in teller.story.events:
            moments.setdefault(moment, {}).setdefault(teller, []).append(words)
    end = datetime.datetime.fromisoformat(HORIZON).replace(tzinfo=PARIS)
    for moment in sorted(m for m in moments if m < end):
        advance(stack, moment)
        tell(stack, moment, moments[moment].items())
    advance(stack, end)


def advance(stack, moment):
    utc = moment.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    stack.relance("clock", "advance", "--to", utc, "--patience", "120", patience=900)


def told_by_the_suite(stack, tellers):
    export = stack.export("scenario", "scenario")
    cases = "".join(f"{teller.entity} {ACCOUNT} Europe/Paris\n" for teller in tellers)
    command = [CASE_LOG, export]
    told = subprocess.run(command, input=cases, capture_output=True, text=True, check=True)
    for teller, log in zip(tellers, logs_in(told.stdout)):
        for mine, name in teller.story.ids.items():
            log = [line.replace(mine, name) for line in log]
        yield teller.story, log


def compared(story, log):
    """The lines of a log that both have to tell."""
    end = min(HORIZON, (story.until or max(m for m, _, _ in story.events).date().isoformat()) + "~")
    lines = [line for line in log if kind_of(line) not in SILENT and line < end]
    # Messages that are due in one instant leave in the order of their ids, and what follows with them.
    order = {"send": 1, "level": 2}

    def place(line):
        rank = order.get(kind_of(line), 0)
        return (line[:19], rank, line if rank == 1 else "")

    return sorted(lines, key=place)


def chosen(names):
    paths = sorted(STORIES.glob("*.story"))
    stories, left_out = [], {}
    for path in paths:
        story = Story(path)
        why = story.why_left_out()
        if names and story.name not in names:
            continue
        if why:
            left_out.setdefault(why, []).append(story.name)
        else:
            stories.append(story)
    for why, names_of in sorted(left_out.items()):
        print(f"left out, {why}: {len(names_of)}: {', '.join(names_of)}")
    print(f"{len(stories)} of {len(paths)} stories are played", flush=True)
    return stories, logs_of_the_engine(stories)


def main():
    raw = argparse.RawTextHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("stories", nargs="*", help="names without .story; all that can be played")
    stories, logs = chosen(parser.parse_args().stories)
    within(LIMIT_SECONDS)
    begin = min(moment for story in stories for moment, _, _ in story.events)
    begin = (begin - datetime.timedelta(minutes=1)).astimezone(datetime.timezone.utc)
    up = ["--at", begin.strftime("%Y-%m-%dT%H:%M:%SZ"), "--erp-topic", TOPIC]
    different = 0
    with Stack("stories", up) as stack:
        tellers = [Teller(stack, s, f"S{n:02}") for n, s in enumerate(stories, 1)]
        stack.apply(configure(stack.folder / "config", tellers))
        send(stack, [teller.debtor() for teller in tellers])
        live(stack, tellers)
        stack.say("the last day is over")
        for engine, (story, log) in zip(logs, told_by_the_suite(stack, tellers)):
            wanted, found = compared(story, engine), compared(story, log)
            if wanted == found:
                continue
            different += 1
            lines = difflib.unified_diff(wanted, found, "engine", "suite", lineterm="", n=3)
            print(story.name + "\n" + "\n".join(lines), flush=True)
    print(f"{len(stories)} stories on a running suite, {different} different")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())

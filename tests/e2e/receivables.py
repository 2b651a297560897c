#!/usr/bin/python3
"""Two years of real receivables on real Kafka: 2,466 invoices of a hundred customers, day by day.

    tests/e2e/receivables.py

Sends each morning what became known that day, lets the day pass, and at the end asks
check_notices.py, which shares no code with the suite, whether every reminder was due and none
claimed what was paid. Then the whole feed comes a second time and must change nothing.

Reads the sample of RELANCE_SAMPLES; exit code 77 without it, or without Kafka.
"""

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import journals
import late_payments
from check_notices import Ledger
from stack import Failed, Stack, TooLong, configuration, need_kafka, skip, within

HERE = Path(__file__).resolve().parent
END = dt.date(2014, 1, 20)
AFTER = dt.date(2014, 1, 24)
INVOICED_CENTS = 14_770_318
LATE, DAYS_LATE = 877, 8_489  # counted from the file's own columns when it was chosen
LIMIT_SECONDS = 2400
DAY = dt.timedelta(days=1)
BOOKED = ("master_data_recorded", "invoice_recorded", "receipt_recorded", "allocated")


def samples():
    folder = os.environ.get("RELANCE_SAMPLES")
    if not folder:
        skip("RELANCE_SAMPLES is not set")
    if not (Path(folder) / late_payments.FILE).exists():
        skip(f"{late_payments.FILE} is not in RELANCE_SAMPLES")
    return Path(folder)


class Receivables:
    def __init__(self, stack, invoices, feed):
        self.stack, self.invoices, self.feed = stack, invoices, feed
        self.failures = []

    def expect(self, what, wanted, found):
        if wanted != found:
            self.failures.append(f"{what}: expected {wanted}, found {found}")

    def live(self):
        """Each day: what is known in the morning, then the day passes."""
        folder = self.stack.folder / "feed"
        folder.mkdir()
        day = min(self.feed.days)
        while day <= END:
            events = self.feed.days.get(day, [])
            if events:
                late_payments.write(folder / f"{day}.ndjson", events)
            sent = [*events, self.feed.heartbeat(day)]
            self.send(late_payments.write(self.stack.folder / "today.ndjson", sent))
            if day.day == 1:
                self.stack.say(f"{day}")
            day += DAY
            self.advance(day)
        self.stack.say("two years have passed")
        return folder

    def send(self, path):
        self.stack.relance("feed", "send", path, "--topic", late_payments.TOPIC)

    def advance(self, day):
        moment = late_payments.rfc3339(late_payments.moment(day))
        self.stack.relance("clock", "advance", "--to", moment, patience=300)

    def export(self, name):
        services = ("ledger", "scenario", "notifier")
        paths = {service: self.stack.export(service, f"{service}-{name}") for service in services}
        for path in paths.values():
            self.stack.relance("journal", "verify", path)
        return paths

    def mails(self):
        return sorted(path.name for path in (self.stack.dir / "mail" / "new").iterdir())

    def ledger(self, protos, path):
        """The ledger as its journal tells it, and what was booked in order, by partition."""
        entries = list(journals.entries(protos, "ledger", path))
        booked = sorted(
            (e.partition, e.sequence, e.key, e.kind) for e in entries if e.kind in BOOKED
        )
        return Ledger(entries), booked

    def totals(self, ledger):
        self.expect("invoices", len(self.invoices), len(ledger.invoiced))
        self.expect("invoiced", INVOICED_CENTS, sum(a for a, _ in ledger.invoiced.values()))
        self.expect("open in the end", {}, ledger.open_in_the_end())
        late = ledger.late()
        wanted = {i.number: (i.settled - i.due).days for i in self.invoices if i.settled > i.due}
        self.expect("paid late", LATE, len(late))
        self.expect("days late", DAYS_LATE, sum(late.values()))
        self.expect("late, invoice by invoice", wanted, late)

    def accounts(self, ledger):
        """The view says what the journal says."""
        for account in sorted(ledger.accounts):
            shown = json.loads(self.stack.relance("account", "show", f"US01/{account}", "--json"))
            invoiced = sum(int(i.amount * 100) for i in self.invoices if i.account == account)
            (balance,) = shown["account"]["balances"]
            found = [int(balance[name]) for name in ("open", "unallocated", "invoiced")]
            self.expect(f"account {account}: open, unallocated, invoiced", [0, 0, invoiced], found)

    def check(self, folder, paths):
        """The checker finds nothing, and would have: without one of the mails it does."""
        maildir = self.stack.dir / "mail"
        self.expect("exit code of check_notices.py", 0, self.checked(folder, paths, maildir))
        shorter = self.stack.folder / "a-mail-less"
        (shorter / "new").mkdir(parents=True)
        for name in self.mails()[1:]:
            os.link(maildir / "new" / name, shorter / "new" / name)
        quiet = subprocess.DEVNULL
        code = self.checked(folder, paths, shorter, stdout=quiet)
        self.expect("exit code of check_notices.py without the first mail", 1, code)

    def checked(self, folder, paths, maildir, stdout=None):
        options = [w for service, path in paths.items() for w in (f"--{service}", path)]
        options += ["--feed", folder, "--until", END, "--maildir", maildir]
        command = [sys.executable, HERE / "check_notices.py", *options]
        return subprocess.run([str(word) for word in command], stdout=stdout).returncode

    def again(self, protos, folder, booked):
        """Every document a second time, and some days more: nothing comes of it."""
        before = self.mails()
        everything = [event for day in sorted(self.feed.days) for event in self.feed.days[day]]
        self.send(late_payments.write(self.stack.folder / "again.ndjson", everything))
        self.stack.relance("feed", "wait", "--patience", "300", patience=320)
        self.advance(AFTER)
        _, rebooked = self.ledger(protos, self.stack.export("ledger", "ledger-again"))
        self.expect("facts booked after the feed came twice", len(booked), len(rebooked))
        self.expect("what was booked after the feed came twice", True, booked == rebooked)
        self.expect("mails after the feed came twice", before, self.mails())
        parked = json.loads(self.stack.relance("parked", "list", "--json"))
        self.expect("records parked", [], parked["records"])


def run(stack, invoices, feed):
    test = Receivables(stack, invoices, feed)
    source = {"topic": late_payments.TOPIC, "source": late_payments.SOURCE}
    source |= {"envelope": "cloudevents", "format": "json"}
    stack.apply(configuration(stack.folder / "config", late_payments.ENTITY, source, "0"))
    folder = test.live()
    paths = test.export("first")
    protos = journals.Protos()
    ledger, booked = test.ledger(protos, paths["ledger"])
    test.totals(ledger)
    stack.say("checking every mail")
    test.check(folder, paths)
    test.accounts(ledger)
    stack.say("sending everything a second time")
    test.again(protos, folder, booked)
    stack.say("done")
    return test.failures


def main():
    invoices = late_payments.read(samples())
    feed = late_payments.Feed(invoices)
    need_kafka()
    within(LIMIT_SECONDS)
    begin = late_payments.rfc3339(late_payments.moment(min(feed.days)))
    try:
        with Stack(
            "receivables", ["--kafka", "--at", begin, "--erp-topic", late_payments.TOPIC]
        ) as stack:
            failures = run(stack, invoices, feed)
            if failures:
                raise Failed("\n".join(failures))
    except (Failed, TooLong) as failed:
        print(f"FAILED\n{failed}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

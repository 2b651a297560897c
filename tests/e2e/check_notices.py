#!/usr/bin/python3
"""No reminder after a payment, and none forgotten: what exported journals and the Maildir prove.

    tests/e2e/check_notices.py --feed DIR --until 2014-01-20 --maildir DIR
                               --ledger FILE --scenario FILE --notifier FILE

DIR holds the events as DAY.ndjson. Shares no code with the suite. Shows that

 - every mail is the bytes of an attempt in the notifier's journal, of a notice that was cleared
   with the same fence, which stands in the ledger's journal of that partition at that place;
 - no mail claims an invoice whose payment the ledger had before that fence, or another amount;
 - every mail is one that reminders.py, from the events alone, says is due that day with those
   lines, and none is missing; each step below its minimum has its recorded reason.

Prints every difference. Exit codes: 0 none, 1 some.
"""

import argparse
import collections
import datetime as dt
import email
import email.policy
import hashlib
import json
import re
import sys
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import journals
from reminders import expected

ZONE = ZoneInfo("America/New_York")
LINE = re.compile(
    r"^- (\S+) – due (\d+)\s(\w{3})\w*\s(\d{4})(?: – \d+ days? late)? – US\$([\d,]+\.\d\d)\s*$",
    re.MULTILINE,
)
THANKS = re.compile(r"received US\$([\d,]+\.\d\d) on (\d+)\s(\w{3})\w*\s(\d{4}), thank you")
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
ENVELOPE = 2  # lines that the mail server puts before the message


def cents(amount):
    return int(amount * 100)


def local_day(ms):
    return dt.datetime.fromtimestamp(ms / 1000, ZONE).date()


class Ledger:
    """What was open on each partition, and since which record."""

    def __init__(self, entries):
        self.fences = set()  # (partition, sequence)
        self.changes = collections.defaultdict(list)  # (partition, item) -> [(sequence, open)]
        self.invoiced = {}  # item -> (amount, due date)
        self.paid = {}  # item -> value date of its last allocation
        self.accounts = set()
        self.order = {}  # document -> its place among all, of one partition at least
        for entry in entries:
            self.read(entry)

    def read(self, entry):
        fact, place = entry.fact, (entry.partition, entry.sequence)
        if entry.kind in ("invoice_recorded", "receipt_recorded"):
            self.order[fact.document] = len(self.order)
        if entry.kind == "fence_passed":
            self.fences.add(place)
        elif entry.kind == "invoice_recorded":
            self.accounts.add(fact.account.number)
            for item in fact.items:
                self.invoiced[item.id] = (item.amount, civil(item.due_date))
                self.change(entry, item.id, item.open)
        elif entry.kind == "allocated":
            self.paid[fact.item] = civil(fact.value_date)
            self.change(entry, fact.item, fact.item_open)
        elif entry.kind in ("allocation_undone", "input_parked"):
            raise SystemExit(f"ledger: {entry.kind} at {place}: this feed has no such thing")

    def change(self, entry, item, amount):
        self.changes[(entry.partition, item)].append((entry.sequence, amount))

    def open_at(self, partition, item, sequence):
        """The open amount after the record, and None for an item that it did not have yet."""
        known = [
            o for s, o in self.changes.get((partition, item), []) if s <= sequence
        ]
        return known[-1] if known else None

    def open_in_the_end(self):
        return {item: listed[-1][1] for (_, item), listed in self.changes.items() if listed[-1][1]}

    def late(self):
        """Days late of each invoice that was paid after its due date."""
        due = {item: date for item, (_, date) in self.invoiced.items()}
        days = {item: (value - due[item]).days for item, value in self.paid.items()}
        return {item: late for item, late in days.items() if late > 0}


def civil(date):
    return dt.date(date.year, date.month, date.day)


class Check:
    def __init__(self, options):
        self.options = options
        self.differences = []
        protos = journals.Protos()
        self.ledger = Ledger(journals.entries(protos, "ledger", options.ledger))
        self.planned, self.cleared, self.withdrawn = {}, collections.defaultdict(list), []
        self.blocked, self.crossed = [], []
        for entry in journals.entries(protos, "scenario", options.scenario):
            self.read_scenario(entry)
        self.attempts, self.results = {}, {}
        for entry in journals.entries(protos, "notifier", options.notifier):
            self.read_notifier(entry)

    def differ(self, words):
        self.differences.append(words)

    def read_scenario(self, entry):
        fact = entry.fact
        if entry.kind == "notice_planned":
            self.planned[fact.notice_id] = fact
        elif entry.kind == "notice_cleared":
            self.cleared[fact.notice_id].append((entry, fact))
        elif entry.kind == "notice_withdrawn":
            self.withdrawn.append((entry, fact))
        elif entry.kind == "case_fact":
            told = journals.case_fact(fact.archive)
            account, day = entry.key.rsplit("/", 1)[-1], local_day(entry.at_ms)
            if isinstance(told, journals.Blocked):
                self.blocked.append((account, told.step, told.reason, day))
            elif isinstance(told, journals.Crossed):
                self.crossed.append((account, told.step, day))

    def read_notifier(self, entry):
        if entry.kind == "attempt_started":
            self.attempts[entry.fact.message_id.strip("<>")] = entry
        elif entry.kind == "attempt_ended":
            self.results[entry.fact.attempt_id] = entry.fact

    # ---- The mails against the journals.

    def mails(self):
        """Each mail as (account, day, step, lines, net): what clearance and text say."""
        found = []
        seen = set()
        for path in sorted((Path(self.options.maildir) / "new").iterdir()):
            data = path.read_bytes()
            message = email.message_from_bytes(data, policy=email.policy.default)
            identity = str(message["Message-ID"]).strip().strip("<>")
            attempt = self.attempts.get(identity)
            if attempt is None:
                self.differ(f"{path.name}: no attempt in the journal has the id {identity}")
                continue
            if identity in seen:
                self.differ(f"{path.name}: {identity} came twice")
            seen.add(identity)
            content = data.split(b"\r\n", ENVELOPE)[ENVELOPE]
            if hashlib.sha256(content).digest() != attempt.fact.blob:
                self.differ(f"{path.name}: not the bytes of its attempt")
            found += self.mail(path.name, message, attempt)
        for identity in self.attempts.keys() - seen:
            self.differ(f"attempt {identity} has no mail")
        return found

    def mail(self, name, message, attempt):
        fact = attempt.fact
        cleared = [
            (entry, notice)
            for entry, notice in self.cleared[fact.notice_id]
            if entry.sequence == fact.clearance_sequence
        ]
        if len(cleared) != 1:
            self.differ(f"{name}: {len(cleared)} clearances at {fact.clearance_sequence}")
            return []
        ((entry, notice),) = cleared
        account = notice.account.number
        if str(message["X-Envelope-To"]).strip() != f"payables@{account.lower()}.example":
            self.differ(f"{name}: for {account}, but sent to {message['X-Envelope-To']}")
        lines = [
            (kind, line)
            for content in notice.contents
            for kind in ("items", "also", "soon")
            for line in getattr(content, kind)
        ]
        self.fence(name, entry.partition, fact.fence_sequence, notice, lines)
        self.text(name, message, lines)
        if notice.HasField("thanks"):
            self.thanks(name, message, notice)
        return [
            (
                account,
                local_day(attempt.at_ms),
                notice.step,
                frozenset((kind, line.item, line.amount, line.level) for kind, line in lines),
                notice.thanks.amount.minor_units if notice.HasField("thanks")
                else sum(content.net for content in notice.contents),
            )
        ]

    def fence(self, name, partition, fence, notice, lines):
        if fence != notice.fence_sequence or (partition, fence) not in self.ledger.fences:
            self.differ(f"{name}: no fence at {partition}/{fence}")
        for kind, line in lines:
            known = self.ledger.open_at(partition, line.item, fence)
            if known == 0:
                self.differ(f"{name}: {kind} {line.item} was paid before the fence {fence}")
            elif known != line.amount:
                self.differ(f"{name}: {kind} {line.item} says {line.amount}, open was {known}")
            if kind != "soon" and notice.level > 0:
                if not civil(line.due_date) < civil(notice.local_date):
                    self.differ(f"{name}: {kind} {line.item} is claimed before it is overdue")

    def text(self, name, message, lines):
        body = message.get_body(("plain",)).get_content()
        shown = lines_of(body)
        said = sorted((line.item, civil(line.due_date), line.amount) for _, line in lines)
        if shown != said:
            self.differ(f"{name}: the text shows {shown}, the journal says {said}")

    def thanks(self, name, message, notice):
        """It says what was paid and when, and claims nothing."""
        paid, on = notice.thanks.amount.minor_units, civil(notice.thanks.received_on)
        found = THANKS.search(message.get_body(("plain",)).get_content())
        said = found and thanked(*found.groups())
        if said != (paid, on):
            self.differ(f"{name}: it thanks for {said}, paid was {paid} on {on}")
        if notice.contents:
            self.differ(f"{name}: it thanks and claims")

    # ---- The mails against the rules.

    def rules(self, mails):
        answer = expected(read_days(self.options.feed), self.options.until, self.ledger.order)
        wanted = collections.Counter(
            (
                n.account,
                n.day,
                n.step,
                frozenset((kind, item, cents(a), level) for kind, item, a, level in n.lines),
                cents(n.net),
            )
            for n in answer.notices
        )
        found = collections.Counter(mails)
        for mail in sorted((wanted - found).elements(), key=str):
            self.differ(f"due, not sent: {words(mail)}")
        for mail in sorted((found - wanted).elements(), key=str):
            self.differ(f"sent, not due: {words(mail)}")
        self.same("crossed", answer.crossed, self.crossed)
        blocked = {(account, step, day) for account, _, step, day in answer.blocked}
        recorded = {(a, step, day) for a, step, reason, day in self.blocked}
        for reason in {reason for _, _, reason, _ in self.blocked} - {journals.MINIMUM}:
            self.differ(f"steps blocked for another reason than their minimum: {reason}")
        self.same("below its minimum", blocked, recorded)
        for entry, fact in self.withdrawn:
            day = local_day(entry.at_ms)
            self.differ(f"withdrawn on {day}: {fact.account.number} {fact.reason}")
        return answer

    def same(self, what, wanted, found):
        wanted, found = collections.Counter(wanted), collections.Counter(found)
        for one in sorted((wanted - found).elements(), key=str):
            self.differ(f"{what}, not recorded: {' '.join(map(str, one))}")
        for one in sorted((found - wanted).elements(), key=str):
            self.differ(f"{what}, recorded without need: {' '.join(map(str, one))}")

    def attempts_ended(self):
        submitted = 1
        for identity, attempt in self.attempts.items():
            result = self.results.get(attempt.fact.attempt_id)
            if result is None or result.result != submitted:
                self.differ(f"attempt {identity} did not end well")


def lines_of(body):
    """(item, due date, cents) of each line of a message."""
    found = []
    for number, day, month, year, amount in LINE.findall(body):
        due = dt.date(int(year), MONTHS.index(month) + 1, int(day))
        found.append((number, due, cents(Decimal(amount.replace(",", "")))))
    return sorted(found)


def thanked(amount, day, month, year):
    """(cents, date) of a thank-you."""
    on = dt.date(int(year), MONTHS.index(month) + 1, int(day))
    return cents(Decimal(amount.replace(",", ""))), on


def words(mail):
    account, day, step, lines, net = mail
    return f"{account} {day} {step} {sorted(lines)} net {net}"


def read_days(folder):
    days = {}
    for path in sorted(Path(folder).glob("*.ndjson")):
        with open(path, encoding="utf-8") as file:
            days[dt.date.fromisoformat(path.stem)] = [json.loads(line) for line in file]
    return days


def main():
    arguments = argparse.ArgumentParser(description="What the journals and the Maildir prove.")
    for name in ("feed", "ledger", "scenario", "notifier", "maildir"):
        arguments.add_argument(f"--{name}", required=True)
    arguments.add_argument("--until", required=True, type=dt.date.fromisoformat)
    options = arguments.parse_args()
    check = Check(options)
    mails = check.mails()
    answer = check.rules(mails)
    check.attempts_ended()
    ledger, late = check.ledger, check.ledger.late()
    print(f"invoiced {sum(amount for amount, _ in ledger.invoiced.values())} cents", end=", ")
    print(f"open {sum(ledger.open_in_the_end().values())}", end=", ")
    print(f"accounts {len(ledger.accounts)}", end=", ")
    print(f"invoices {len(ledger.invoiced)}, paid late {len(late)} by {sum(late.values())} days")
    steps = collections.Counter(step for _, _, step, _, _ in mails)
    print(f"mails {len(mails)}: {dict(steps)}; fences {len(ledger.fences)}")
    print(f"waited for the floor {len(answer.delayed)}, expired {len(answer.expired)}", end=", ")
    print(f"below a minimum {len(answer.blocked)}, crossed {len(answer.crossed)}")
    for words_ in check.differences[:50]:
        print(f"DIFFERENCE {words_}")
    if check.differences:
        print(f"{len(check.differences)} differences")
    return 1 if check.differences else 0


if __name__ == "__main__":
    sys.exit(main())

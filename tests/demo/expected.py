#!/usr/bin/env python3
"""What must come of the demo feed, worked out a second time.

    tests/demo/expected.py FEED_DIR --config DIR --until 2026-10-09T22:30:00Z [--json]

This program shares no code with the suite. It knows the rules of reminders as far as the demo needs them:
a scenario of e-mail messages in consolidated mode. What the demo does not contain (promises, plans, calls,
formal notices, thank-you messages) it refuses to guess and ends with exit code 70.

The answer, per legal entity: notices sent by step, notices withdrawn, items held when it ends and why,
accounts that want a contact, records parked, and every single notice with its items and its claim.
"""

import argparse
import datetime as dt
import json
import sys
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

DAY = dt.timedelta(days=1)
UTC = dt.timezone.utc
DECIMALS = {"JPY": 0, "KRW": 0, "KWD": 3, "TND": 3}
CURRENCIES = {"EUR", "GBP", "USD", "CHF", "JPY", "KRW", "KWD", "TND", "SEK", "NOK", "DKK", "PLN", "CAD", "AUD"}


class OutOfScope(Exception):
    """The feed or the scenario asks for a rule that this program does not know."""


# ---- Time.

def easter(year):
    """The anonymous Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * el) // 451
    month, day = divmod(h + el - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


def holidays(calendar, year):
    if calendar == "none":
        return set()
    if calendar == "FR":
        fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
        return {dt.date(year, m, d) for m, d in fixed} | {easter(year) + n * DAY for n in (1, 39, 50)}
    if calendar == "GB-ENG":
        def monday(month, last):
            days = [dt.date(year, month, d) for d in range(1, 32) if d <= 30 or month in (5, 8)]
            mondays = [d for d in days if d.weekday() == 0]
            return mondays[-1] if last else mondays[0]

        def moved(day, taken=()):
            while day.weekday() >= 5 or day in taken:
                day += DAY
            return day
        christmas = moved(dt.date(year, 12, 25))
        boxing = moved(dt.date(year, 12, 26), (christmas,))
        return {moved(dt.date(year, 1, 1)), easter(year) - 2 * DAY, easter(year) + DAY, monday(5, False),
                monday(5, True), monday(8, True), christmas, boxing}
    raise OutOfScope(f"calendar {calendar}")


def is_business_day(day, calendar):
    return day.weekday() < 5 and day not in holidays(calendar, day.year)


def add_business_days(day, count, calendar):
    while count > 0:
        day += DAY
        count -= is_business_day(day, calendar)
    return day


def clock(text):
    hour, minute = text.split(":")
    return dt.time(int(hour), int(minute))


# ---- The scenario file.

@dataclass
class Step:
    id: str
    level: int
    at: int
    gap: int
    formal: bool

    @property
    def preventive(self):
        return self.at < 0


class Scenario:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            known = yaml.load(file, Loader=yaml.BaseLoader)
        if known.get("mode", "consolidated") != "consolidated" or known.get("enter", "due") != "due":
            raise OutOfScope("mode or enter of the scenario")
        if "rules" in known or "window" in known:
            raise OutOfScope("rules or window of its own")
        self.tolerance = Decimal(known.get("tolerance", "0"))
        self.min_notice = Decimal(known.get("min_notice", "0"))
        self.cap = int(known.get("cap", "90"))
        self.open, self.close = clock("08:30"), clock("18:00")
        self.steps = []
        for step in known["steps"]:
            if step["do"] != "message" or step["channels"] != ["email"]:
                raise OutOfScope(f"step {step['id']}")
            self.steps.append(Step(step["id"], int(step["level"]), int(step["at"]), int(step.get("gap", "1")),
                                   step.get("formal") == "true" or step.get("approve") == "true"))


FLOOR = 3           # business days between two messages of a case
PARTIAL = 5         # business days that half a payment buys
CASH_HOLD = 3       # business days
IN_FLIGHT = 5       # business days
SUSPENDED = 30      # days
REOPEN = 30         # days
THANKS = 2          # days


# ---- What is known of one account.

@dataclass
class Item:
    id: str
    document: str
    currency: str
    amount: Decimal
    open: Decimal
    due: dt.date
    known_on: dt.date
    quiet_until: dt.datetime
    level: int = 0
    next: int = 0                 # position of the next step in the scenario
    counted_on: dt.date = None
    delayed_to: dt.date = None
    delayed: bool = False
    in_flight_used: bool = False
    closed_on: dt.date = None
    holds: dict = field(default_factory=dict)  # reason -> last day, or None until somebody decides

    def overdue(self, today):
        return self.closed_on is None and self.due < today


@dataclass
class Receipt:
    id: str
    cash: bool
    currency: str
    rest: Decimal
    intents: list                 # [document, what is left of a named amount or None]
    paid: list = field(default_factory=list)  # (item id, amount)
    weighed: bool = False
    reversed: bool = False


class Account:
    def __init__(self, key, entity):
        self.key = key
        self.zone = self.entity_zone = ZoneInfo(entity["zone"])
        self.calendar = self.entity_calendar = entity["calendar"]
        self.emails = []
        self.items = {}
        self.receipts = {}
        self.cash_hold = None     # (receipt, last day)
        self.floor_on = None      # date of the last ordinary message
        self.last_message = None
        self.wants_contact = set()

    def today(self, now):
        return now.astimezone(self.entity_zone).date()


class Demo:
    def __init__(self, scenario, entities):
        self.scenario = scenario
        self.entities = entities
        self.accounts = {}
        self.notices = []
        self.parked = []
        self.seen = {}            # (source, document) -> {version: content}

    # ---- Windows.

    def window_open(self, account, now):
        local = now.astimezone(account.zone)
        return (is_business_day(local.date(), account.calendar)
                and self.scenario.open <= local.time() < self.scenario.close)

    def next_opening(self, account, now):
        day = now.astimezone(account.zone).date()
        while True:
            if is_business_day(day, account.calendar):
                opening = dt.datetime.combine(day, self.scenario.open, account.zone).astimezone(UTC)
                if opening >= now:
                    return opening
            day += DAY

    def first_open_date(self, account, day):
        """The entity's date of the first open moment from 00:00 of a day, in both zones."""
        begins = max(dt.datetime.combine(day, dt.time(), zone) for zone in (account.entity_zone, account.zone))
        begins = begins.astimezone(UTC)
        moment = begins if self.window_open(account, begins) else self.next_opening(account, begins)
        return account.today(moment)

    # ---- Documents.

    def park(self, event, why):
        self.parked.append({"legal_entity": event["data"].get("legalEntity", ""), "id": event["id"], "why": why})

    def handle(self, event, now):
        data = event["data"]
        kind = event["type"]
        if kind == "relance.heartbeat.v1":
            return
        if data["legalEntity"] not in self.entities:
            return self.park(event, "legal_entity")
        wrong = fault(kind, data)
        if wrong:
            return self.park(event, wrong)
        number = "debtor" if kind == "relance.debtor.changed.v1" else data["document"]
        key = (event["source"], data["account"], number)
        version, content = int(data.get("version", 1)), {k: v for k, v in data.items() if k != "version"}
        known = self.seen.setdefault(key, {})
        if known and version <= max(known):
            if known.get(version, content) != content:
                self.park(event, "version")
            return None
        known[version] = content
        account_key = (data["legalEntity"], data["account"])
        if account_key not in self.accounts:
            self.accounts[account_key] = Account(account_key, self.entities[data["legalEntity"]])
        account = self.accounts[account_key]
        return {"relance.debtor.changed.v1": self.debtor, "relance.invoice.issued.v1": self.invoice,
                "relance.payment.received.v1": self.money, "relance.credit_note.issued.v1": self.money,
                "relance.document.reversed.v1": self.reversal,
                "relance.status.changed.v1": self.status}[kind](account, data, now)

    def debtor(self, account, data, _):
        entity = self.entities[data["legalEntity"]]
        account.zone = ZoneInfo(data.get("zone") or entity["zone"])
        account.calendar = data.get("calendar") or entity["calendar"]
        account.emails = [c["address"] for c in data.get("contacts", [])
                          if c["channel"] == "email" and c.get("role", "billing") == "billing"]
        account.wants_contact.clear()

    def invoice(self, account, data, now):
        document, currency = data["document"], data["currency"]
        parts = [(Decimal(m["amount"]), civil(m["dueDate"])) for m in data.get("maturities", [])]
        if parts:
            parts.sort(key=lambda part: part[1])
            named = [(f"{document}/{n}", a, d) for n, (a, d) in enumerate(parts, 1)]
        else:
            named = [(document, Decimal(data["amount"]), civil(data["dueDate"]))]
        today = account.today(now)
        for identity, amount, due in named:
            item = account.items.get(identity)
            if item is None:
                account.items[identity] = Item(identity, document, currency, amount, amount, due, today,
                                               self.next_opening(account, now))
                continue
            if item.closed_on or item.amount != amount or item.currency != currency:
                raise OutOfScope("a new version that changes an amount or a closed item")
            if due >= today and due > item.due and item.level > 0:
                item.level = 0
                item.next = next(n for n, s in enumerate(self.scenario.steps) if s.level > 0)
            item.due = due
            item.quiet_until = self.next_opening(account, now)
        for receipt in account.receipts.values():
            if any(intent[0] == document for intent in receipt.intents):
                self.allocate(account, receipt, now)

    def money(self, account, data, now):
        cash = "valueDate" in data
        intents = [[a["document"], Decimal(a["amount"]) if a.get("amount") else None]
                   for a in data.get("allocations", [])]
        receipt = Receipt(data["document"], cash, data["currency"], Decimal(data["amount"]), intents)
        account.receipts[receipt.id] = receipt
        self.allocate(account, receipt, now)

    def allocate(self, account, receipt, now):
        if receipt.reversed:
            return
        today = account.today(now)
        had_open = any(i.closed_on is None for i in account.items.values())
        for intent in receipt.intents:
            found = [i for i in account.items.values()
                     if i.document == intent[0] and i.currency == receipt.currency and i.open > 0]
            for item in sorted(found, key=lambda i: (i.due, i.id)):
                paid = min(receipt.rest, item.open, *([intent[1]] if intent[1] is not None else []))
                if paid <= 0:
                    continue
                if intent[1] is not None:
                    intent[1] -= paid
                receipt.rest -= paid
                receipt.paid.append((item.id, paid))
                self.pay(account, item, paid, receipt.cash, today)
        self.weigh(account, receipt, today)
        if had_open and all(i.closed_on for i in account.items.values()) and account.last_message:
            if receipt.cash and today <= account.last_message + THANKS * DAY:
                raise OutOfScope("a thank-you message")

    def pay(self, account, item, paid, cash, today):
        half = cash and item.overdue(today) and not item.delayed and paid * 2 >= item.open
        item.open -= paid
        if item.closed_on is None and item.open <= self.scenario.tolerance:
            item.closed_on = today
            item.holds.clear()
        elif half and item.next < len(self.scenario.steps):
            planned = self.first_open_date(account, self.planned(item, self.scenario.steps[item.next]))
            item.delayed_to = add_business_days(max(planned, today), PARTIAL, account.entity_calendar)
            item.delayed = True

    def weigh(self, account, receipt, today):
        """Cash that nobody allocated and that matters stops the case while somebody looks at it."""
        if receipt.rest == 0:
            if account.cash_hold and account.cash_hold[0] == receipt.id:
                account.cash_hold = None
            return
        if not receipt.cash or receipt.weighed:
            return
        receipt.weighed = True
        same = [i for i in account.items.values() if i.closed_on is None and i.currency == receipt.currency]
        overdue = sum(i.open for i in same if i.overdue(today))
        if any(i.open == receipt.rest for i in same) or (overdue and receipt.rest * 10 >= overdue):
            account.cash_hold = (receipt.id, add_business_days(today, CASH_HOLD, account.entity_calendar))

    def reversal(self, account, data, now):
        receipt = account.receipts[data["reversedDocument"]]
        today = account.today(now)
        receipt.reversed, receipt.rest = True, Decimal(0)
        self.weigh(account, receipt, today)
        for identity, paid in receipt.paid:
            item = account.items[identity]
            item.open += paid
            if item.closed_on and item.open > self.scenario.tolerance:
                if today > item.closed_on + REOPEN * DAY:
                    raise OutOfScope("a reversal after thirty days")
                item.closed_on = None
                item.quiet_until = self.next_opening(account, now)
        receipt.paid.clear()

    def status(self, account, data, now):
        today = account.today(now)
        word = data["status"]
        for item in account.items.values():
            if item.document != data["invoice"] or item.closed_on:
                continue
            if word in ("refused", "disputed"):
                item.holds["dispute"] = None
            elif word == "suspended":
                item.holds["suspended"] = today + SUSPENDED * DAY
            elif word == "transmitted" and not item.in_flight_used:
                item.in_flight_used = True
                item.holds["in_flight"] = add_business_days(today, IN_FLIGHT, account.entity_calendar)
            elif word == "completed":
                raise OutOfScope("a completed invoice")

    # ---- Evaluation.

    @staticmethod
    def planned(item, step):
        dates = [item.due + step.at * DAY]
        if item.counted_on:
            dates.append(item.counted_on + step.gap * DAY)
        if item.delayed_to:
            dates.append(item.delayed_to)
        return max(dates)

    def end_holds(self, account, today):
        """Holds last through their last day. A suspension that nobody ended stays; so does a dispute."""
        if account.cash_hold and account.cash_hold[1] < today:
            account.cash_hold = None
        for item in account.items.values():
            if item.holds.get("in_flight") and item.holds["in_flight"] < today:
                del item.holds["in_flight"]

    def due_steps(self, account, now):
        today = account.today(now)
        debtor_today = now.astimezone(account.zone).date()
        due = []
        for item in account.items.values():
            if item.closed_on or item.holds or now < item.quiet_until:
                continue
            while item.next < len(self.scenario.steps):
                step = self.scenario.steps[item.next]
                expired = step.preventive and (item.due + step.at * DAY < item.known_on or today >= item.due)
                if not expired:
                    break
                item.next += 1
            if item.next == len(self.scenario.steps):
                continue
            step = self.scenario.steps[item.next]
            if today >= max(item.due, item.known_on) + self.scenario.cap * DAY and not step.formal:
                continue
            if self.planned(item, step) <= min(today, debtor_today):
                if step.formal:
                    raise OutOfScope("a formal notice")
                due.append((item, step))
        return due

    def evaluate(self, account, now):
        today = account.today(now)
        self.end_holds(account, today)
        if not self.window_open(account, now) or account.cash_hold:
            return
        due = self.due_steps(account, now)
        claims = {}
        for currency in sorted({item.currency for item, _ in due}):
            kept, claim = self.claim(account, currency, [d for d in due if d[0].currency == currency], today)
            due = [d for d in due if d[0].currency != currency or d in kept]
            if kept:
                claims[currency] = claim
        if not due:
            return
        if account.floor_on:
            until = add_business_days(account.floor_on, FLOOR, account.entity_calendar)
            if min(today, now.astimezone(account.zone).date()) < until:
                return
        highest = max((step for _, step in due), key=self.scenario.steps.index)
        if not account.emails:
            account.wants_contact.add(highest.id)
            if any(step is not highest for _, step in due):
                return  # the others fail for the same want of an address
            return
        self.notices.append({
            "legal_entity": account.key[0], "account": account.key[1], "step": highest.id,
            "at": now.strftime("%Y-%m-%dT%H:%M:%SZ"), "to": account.emails[0],
            "items": sorted(item.id for item, _ in due), "net": {c: str(net) for c, net in claims.items()}})
        for item, step in due:
            item.level, item.counted_on = max(item.level, step.level), today
            item.next = self.scenario.steps.index(step) + 1
        account.floor_on = account.last_message = today

    def claim(self, account, currency, due, today):
        """What of one currency may be asked for: (items with their steps, net). Nothing: ([], 0)."""
        credits = sum(r.rest for r in account.receipts.values() if r.currency == currency)
        while due:
            only_announced = all(step.preventive for _, step in due)
            if only_announced:
                total = sum(item.open for item, _ in due)
            else:
                total = sum(i.open for i in account.items.values()
                            if i.currency == currency and i.overdue(today) and not i.holds)
            net = total - credits
            if net > self.scenario.tolerance and net >= self.scenario.min_notice:
                return due, net
            due = [] if only_announced else [d for d in due if d[1].preventive]
        return [], Decimal(0)

    # ---- The whole demo.

    def run(self, files, until):
        moments = {moment: events for moment, events in files}
        first = min(moments)
        openings = set()
        for zone in {a for a in self.all_zones(moments)}:
            day = first.astimezone(ZoneInfo(zone)).date()
            while True:
                opening = dt.datetime.combine(day, self.scenario.open, ZoneInfo(zone)).astimezone(UTC)
                if opening > until:
                    break
                openings.add(opening)
                day += DAY
        for now in sorted(openings | set(moments)):
            if now < first or now > until:
                continue
            for event in moments.get(now, []):
                self.handle(event, now)
            for key in sorted(self.accounts):
                self.evaluate(self.accounts[key], now)
        for account in self.accounts.values():
            self.end_holds(account, account.today(until))

    def all_zones(self, moments):
        yield from (entity["zone"] for entity in self.entities.values())
        for events in moments.values():
            for event in events:
                if event["data"].get("zone"):
                    yield event["data"]["zone"]

    def answer(self):
        entities = {}
        for code in self.entities:
            sent = [n for n in self.notices if n["legal_entity"] == code]
            by_step = {}
            for notice in sent:
                by_step[notice["step"]] = by_step.get(notice["step"], 0) + 1
            held = []
            for (entity, number), account in sorted(self.accounts.items()):
                if entity != code:
                    continue
                for item in account.items.values():
                    if item.closed_on is None and item.holds:
                        held.append({"account": number, "item": item.id, "reason": sorted(item.holds)[0]})
            entities[code] = {
                "planned": len(sent), "sent": len(sent), "withdrawn": 0, "by_step": dict(sorted(by_step.items())),
                "held": held,
                "without_contact": sorted(a.key[1] for a in self.accounts.values()
                                          if a.key[0] == code and a.wants_contact),
                "parked": sum(p["legal_entity"] == code for p in self.parked)}
        return {"entities": entities, "parked": self.parked, "notices": self.notices}


# ---- What a feed may not say.

def civil(date):
    return dt.date(date["year"], date["month"], date["day"])


def fault(kind, data):
    """The field that makes a document impossible, or None."""
    if "currency" in data and data["currency"] not in CURRENCIES:
        return "currency"
    for name in ("amount",):
        if name not in data:
            continue
        try:
            amount = Decimal(data[name])
        except InvalidOperation:
            return name
        if amount <= 0 or -amount.as_tuple().exponent > DECIMALS.get(data["currency"], 2):
            return name
    for name in ("issueDate", "dueDate", "valueDate"):
        try:
            if name in data:
                civil(data[name])
        except ValueError:
            return name
    if kind == "relance.invoice.issued.v1" and "dueDate" in data and civil(data["dueDate"]) < civil(data["issueDate"]):
        return "dueDate"
    return None


def read_feed(folder):
    files = []
    for path in sorted(Path(folder).glob("*.ndjson")):
        moment = dt.datetime.strptime(path.stem, "%Y-%m-%dT%H-%M-%SZ").replace(tzinfo=UTC)
        with open(path, encoding="utf-8") as file:
            files.append((moment, [json.loads(line) for line in file if line.strip()]))
    if not files:
        raise SystemExit(f"expected.py: no *.ndjson in {folder}")
    return files


def read_entities(path):
    with open(path, encoding="utf-8") as file:
        known = yaml.load(file, Loader=yaml.BaseLoader)
    listed = known["legal_entities"] if isinstance(known, dict) else known
    return {e["code"]: {"zone": e["zone"], "calendar": e["calendar"], "scenario": e["scenario"]} for e in listed}


def table(answer):
    steps = sorted({s for e in answer["entities"].values() for s in e["by_step"]})
    yield " ".join(["entity ", *(f"{s:>11}" for s in steps), "      sent withdrawn      held    parked"])
    for code, e in answer["entities"].items():
        cells = [f"{e['by_step'].get(s, 0):>11}" for s in steps]
        numbers = [e["sent"], e["withdrawn"], len(e["held"]), e["parked"]]
        yield " ".join([f"{code:7}", *cells, *(f"{n:>9}" for n in numbers)])


def main():
    arguments = argparse.ArgumentParser(description="What must come of the demo feed.")
    arguments.add_argument("feed")
    arguments.add_argument("--config", required=True, help="folder with legal_entities.yaml and scenarios/")
    arguments.add_argument("--until", required=True, help="moment at which the demo ends, UTC")
    arguments.add_argument("--json", action="store_true")
    options = arguments.parse_args()
    until = dt.datetime.strptime(options.until, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    try:
        entities = read_entities(Path(options.config) / "legal_entities.yaml")
        used = {entity["scenario"] for entity in entities.values()}
        if len(used) != 1:
            raise OutOfScope("more than one scenario")
        demo = Demo(Scenario(Path(options.config) / "scenarios" / f"{used.pop()}.yaml"), entities)
        demo.run(read_feed(options.feed), until)
    except OutOfScope as rule:
        print(f"expected.py: the demo needs a rule that is not known here: {rule}", file=sys.stderr)
        return 70
    answer = demo.answer()
    if options.json:
        print(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        print("\n".join(table(answer)))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Whom the scenario email-fr reminds, when and of what, worked out from the events alone.

One legal entity without public holidays, debtors in its zone, one e-mail contact each, invoices
that are paid in full or not at all; events come before the windows open. That is all it
knows; what else a feed asks for it refuses. It shares no code with the suite.
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

DAY = dt.timedelta(days=1)
FLOOR = 3  # business days between two messages to one debtor
THANKS = 2  # days after a message in which a payment crosses it
CAP = 90  # days after due date or arrival, from which on no friendly message leaves


class OutOfScope(Exception):
    """The feed needs a rule that this program does not know."""


@dataclass(frozen=True)
class Step:
    id: str
    level: int
    at: int
    gap: int = 1
    least: Decimal = Decimal(0)
    formal: bool = False


STEPS = [
    Step("preventive", 0, -7),
    Step("level1", 1, 1),
    Step("level2", 2, 10, 7),
    Step("level3", 3, 22, 7),
    Step("formal_notice", 4, 35, 8, Decimal(500), True),
]


@dataclass
class Item:
    id: str
    amount: Decimal
    due: dt.date
    known: dt.date
    next: int = 0
    level: int = 0
    counted: dt.date = None
    blocked: bool = False


@dataclass
class Case:
    account: str
    items: dict = field(default_factory=dict)  # open ones
    waiting: dict = field(default_factory=dict)  # payments of invoices that are not known yet
    floor: dt.date = None
    message: dt.date = None  # the last one of a level, in this cycle
    step: str = ""  # of that message
    thanks: Decimal = None  # the payment to be thanked for when the window opens


@dataclass(frozen=True)
class Notice:
    account: str
    day: dt.date
    step: str
    lines: frozenset  # of (kind, item, amount, level after it); none of a thank-you
    net: Decimal  # of a thank-you what was paid


@dataclass
class Answer:
    notices: list = field(default_factory=list)
    blocked: list = field(default_factory=list)  # (account, item, step, day): too small
    crossed: list = field(default_factory=list)  # (account, step, day)
    delayed: list = field(default_factory=list)  # (account, item, step, day): by the floor
    expired: list = field(default_factory=list)  # (account, item, step)


def is_business_day(day):
    return day.weekday() < 5


def add_business_days(day, count):
    while count:
        day += DAY
        count -= is_business_day(day)
    return day


def civil(date):
    return dt.date(date["year"], date["month"], date["day"])


class Reminders:
    def __init__(self):
        self.cases = {}
        self.answer = Answer()

    # ---- What the ERP says.

    def handle(self, event, today):
        kind, data = event["type"], event["data"]
        if kind in ("relance.heartbeat.v1", "relance.debtor.changed.v1"):
            return
        case = self.cases.setdefault(data["account"], Case(data["account"]))
        if kind == "relance.invoice.issued.v1":
            self.invoice(case, data, today)
        elif kind == "relance.payment.received.v1":
            self.payment(case, data, today)
        else:
            raise OutOfScope(kind)

    def invoice(self, case, data, today):
        number, amount = data["document"], Decimal(data["amount"])
        if number in case.waiting:
            if case.waiting.pop(number) != amount:
                raise OutOfScope("a payment in part")
            return
        if not case.items:
            case.message = case.thanks = None
        case.items[number] = Item(number, amount, civil(data["dueDate"]), today)

    def payment(self, case, data, today):
        (allocation,) = data["allocations"]
        number, amount = allocation["document"], Decimal(data["amount"])
        item = case.items.pop(number, None)
        if item is None:
            case.waiting[number] = amount
            return
        if item.amount != amount or civil(data["valueDate"]) != today:
            raise OutOfScope("a payment in part, or booked on another day")
        if not case.items and case.message and today <= case.message + THANKS * DAY:
            self.answer.crossed.append((case.account, case.step, today))
            case.thanks = amount

    # ---- What is due when the window opens.

    def open_window(self, case, today):
        if case.thanks:
            notice = Notice(case.account, today, "thanks", frozenset(), case.thanks)
            self.answer.notices.append(notice)
            case.thanks = None
        candidates = []
        for item in case.items.values():
            step = self.next_step(case, item, today)
            if step is None:
                continue
            date = item.due + step.at * DAY
            if item.counted:
                date = max(date, item.counted + step.gap * DAY)
            if date > today:
                continue
            if step.formal:
                self.formal(case, item, step, today)
            elif today < max(item.due, item.known) + CAP * DAY:
                candidates.append((item, step))
        if candidates:
            self.message(case, candidates, today)

    def next_step(self, case, item, today):
        while item.next < len(STEPS):
            step = STEPS[item.next]
            if step.at > 0 or (item.due + step.at * DAY >= item.known and today < item.due):
                return step
            self.answer.expired.append((case.account, item.id, step.id))
            item.next += 1
        return None

    def formal(self, case, item, step, today):
        total = sum(i.amount for i in case.items.values() if STEPS[-1] is step and i.due < today)
        if total >= step.least:
            raise OutOfScope("a formal notice")
        if not item.blocked:
            item.blocked = True
            self.answer.blocked.append((case.account, item.id, step.id, today))

    def message(self, case, candidates, today):
        if case.floor and today < add_business_days(case.floor, FLOOR):
            for item, step in candidates:
                self.answer.delayed.append((case.account, item.id, step.id, today))
            return
        highest = max((step for _, step in candidates), key=STEPS.index)
        taken = {item.id for item, _ in candidates}
        claims = highest.level > 0
        lines, net = set(), Decimal(0)
        for item, step in candidates:
            kind = "soon" if claims and step.level == 0 else "items"
            lines.add((kind, item.id, item.amount, max(item.level, step.level)))
            net += item.amount if kind == "items" else 0
        for item in case.items.values():
            if claims and item.id not in taken and item.due < today:
                lines.add(("also", item.id, item.amount, item.level))
                net += item.amount
        notice = Notice(case.account, today, highest.id, frozenset(lines), net)
        self.answer.notices.append(notice)
        for item, step in candidates:
            item.level, item.counted = max(item.level, step.level), today
            item.next = STEPS.index(step) + 1
        case.floor = today
        if claims:
            case.message, case.step = today, highest.id


def expected(days, until, order=None):
    """What must come of events, a list for each day, until the end of a day.

    Invoices and payments travel on two topics, so that those of one morning come in either order;
    `order` gives the place of each document, else they come as listed.
    """
    reminders = Reminders()
    day = min(days)
    while day <= until:
        events = days.get(day, [])
        if order:
            events = sorted(events, key=lambda e: order.get(e["data"].get("document"), -1))
        for event in events:
            reminders.handle(event, day)
        if is_business_day(day):
            for account in sorted(reminders.cases):
                reminders.open_window(reminders.cases[account], day)
        day += DAY
    return reminders.answer

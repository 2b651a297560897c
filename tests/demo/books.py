"""What is known of each account, and what each document changes."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from zoneinfo import ZoneInfo

import yaml

from civil import DAY, UTC, OutOfScope, add_business_days, civil, clock, is_business_day
from feed import fault


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
        if (
            known.get("mode", "consolidated") != "consolidated"
            or known.get("enter", "due") != "due"
        ):
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
            self.steps.append(
                Step(
                    step["id"],
                    int(step["level"]),
                    int(step["at"]),
                    int(step.get("gap", "1")),
                    step.get("formal") == "true" or step.get("approve") == "true",
                )
            )


FLOOR = 3  # business days between two messages of a case
PARTIAL = 5  # business days that half a payment buys
CASH_HOLD = 3  # business days
IN_FLIGHT = 5  # business days
SUSPENDED = 30  # days
REOPEN = 30  # days
THANKS = 2  # days after a message in which a payment that closes the case is thanked for


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
    next: int = 0  # position of the next step in the scenario
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
    amount: Decimal
    rest: Decimal
    booked_on: dt.date
    intents: list  # [document, what is left of a named amount or None]
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
        self.cash_hold = None  # (receipt, last day)
        self.floor_on = None  # date of the last ordinary message
        self.last_message = None  # of a level above 0, since the case was opened
        self.thanks = None  # the payment that is to be thanked for at the first open moment
        self.wants_contact = set()

    def today(self, now):
        return now.astimezone(self.entity_zone).date()

    def owes(self):
        return any(item.closed_on is None for item in self.items.values())

    def opened(self):
        """Something is owed again, where nothing was."""
        self.last_message = self.thanks = None


class Books:
    def __init__(self, scenario, entities):
        self.scenario = scenario
        self.entities = entities
        self.accounts = {}
        self.notices = []
        self.withdrawn = []  # accounts that nobody could thank
        self.parked = []
        self.seen = {}  # (source, document) -> {version: content}

    # ---- Windows.

    def window_open(self, account, now):
        local = now.astimezone(account.zone)
        return (
            is_business_day(local.date(), account.calendar)
            and self.scenario.open <= local.time() < self.scenario.close
        )

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
        begins = max(
            dt.datetime.combine(day, dt.time(), zone)
            for zone in (account.entity_zone, account.zone)
        )
        begins = begins.astimezone(UTC)
        moment = begins if self.window_open(account, begins) else self.next_opening(account, begins)
        return account.today(moment)

    # ---- Documents.

    def park(self, event, why):
        self.parked.append(
            {"legal_entity": event["data"].get("legalEntity", ""), "id": event["id"], "why": why}
        )

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
        version, content = int(data.get("version", 1)), {
            k: v for k, v in data.items() if k != "version"
        }
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
        return {
            "relance.debtor.changed.v1": self.debtor,
            "relance.invoice.issued.v1": self.invoice,
            "relance.payment.received.v1": self.money,
            "relance.credit_note.issued.v1": self.money,
            "relance.document.reversed.v1": self.reversal,
            "relance.status.changed.v1": self.status,
        }[kind](account, data, now)

    def debtor(self, account, data, _):
        entity = self.entities[data["legalEntity"]]
        account.zone = ZoneInfo(data.get("zone") or entity["zone"])
        account.calendar = data.get("calendar") or entity["calendar"]
        account.emails = [
            c["address"]
            for c in data.get("contacts", [])
            if c["channel"] == "email" and c.get("role", "billing") == "billing"
        ]
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
        if not account.owes():
            account.opened()
        for identity, amount, due in named:
            item = account.items.get(identity)
            if item is None:
                account.items[identity] = Item(
                    identity,
                    document,
                    currency,
                    amount,
                    amount,
                    due,
                    today,
                    self.next_opening(account, now),
                )
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
        intents = [
            [a["document"], Decimal(a["amount"]) if a.get("amount") else None]
            for a in data.get("allocations", [])
        ]
        amount, today = Decimal(data["amount"]), account.today(now)
        receipt = Receipt(
            data["document"], cash, data["currency"], amount, amount, today, intents
        )
        account.receipts[receipt.id] = receipt
        self.allocate(account, receipt, now)

    def allocate(self, account, receipt, now):
        if receipt.reversed:
            return
        today = account.today(now)
        had_open = account.owes()
        for intent in receipt.intents:
            found = [
                i
                for i in account.items.values()
                if i.document == intent[0] and i.currency == receipt.currency and i.open > 0
            ]
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
        last = account.last_message
        if had_open and not account.owes() and receipt.cash and last:
            if last <= receipt.booked_on <= last + THANKS * DAY:
                account.thanks = receipt

    @staticmethod
    def planned(item, step):
        dates = [item.due + step.at * DAY]
        if item.counted_on:
            dates.append(item.counted_on + step.gap * DAY)
        if item.delayed_to:
            dates.append(item.delayed_to)
        return max(dates)

    def pay(self, account, item, paid, cash, today):
        half = cash and item.overdue(today) and not item.delayed and paid * 2 >= item.open
        item.open -= paid
        if item.closed_on is None and item.open <= self.scenario.tolerance:
            item.closed_on = today
            item.holds.clear()
        elif half and item.next < len(self.scenario.steps):
            planned = self.first_open_date(
                account, self.planned(item, self.scenario.steps[item.next])
            )
            item.delayed_to = add_business_days(
                max(planned, today), PARTIAL, account.entity_calendar
            )
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
        same = [
            i
            for i in account.items.values()
            if i.closed_on is None and i.currency == receipt.currency
        ]
        overdue = sum(i.open for i in same if i.overdue(today))
        if any(i.open == receipt.rest for i in same) or (overdue and receipt.rest * 10 >= overdue):
            account.cash_hold = (
                receipt.id,
                add_business_days(today, CASH_HOLD, account.entity_calendar),
            )

    def reversal(self, account, data, now):
        receipt = account.receipts[data["reversedDocument"]]
        today = account.today(now)
        receipt.reversed, receipt.rest = True, Decimal(0)
        self.weigh(account, receipt, today)
        owed = account.owes()
        for identity, paid in receipt.paid:
            item = account.items[identity]
            item.open += paid
            if item.closed_on and item.open > self.scenario.tolerance:
                if today > item.closed_on + REOPEN * DAY:
                    raise OutOfScope("a reversal after thirty days")
                item.closed_on = None
                item.quiet_until = self.next_opening(account, now)
        receipt.paid.clear()
        if not owed and account.owes():
            account.opened()

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
                item.holds["in_flight"] = add_business_days(
                    today, IN_FLIGHT, account.entity_calendar
                )
            elif word == "completed":
                raise OutOfScope("a completed invoice")

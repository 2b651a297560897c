#!/usr/bin/python3
"""What must come of the demo feed, worked out a second time.

    tests/demo/expected.py FEED_DIR --config DIR --until 2026-10-09T22:30:00Z [--json]

This program shares no code with the suite. It knows the rules of reminders as far as the demo needs
them: a scenario of e-mail messages in consolidated mode. What the demo does not contain (promises,
plans, calls, formal notices) it refuses to guess and ends with exit code 70.

The answer, per legal entity: notices sent by step (thanks is one), notices withdrawn, items held when it ends and
why, accounts that want a contact, records parked, and every notice with its items and its claim.
"""

import argparse
import datetime as dt
import json
import sys
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from books import FLOOR, Books, Scenario
from civil import DAY, UTC, OutOfScope, add_business_days
from feed import read_entities, read_feed


class Demo(Books):
    """Whom to write to, when, and for how much."""

    def end_holds(self, account, today):
        """Holds last through their last day; a suspension or a dispute until somebody ends it."""
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
                expired = step.preventive and (
                    item.due + step.at * DAY < item.known_on or today >= item.due
                )
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

    def thank(self, account, now):
        """Whoever paid all just after a message; without an address nobody is."""
        paid, account.thanks = account.thanks, None
        if not account.emails:
            self.withdrawn.append(account.key)
            return
        self.notices.append(
            {
                "legal_entity": account.key[0],
                "account": account.key[1],
                "step": "thanks",
                "at": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "to": account.emails[0],
                "items": [],
                "net": {paid.currency: str(paid.amount)},
            }
        )

    def evaluate(self, account, now):
        today = account.today(now)
        self.end_holds(account, today)
        if account.thanks and self.window_open(account, now):
            self.thank(account, now)
        if not self.window_open(account, now) or account.cash_hold:
            return
        due = self.due_steps(account, now)
        claims = {}
        for currency in sorted({item.currency for item, _ in due}):
            kept, claim = self.claim(
                account, currency, [d for d in due if d[0].currency == currency], today
            )
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
        self.notices.append(
            {
                "legal_entity": account.key[0],
                "account": account.key[1],
                "step": highest.id,
                "at": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "to": account.emails[0],
                "items": sorted(item.id for item, _ in due),
                "net": {c: str(net) for c, net in claims.items()},
            }
        )
        for item, step in due:
            item.level, item.counted_on = max(item.level, step.level), today
            item.next = self.scenario.steps.index(step) + 1
        account.floor_on = today
        if highest.level > 0:
            account.last_message = today

    def claim(self, account, currency, due, today):
        """What of one currency may be asked for: (items with their steps, net), or ([], 0)."""
        credits = sum(r.rest for r in account.receipts.values() if r.currency == currency)
        while due:
            only_announced = all(step.preventive for _, step in due)
            if only_announced:
                total = sum(item.open for item, _ in due)
            else:
                total = sum(
                    i.open
                    for i in account.items.values()
                    if i.currency == currency and i.overdue(today) and not i.holds
                )
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
                opening = dt.datetime.combine(day, self.scenario.open, ZoneInfo(zone)).astimezone(
                    UTC
                )
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
                        held.append(
                            {"account": number, "item": item.id, "reason": sorted(item.holds)[0]}
                        )
            withdrawn = sum(entity == code for entity, _ in self.withdrawn)
            entities[code] = {
                "planned": len(sent) + withdrawn,
                "sent": len(sent),
                "withdrawn": withdrawn,
                "by_step": dict(sorted(by_step.items())),
                "accounts": sorted(number for entity, number in self.accounts if entity == code),
                "held": held,
                "without_contact": sorted(
                    a.key[1] for a in self.accounts.values() if a.key[0] == code and a.wants_contact
                ),
                "parked": sum(p["legal_entity"] == code for p in self.parked),
            }
        return {"entities": entities, "parked": self.parked, "notices": self.notices}


def table(answer):
    steps = sorted({s for e in answer["entities"].values() for s in e["by_step"]})
    yield " ".join(
        ["entity ", *(f"{s:>11}" for s in steps), "      sent withdrawn      held    parked"]
    )
    for code, e in answer["entities"].items():
        cells = [f"{e['by_step'].get(s, 0):>11}" for s in steps]
        numbers = [e["sent"], e["withdrawn"], len(e["held"]), e["parked"]]
        yield " ".join([f"{code:7}", *cells, *(f"{n:>9}" for n in numbers)])


def main():
    arguments = argparse.ArgumentParser(description="What must come of the demo feed.")
    arguments.add_argument("feed")
    arguments.add_argument(
        "--config", required=True, help="folder with legal_entities.yaml and scenarios/"
    )
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

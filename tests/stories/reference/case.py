"""A case: the items of one debtor in one entity, and all that holds them."""

from days import DAY, Window
from ledger import Ledger
from scenario_file import shown

DECIDED = ("dispute", "credit_note_pending", "suspended")  # Escalated at their end, not released.


class Hold:
    def __init__(self, scope, reason, until, item=None, amount=None, of=None, began=None):
        self.scope, self.reason, self.until = scope, reason, until
        self.item, self.amount, self.of, self.began = item, amount, of, began
        self.escalated = False

    @property
    def is_part(self):
        return self.amount is not None


class Promise:
    def __init__(self, name, amount, by, items, since):
        self.name, self.amount, self.by, self.items, self.since = name, amount, by, items, since
        self.state, self.until, self.named = "", None, True


class Dispute:
    def __init__(self, name, item, reason, amount):
        self.name, self.item, self.reason, self.amount = name, item, reason, amount
        self.state, self.upheld, self.since = "", 0, 0


class Instalment:
    """What is still missing of an instalment: listed like an item of level 0."""

    def __init__(self, plan, index, missing, on):
        self.plan, self.index, self.name = plan, index, f"{plan.name}/{index + 1}"
        self.currency, self.claimable, self.due = plan.currency, missing, on
        self.reached = 0
        self.failed = plan.failed.setdefault(index, {})
        self.attempts = plan.attempts.setdefault(index, {})
        self.level, self.missing, self.minimum_told = None, False, None
        self.message_on = None


class Plan:
    def __init__(self, name, currency, items, down, down_by, instalments, since, proposed):
        self.name, self.currency, self.items = name, currency, items
        self.down, self.down_by, self.instalments = down, down_by, instalments
        self.since, self.state, self.proposed = since, "", proposed
        self.reminded = set()
        self.failed, self.attempts = {}, {}    # By instalment, as those of an item.
        self.queued = set()

    def needed(self, index):
        """Money that pays the instalments up to this one."""
        return self.down + sum(amount for amount, _ in self.instalments[:index + 1])


class Case:
    def __init__(self, world, entity, debtor, scenario):
        self.world, self.entity, self.debtor = world, entity, debtor
        self.key = f"{entity.code}/{debtor.name}"
        self.scenario, self.next_scenario = scenario, None
        self.ledger = Ledger()
        self.holds, self.promises, self.disputes, self.plans = [], {}, {}, {}
        self.callbacks = {}
        self.entries = []     # (order, item, amount, receipt): money on items.
        self.order = 0
        self.broken = 0
        self.gap = False
        self.litigation = False
        self.is_open = False
        self.level = 0        # As last written.
        self.floor = None     # Date of the last message.
        self.notices = []
        self.cycle_notices = []
        self.approvals, self.forced = {}, []
        self.blocked, self.no_contact = {}, set()
        self.thanks = None

    # Time and place.

    @property
    def now(self):
        return self.world.now

    def today(self):
        return self.entity.zone.date(self.now)

    def business(self, count, after=None):
        return self.entity.calendar.after(after or self.today(), count)

    def window(self):
        s = self.scenario
        return Window(s.days, s.opens, s.closes, self.debtor.zone, self.debtor.calendar)

    def rule(self, name):
        return self.scenario.rules[name]

    def write(self, text):
        self.world.write(self, text)

    # Items.

    def items(self):
        return [self.ledger.items[name] for name in sorted(self.ledger.items)]

    def open_items(self):
        return [item for item in self.items() if not item.closed]

    def is_overdue(self, item):
        return self.today() > item.anchor

    def credits(self, currency):
        return sum(r.rest for r in self.ledger.receipts.values() if r.currency == currency)

    def claimable(self, item):
        if not hasattr(item, "amount"):
            return item.claimable
        parts = sum(h.amount for h in self.holds if h.item is item and h.is_part)
        return max(0, item.open - parts)

    def is_held(self, item):
        if any(h.item is None or (h.item is item and not h.is_part) for h in self.holds):
            return True
        return self.claimable(item) == 0

    def actionable(self):
        return [item for item in self.open_items() if not self.is_held(item)
                and (item.rejected or not self.scenario.on_rejection)]

    def derived_level(self):
        return max([i.reached for i in self.open_items() if not self.is_held(i)], default=0)

    # Holds.

    def hold(self, hold):
        self.holds.append(hold)
        self.write(f"hold {hold.scope} {hold.reason} until {hold.until}")

    def release(self, hold, quiet=False):
        self.holds.remove(hold)
        if hold.reason in ("dispute", "credit_note_pending") and hold.item:
            hold.item.resume = self.business(self.rule("resume"))
        if not quiet:
            self.write(f"release {hold.scope} {hold.reason}")

    def hold_items(self, items, reason, until, of=None):
        for item in items:
            self.hold(Hold(item.name, reason, until, item, of=of, began=self.today()))

    def holds_of(self, of):
        return sorted([h for h in self.holds if h.of is of], key=lambda h: h.scope)

    def release_of(self, of):
        for hold in self.holds_of(of):
            self.release(hold)

    # Promises.

    def promised_money(self, promise):
        return sum(amount for order, item, amount, receipt in self.entries
                   if order > promise.since and item in promise.items and receipt.is_payment
                   and receipt.value <= promise.until)

    def open_promise(self, promise):
        for other in [self.promises[name] for name in sorted(self.promises)]:
            if other.state == "open" and set(other.items) & set(promise.items):
                other.state = "replaced"
                self.write(f"promise {other.name} replaced")
                self.release_of(other)
        promise.state = "open"
        promise.until = self.business(self.rule("promise_grace"), promise.by)
        for item in promise.items:
            item.promises += 1
        self.write(f"promise {promise.name} open")
        self.hold_items([i for i in promise.items if not i.closed], "promise", promise.until, promise)
        if self.promised_money(promise) >= promise.amount or all(i.closed for i in promise.items):
            promise.state = "kept"
            self.write(f"promise {promise.name} kept count {self.broken}")
            self.release_of(promise)

    def look_at_promises(self, receipt):
        for promise in [self.promises[name] for name in sorted(self.promises)]:
            if promise.state == "open":
                if (self.promised_money(promise) >= promise.amount
                        or all(item.closed for item in promise.items)):
                    promise.state = "kept"
                    self.write(f"promise {promise.name} kept count {self.broken}")
                    self.release_of(promise)
            elif promise.state in ("broken", "partly_kept"):
                came = receipt and receipt.is_payment and receipt.value <= promise.until and any(
                    order == self.order and item in promise.items
                    for order, item, _, _ in self.entries)
                if came and (self.promised_money(promise) >= promise.amount
                             or all(item.closed for item in promise.items)):
                    self.broken -= promise.state == "broken"
                    promise.state, promise.named = "kept", True
                    self.write(f"promise {promise.name} kept count {self.broken}")

    def end_promises(self):
        for promise in [self.promises[name] for name in sorted(self.promises)]:
            if promise.state == "open" and promise.until < self.today():
                promise.state = "partly_kept" if self.promised_money(promise) > 0 else "broken"
                broken = promise.state == "broken"
                self.broken += broken
                promise.named = not broken
                self.write(f"promise {promise.name} {promise.state} count {self.broken}")
                self.release_of(promise)
                if broken:
                    self.write(f"task promise {promise.name}")

    # Plans.

    def plan_money(self, plan, value_by=None):
        return sum(amount for order, item, amount, receipt in self.entries
                   if order > plan.since and item in plan.items
                   and (value_by is None or receipt.value <= value_by))

    def approve_plan(self, plan):
        self.activate(plan)
        self.look_at_plans()

    def activate(self, plan):
        plan.state = "active"
        for hold in self.holds_of(plan):
            self.holds.remove(hold)
        self.write(f"plan {plan.name} active")
        until = self.business(self.rule("plan_grace"), plan.instalments[-1][1])
        self.hold_items([i for i in plan.items if not i.closed], "plan", until, plan)

    def look_at_plans(self):
        for plan in [self.plans[name] for name in sorted(self.plans)]:
            whole = plan.needed(len(plan.instalments) - 1)
            if plan.state not in ("proposed", "active"):
                continue
            if self.plan_money(plan) >= whole or all(i.closed for i in plan.items):
                plan.state = "completed"
                self.write(f"plan {plan.name} completed")
                self.release_of(plan)
            elif plan.state == "proposed" and self.plan_money(plan, plan.down_by) >= plan.down:
                self.activate(plan)

    def end_plans(self):
        for plan in [self.plans[name] for name in sorted(self.plans)]:
            ended = ""
            if plan.state == "proposed" and plan.down_by < self.today():
                ended = "lapsed"
            elif plan.state == "active":
                for index, (_, on) in enumerate(plan.instalments):
                    if (self.business(self.rule("plan_grace"), on) < self.today()
                            and self.plan_money(plan) < plan.needed(index)):
                        ended = "broken"
            if ended:
                plan.state = ended
                self.write(f"plan {plan.name} {ended}")
                self.release_of(plan)

    def instalments_due(self):
        """Reminders of instalments whose day has come."""
        for plan in [self.plans[name] for name in sorted(self.plans)]:
            if plan.state != "active" or any(hold.item is None for hold in self.holds):
                continue
            for index, (_, on) in enumerate(plan.instalments):
                missing = plan.needed(index) - self.plan_money(plan)
                day = on + self.rule("instalment_at") * DAY
                if (index not in plan.reminded and index not in plan.queued and missing > 0
                        and self.reaches(day) and self.today() < on):
                    yield Instalment(plan, index, missing, on)

    def reaches(self, date):
        """A step dated so may leave: its day has begun for the entity and for the debtor."""
        return self.today() >= date and self.debtor.zone.date(self.now) >= date

    # What ends by itself.

    def timers(self):
        self.end_promises()
        self.end_plans()
        self._end_holds()
        self._expire_preventive_steps()
        self._reach_the_cap()
        for name in sorted(self.callbacks):
            at, alerted = self.callbacks[name]
            if at <= self.now and not alerted:
                self.callbacks[name] = (at, True)
                self.write(f"alert callback {name}")
        self._thank()

    def _end_holds(self):
        ended = sorted([h for h in self.holds if h.until < self.today()],
                       key=lambda h: (h.item.name if h.item else h.scope, h.reason,
                                      h.of.name if h.of else ""))
        for hold in ended:
            if hold.reason not in DECIDED and not hold.of:
                self.release(hold)
        for hold in ended:
            if hold.reason in DECIDED and not hold.escalated:
                hold.escalated = True
                subject = hold.of.name if isinstance(hold.of, Dispute) else hold.item.name
                self.write(f"task escalate {subject}")

    def _expire_preventive_steps(self):
        late = [(item.name, item, None) for item in self.open_items()]
        for plan in self.plans.values():
            for index, (_, on) in enumerate(plan.instalments if plan.state == "active" else []):
                own = on + self.rule("instalment_at") * DAY
                if index not in plan.reminded and (own < plan.proposed or self.today() >= on):
                    late.append((f"{plan.name}/{index + 1}", plan, index))
        for name, thing, index in sorted(late, key=lambda entry: entry[0]):
            if index is None:
                self._expire_steps_of(thing)
                continue
            thing.reminded.add(index)
            if thing.needed(index) > self.plan_money(thing):
                self.write(f"skip {name} instalment expired")

    def _expire_steps_of(self, item):
        while True:
            step = self.next_step(item)
            if not step or step.at >= 0:
                return
            known = max(item.arrived, item.delivered or item.arrived)
            if item.anchor + step.at * DAY >= known and self.today() < item.anchor:
                return
            item.position = step.index + 1
            self.write(f"skip {item.name} {step.id} expired")

    def next_step(self, item):
        steps = self.scenario.steps
        return steps[item.position] if item.position < len(steps) else None

    def cap_reached(self, item):
        return self.today() >= max(item.due, item.arrived) + self.scenario.cap * DAY

    def _reach_the_cap(self):
        if self.debtor.insolvent or self.litigation:
            return
        reached = [i for i in self.open_items() if not i.cap_told and self.cap_reached(i)]
        for item in reached:
            item.cap_told = True
        if reached:
            self.write("task decide cap " + " ".join(item.name for item in reached))

    def _thank(self):
        if not self.thanks or not self.window().is_open(self.now) or not self.world.notifier_up:
            return
        self.thanks = None
        stopped = self.entity.stopped or "email" in self.entity.stopped_channels
        if stopped or self.is_open or self.debtor.insolvent:
            return
        for contact in self.debtor.contacts:
            if contact.channel == "email" and contact.role == "billing" and not contact.bounced:
                self.write(f"thank {contact}")
                return

    # What the ledger tells.

    def enter(self, receipt, taken):
        self.order += 1
        for name, amount in taken.items():
            self.entries.append((self.order, self.ledger.items[name], amount, receipt))

    def settle(self, item, reason):
        item.closed, item.closed_on, item.queued = reason, self.today(), None
        item.closed_in = self.scenario
        self.holds = [h for h in self.holds if h.item is not item]
        self.forced = [entry for entry in self.forced if entry[1] is not item]
        for dispute in self.disputes.values():
            if dispute.item is item and dispute.state in ("open", "awaiting_approval", "upheld"):
                dispute.state = "ended"
        self.write(f"settle {item.name} {reason}")
        if reason == "tolerance":
            self.write(f"task writeoff {item.name} {shown(item.open, item.currency)} {item.currency}")

    def look_at_item(self, item, reason, paid=0):
        """After its amounts changed. Whether it was closed, and why."""
        if item.closed == "written_off" and paid:
            self.write(f"recovery {item.name} {shown(paid, item.currency)} {item.currency}")
        if item.closed:
            return None
        if item.open <= 0:
            self.settle(item, reason)
            return reason
        if item.allocated > 0 and item.open <= self.tolerance(item.currency):
            self.settle(item, "tolerance")
            return "tolerance"
        return None

    def tolerance(self, currency):
        return self.world.amount(self.scenario.tolerance, currency)

    def reopen(self, item):
        late = (self.today() - item.closed_on).days > self.rule("reopen_days")
        item.closed = None
        if late:
            item.level = 0
        item.opens = self.window().next_opening(self.now)
        self.write(f"reopen {item.name} level {item.reached}")
        self.begin_cycle()
        if late or item.closed_in is not self.scenario:
            item.position = self.scenario.first_above(item.reached)

    def begin_cycle(self):
        if self.is_open:
            return
        self.is_open, self.level, self.cycle_notices, self.thanks = True, 0, [], None
        if self.next_scenario and self.next_scenario is not self.scenario:
            self.move(self.next_scenario)
        self.next_scenario = None

    def move(self, scenario):
        """Each item goes on at the first step of a higher level than it reached."""
        if scenario is self.scenario:
            return
        self.scenario = scenario
        for item in self.ledger.items.values():
            if item.opens is not None and not item.closed:  # Not one that has just arrived.
                item.position = scenario.first_above(item.reached)
        for key, approval in sorted(self.approvals.items(), key=lambda entry: str(entry[0])):
            if approval["approved"]:
                self.write(f"void {key[0]}")
        self.approvals, self.forced = {}, []

    def receive_cash(self, receipt):
        """Unallocated cash: a hold, a task or nothing, once per receipt."""
        if not receipt.is_payment or receipt.rest <= 0 or receipt.cash_told:
            return
        receipt.cash_told = True
        mine = [item for item in self.open_items() if item.currency == receipt.currency]
        if not mine:
            receipt.allocate_told = True
            self.write(f"task allocate {receipt.name}")
            return
        overdue = sum(item.open for item in mine if self.is_overdue(item))
        if (any(item.open == receipt.rest for item in mine)
                or (overdue > 0 and receipt.rest * 100 >= overdue * self.rule("cash_share"))):
            receipt.allocate_told = True
            until = self.business(self.rule("cash_hold"))
            self.hold(Hold("case", "cash_to_allocate", until, of=None, amount=None))
            self.holds[-1].receipt = receipt
            self.write(f"task allocate {receipt.name}")

    def end_cash_holds(self):
        for hold in list(self.holds):
            if hold.reason == "cash_to_allocate" and not hold.receipt.rest:
                self.release(hold)

    def after_ledger(self, receipt, closings, cash=()):
        """Cash, promises, plans, credited disputes, then the end of the case."""
        self.end_cash_holds()
        for arrived in cash:
            self.receive_cash(arrived)
        self.look_at_promises(receipt)
        self.look_at_plans()
        self._end_credited_disputes()
        if self.is_open and not self.open_items():
            self._close([reason for reason in closings if reason][-1], receipt)

    def _end_credited_disputes(self):
        pending = [h for h in self.holds if h.reason == "credit_note_pending"]
        for hold in sorted(pending, key=lambda h: (h.scope, h.of.name)):
            credited = sum(amount for order, item, amount, receipt in self.entries
                           if order > hold.of.since and item is hold.item
                           and not receipt.is_payment)
            if credited >= hold.of.upheld:
                self.release(hold)

    def _close(self, reason, receipt):
        self.is_open, self.litigation, self.level = False, False, 0
        self.approvals, self.forced, self.blocked = {}, [], {}
        for item in self.ledger.items.values():
            item.delayed = False
        self.write(f"close {reason}")
        self._look_for_crossing(receipt)
        if self.next_scenario:
            self.move(self.next_scenario)

    def _look_for_crossing(self, receipt):
        if receipt is None or not receipt.is_payment:
            return
        messages = [n for n in self.cycle_notices if n.level >= 1 and not n.has_failed]
        if not messages:
            return
        last = messages[-1]
        soon = 0 <= (receipt.booked - last.date).days <= self.rule("thank_days")
        if soon or receipt.value <= last.date:
            self.write(f"crossed {last.step.id}")
        if soon:
            self.thanks = last

    def delay_after_part_payment(self, item, paid):
        """A payment of one half or more moves the next message of an overdue item."""
        if (item.closed or item.delayed or not self.is_overdue(item)
                or paid * 100 < (item.open + paid) * self.rule("partial_share")):
            return
        for step in self.scenario.steps[item.position:]:
            if step.do != "message":
                continue
            item.delayed = True
            base = max(self.moved(self.planned(item, step)), self.today())
            item.delay = self.business(self.rule("partial_delay"), base)
            return

    def planned(self, item, step):
        """The date of a step, before it moves to an open moment."""
        dates = [item.anchor + step.at * DAY]
        if item.last:
            dates.append(item.last + step.gap * DAY)
        if item.resume:
            dates.append(item.resume)
        if item.delay and step.do == "message":
            dates.append(item.delay)
        return max(dates)

    def moved(self, date):
        begins = max(self.entity.zone.midnight(date), self.debtor.zone.midnight(date))
        return self.entity.zone.date(self.window().first_open(begins))

"""What each event of a story does."""

import datetime

import evaluation
from case import Dispute, Hold, Instalment, Plan, Promise
from days import DAY
from ledger import Item, Receipt
from reading import CHANNELS, Contact, Words, seconds_of
from scenario_file import minor


class Speech:
    """One event, said to one case."""

    def __init__(self, world, case):
        self.world, self.case = world, case

    def hear(self, text):
        self.words = Words(text)
        self.verb = self.words.take()
        getattr(self, "hear_" + self.verb)()

    def refuse(self, subject, reason):
        self.case.write(f"refuse {self.verb} {subject} {reason}")

    def debtor_cases(self):
        return [case for case in self.world.ordered if case.debtor is self.case.debtor]

    def items_named(self, references):
        """Open items of the references, each once; None when one names nothing."""
        found = []
        for reference in references:
            items = [item for item in self.case.ledger.named(reference) if not item.closed]
            if not items:
                return None
            found += [item for item in items if item not in found]
        return found

    # Documents and money.

    def hear_invoice(self):
        words, ledger = self.words, self.case.ledger
        name = words.take()
        version = int(words.take()) if words.skip("version") else 1
        total, currency = words.money()
        lines = []
        if words.skip("in"):
            while True:
                amount = minor(words.take(), currency)
                words.skip("due")
                lines.append((f"{name}/{len(lines) + 1}", amount, words.date()))
                if not words.skip(","):
                    break
        else:
            words.skip("due")
            lines.append((name, total, words.date()))
        delivered = words.date() if words.skip("delivered") else None
        if version > ledger.documents.get(name, 0):
            ledger.documents[name] = version
            self._version(name, currency, lines, delivered)

    def _version(self, document, currency, lines, delivered):
        case, ledger = self.case, self.case.ledger
        touched = {name for name, _, _ in lines}
        given = set()
        for item in case.items():
            if item.document == document and item.name not in touched:
                touched.add(item.name)
                item.amount = 0
                given |= ledger.give_back(item)
        case_was_open = case.is_open
        for name, amount, due in lines:
            item = ledger.items.get(name)
            if item is None:
                item = Item(name, document, amount, currency, due, case.today(), delivered)
                ledger.items[name] = item
            else:
                item.amount = amount
                given |= ledger.give_back(item)
                self._move_due(item, due)
                item.delivered = delivered
        if any(not ledger.items[name].closed for name in touched) and not case_was_open:
            case.begin_cycle()
        for name, _, _ in lines:
            ledger.items[name].opens = case.window().next_opening(case.now)
        self._settle(touched, None, {})
        for receipt, taken in ledger.pay_waiting():
            if taken or receipt in given:
                case.enter(receipt, taken)
                self._settle(set(taken), receipt, taken, [receipt])

    def _move_due(self, item, due):
        if not item.closed and item.reached > 0 and due > item.due and due >= self.case.today():
            item.level = 0
            item.position = self.case.scenario.first_above(0)
        item.cap_told = item.cap_told and item.due == due
        item.due = due

    def _settle(self, touched, receipt, paid, cash=()):
        case = self.case
        reason = "corrected" if receipt is None else "paid" if receipt.is_payment else "credited"
        closings = []
        for name in sorted(touched):
            item = case.ledger.items[name]
            if item.closed in ("paid", "credited", "tolerance", "corrected") and receipt is None \
                    and item.open > case.tolerance(item.currency):
                case.reopen(item)
            closings.append(case.look_at_item(item, reason, paid.get(name, 0)))
            if receipt and receipt.is_payment and name in paid:
                case.delay_after_part_payment(item, paid[name])
        case.after_ledger(receipt, closings, cash)

    def _purposes(self, currency):
        found = []
        while True:
            reference = self.words.take()
            amount = minor(self.words.take(), currency) if self.words.is_amount() else None
            found.append((reference, amount))
            if not self.words.skip(","):
                return found

    def hear_payment(self, is_payment=True):
        words, case = self.words, self.case
        name = words.take()
        amount, currency = words.money()
        purposes = self._purposes(currency) if words.skip("for") else []
        value = words.date() if words.skip("value") else case.today()
        if name in case.ledger.receipts:
            return
        receipt = Receipt(name, is_payment, amount, currency, case.today(), value)
        case.ledger.receipts[name] = receipt
        taken = case.ledger.pay(receipt, purposes)
        case.enter(receipt, taken)
        self._settle(set(taken), receipt, taken, [receipt])

    def hear_credit(self):
        self.hear_payment(is_payment=False)

    def hear_allocate(self):
        case, words = self.case, self.words
        receipt = case.ledger.receipts.get(words.take())
        words.skip("to")
        if receipt is None or receipt.reversed:
            return
        taken = case.ledger.pay(receipt, self._purposes(receipt.currency), wait=False)
        case.enter(receipt, taken)
        self._settle(set(taken), receipt, taken)

    def hear_reverse(self):
        case, name = self.case, self.words.take()
        receipt = case.ledger.receipts.get(name)
        if receipt is None or receipt.reversed:
            return
        items = {item.name: item for item, amount, _ in receipt.allocations if amount}
        for item, amount, _ in receipt.allocations:
            item.allocated -= amount
            item.rejected |= receipt.is_payment
        receipt.allocations, receipt.waiting, receipt.rest, receipt.reversed = [], [], 0, True
        case.entries = [entry for entry in case.entries if entry[3] is not receipt]
        for name in sorted(items):
            item = items[name]
            if item.closed and item.closed != "written_off":
                if item.open > case.tolerance(item.currency):
                    case.reopen(item)
        case.after_ledger(None, [])

    def hear_writeoff(self):
        case = self.case
        reference = self.words.take()
        items = self.items_named([reference])
        if items is None:
            return self.refuse(reference, "item")
        for item in sorted(items, key=lambda i: i.name):
            case.settle(item, "written_off")
        case.after_ledger(None, ["written_off"])
        return None

    # What the debtor says.

    def _announced(self, items):
        case = self.case
        for item in items:
            if not item.announced and not item.closed:
                item.announced = True
                case.hold_items([item], "in_flight", case.business(case.rule("in_flight")))

    def hear_announce(self):
        reference = self.words.take()
        items = self.items_named([reference])
        if items is None:
            self.refuse(reference, "item")
        elif not self.words.skip("card"):
            self._announced(items)

    def hear_promise(self):
        words, case = self.words, self.case
        name = words.take()
        amount, currency = words.money()
        words.skip("by")
        by = words.date()
        words.skip("for")
        items = self.items_named(words.references())
        if name in case.promises:
            return None
        if items is None or any(item.currency != currency for item in items):
            return self.refuse(name, "item")
        items.sort(key=lambda item: item.name)
        if by < case.today():
            return self.refuse(name, "past")
        promise = Promise(name, amount, by, items, case.order)
        case.promises[name] = promise
        if any(item.promises >= case.rule("promises_per_item") for item in items):
            promise.state = "comment"
            case.write(f"promise {name} comment")
        elif (by - case.today()).days > case.rule("promise_ahead"):
            promise.state = "far"
            case.write(f"promise {name} far")
            case.write(f"task approve {name}")
        else:
            case.open_promise(promise)
        return None

    def _dispute(self, name, item, reason, amount=None, currency=None):
        case = self.case
        if name in case.disputes:
            return None
        if item is None or item.closed or currency not in (None, item.currency):
            return self.refuse(name, "item")
        dispute = Dispute(name, item, reason, amount)
        case.disputes[name] = dispute
        second = reason in item.reasons
        item.reasons.add(reason)
        if second:
            dispute.state = "awaiting_approval"
            case.write(f"dispute {name} awaiting_approval")
            case.write(f"task approve {name}")
        else:
            self._open_dispute(dispute)
        return None

    def _open_dispute(self, dispute):
        case = self.case
        dispute.state = "open"
        case.write(f"dispute {dispute.name} open")
        until = case.today() + case.rule("dispute_days") * DAY
        case.hold(Hold(self._scope(dispute), "dispute", until, dispute.item, dispute.amount, dispute))
        case.write(f"task dispute {dispute.name} due {until}")

    def _scope(self, dispute):
        if dispute.amount is None:
            return dispute.item.name
        text = evaluation.shown(dispute.amount, dispute.item.currency)
        return f"{dispute.item.name}:{text}"

    def hear_dispute(self):
        name, item, reason = self.words.take(), self.words.take(), self.words.take()
        part = self.words.money() if self.words.words else []
        self._dispute(name, self.case.ledger.items.get(item), reason, *part)

    def _decided(self, state):
        name = self.words.take()
        dispute = self.case.disputes.get(name)
        if dispute is None or dispute.state not in ("open", "awaiting_approval"):
            self.refuse(name, "nothing")
            return None
        if self.words.words and self.words.words[-1] != dispute.item.currency:
            self.refuse(name, "item")
            return None
        dispute.state = state
        self.case.write(f"dispute {name} {state}")
        self.case.release_of(dispute)
        return dispute

    def hear_reject(self):
        self._decided("rejected")

    def hear_uphold(self):
        case = self.case
        dispute = self._decided("upheld")
        if dispute is None:
            return
        amount = dispute.item.open if dispute.amount is None else dispute.amount
        dispute.upheld = self.words.money()[0] if self.words.words else amount
        dispute.since = case.order
        until = case.business(case.rule("credit_note_days"))
        case.hold(Hold(dispute.item.name, "credit_note_pending", until, dispute.item, None, dispute))

    def hear_plan(self):
        words, case = self.words, self.case
        name, currency = words.take(), words.take()
        words.skip("for")
        references = words.references()
        down, down_by, instalments = 0, None, []
        if words.skip("down"):
            down = minor(words.take(), currency)
            words.skip("by")
            down_by = words.date()
        words.skip("then")
        while True:
            amount = minor(words.take(), currency)
            words.skip("on")
            instalments.append((amount, words.date()))
            if not words.skip(","):
                break
        if name in case.plans:
            return None
        items = self.items_named(references)
        planned = [item for plan in case.plans.values() if plan.state in ("proposed", "active")
                   for item in plan.items]
        if items is None or any(i.currency != currency or i in planned for i in items):
            return self.refuse(name, "item")
        if min([on for _, on in instalments] + [down_by or instalments[0][1]]) < case.today():
            return self.refuse(name, "past")
        items.sort(key=lambda item: item.name)
        instalments.sort(key=lambda instalment: instalment[1])
        plan = Plan(name, currency, items, down, down_by, instalments, case.order, case.today())
        case.plans[name] = plan
        plan.state = "proposed" if down_by else "awaiting_approval"
        case.write(f"plan {name} {plan.state}")
        if down_by:
            case.hold_items(items, "plan", down_by, plan)
        else:
            case.write(f"task approve {name}")
        return None

    def hear_status(self):
        case = self.case
        name, status = self.words.take(), self.words.take()
        item = case.ledger.items.get(name)
        if item is None or item.closed:
            return self.refuse(name, "item")
        if status in ("refused", "disputed"):
            return self._dispute(self.words.take(), item, status)
        suspended = [h for h in case.holds if h.item is item and h.reason == "suspended"]
        if status == "transmitted":
            self._announced([item])
        elif status == "suspended" and not suspended:
            until = case.today() + case.rule("suspended_days") * DAY
            case.hold_items([item], "suspended", until)
            case.write(f"task document {name}")
        elif status == "completed" and suspended:
            lost = case.today() - suspended[0].began
            item.shift += lost
            case.release(suspended[0])
        return None

    # What people of the creditor do.

    def _scopes(self, reference):
        """(case, scope, item) of what a person holds or releases."""
        if reference == "debtor":
            return [(case, "debtor", None) for case in self.debtor_cases()]
        if reference == "case":
            return [(self.case, "case", None)]
        items = self.items_named([reference])
        return items and [(self.case, item.name, item) for item in items]

    def hear_hold(self):
        reference = self.words.take()
        until = self.words.date() if self.words.skip("until") else None
        reason = self.words.take() if self.words.skip("reason") else "manual"
        scopes = self._scopes(reference)
        if scopes is None:
            return self.refuse(reference, "item")
        if until is None:
            return self.refuse(reference, "no_end")
        scopes = [scope for scope in scopes if scope[0].today() <= until]
        if not scopes:
            return self.refuse(reference, "past")
        for case, scope, item in scopes:
            case.holds = [h for h in case.holds if (h.scope, h.reason) != (scope, reason)]
            case.hold(Hold(scope, reason, until, item))
        return None

    def hear_release(self):
        reference = self.words.take()
        reason = self.words.take() if self.words.skip("reason") else "manual"
        scopes = self._scopes(reference)
        if scopes is None:
            return self.refuse(reference, "item")
        found = [(case, hold) for case, scope, _ in scopes for hold in case.holds
                 if (hold.scope, hold.reason) == (scope, reason)]
        for case, hold in found:
            case.release(hold)
        return None if found else self.refuse(reference, "nothing")

    def hear_approve(self):
        name, case = self.words.take(), self.case
        if name in case.promises and case.promises[name].state == "far" \
                and case.promises[name].by < case.today():
            self.refuse(name, "past")
        elif name in case.promises and case.promises[name].state == "far":
            case.open_promise(case.promises[name])
        elif name in case.plans and case.plans[name].state == "awaiting_approval":
            case.approve_plan(case.plans[name])
        elif name in case.disputes and case.disputes[name].state == "awaiting_approval":
            self._open_dispute(case.disputes[name])
        else:
            asked = [a for key, a in case.approvals.items() if key[0] == name and not a["approved"]]
            for approval in asked:
                approval["approved"] = True
            if not asked:
                self.refuse(name, "nothing")

    def hear_force(self):
        words, case = self.words, self.case
        name, reference = words.take(), words.take()
        words.skip("by")
        first = words.take()
        second = words.take() if words.skip("and") else first
        step = case.scenario.by_id.get(name)
        if step is None:
            return self.refuse(name, "step")
        items = self.items_named([reference])
        if items is None:
            return self.refuse(name, "item")
        if first == second:
            return self.refuse(name, "second_person")
        case.forced = [entry for entry in case.forced if entry[1] not in items]
        case.forced += [(step, item) for item in items]
        return None

    def hear_callback(self):
        name = self.words.take()
        self.words.skip("at")
        date, time = self.words.take(), self.words.take()
        at = self.world.story.zone.instant(datetime.date.fromisoformat(date), seconds_of(time))
        if name in self.case.callbacks:
            return None
        if at < self.case.now:
            return self.refuse(name, "past")
        self.case.callbacks[name] = (at, False)
        self.case.write(f"task callback {name} due {date} {time}")
        return None

    def hear_done(self):
        name = self.words.take()
        if self.case.callbacks.pop(name, None) is None:
            self.refuse(name, "nothing")

    def hear_scenario(self):
        scenario = self.world.scenario(self.words.take())
        following = self.words.skip("next")
        self.case.next_scenario = scenario
        if not self.case.is_open or not following:
            self.case.move(scenario)

    def hear_history(self):
        case = self.case
        reference = self.words.take()
        self.words.skip("level")
        level = int(self.words.take())
        self.words.skip("notice")
        date = self.words.date()
        items = self.items_named([reference])
        if items is None:
            return self.refuse(reference, "item")
        for item in items:
            item.level, item.last = level, date
            item.last_notice = item.message_on = None
            item.position = case.scenario.first_above(level)
        return None

    # What surrounds the case.

    def hear_insolvency(self):
        published = self.words.date() if self.words.skip("published") else self.case.today()
        month, year = published.month + 2, published.year
        year, month = (year + 1, month - 12) if month > 12 else (year, month)
        last = (datetime.date(year + month // 12, month % 12 + 1, 1) - DAY).day
        due = datetime.date(year, month, min(published.day, last))
        if self.case.debtor.insolvent:
            return
        self.case.debtor.insolvent = True
        for case in self.debtor_cases():
            case.holds, case.approvals, case.forced = [], {}, []
            for thing in [*case.promises.values(), *case.plans.values(), *case.disputes.values()]:
                if thing.state in ("open", "far", "proposed", "active", "awaiting_approval", "upheld"):
                    thing.state = "ended"
            case.write("insolvent")
            case.write(f"task claim due {due}")

    def hear_contact(self):
        act, channel, name = self.words.take(), self.words.take(), self.words.take()
        role = self.words.take() if self.words.skip("role") else "billing"
        debtor = self.case.debtor
        known = [c for c in debtor.contacts if (c.channel, c.name) == (channel, name)]
        if act == "drop":
            debtor.contacts = [c for c in debtor.contacts if c not in known]
        else:
            debtor.contacts = [c for c in debtor.contacts if c not in known]
            debtor.contacts.append(Contact(channel, name, role))
        for case in self.debtor_cases():
            case.no_contact = set()
            memories = [item.failed for item in case.ledger.items.values()]
            for plan in case.plans.values():
                memories += plan.failed.values()
            for memory in memories:
                for failed in memory.values():
                    failed.discard(f"{channel}:{name}")

    def _last_on(self, channel, name=None):
        for notice in reversed(self.case.notices):
            for contact in notice.contacts:
                if contact.channel == channel and (name is None or contact.name == name):
                    return notice, contact
        return None, None

    def hear_bounce(self):
        channel = self.words.take()
        notice, contact = self._last_on(channel, self.words.words[0] if self.words.words else None)
        if notice is None:
            return
        if self.verb == "bounce":
            for known in self.case.debtor.contacts:
                known.bounced = known.bounced or str(known) == str(contact)
        evaluation.fail(self.case, notice, contact)

    hear_failure = hear_bounce

    def hear_presented(self):
        channel = self.words.take()
        date = self.words.date() if self.words.skip("on") else self.case.today()
        notice, _ = self._last_on(channel)
        if notice is None or notice.has_failed:
            return
        for item, _ in notice.members:
            if not isinstance(item, Instalment) and item.last_notice is notice:
                item.last = date
        self.case.write(f"count {notice.step.id} {date}")

    hear_refused = hear_unclaimed = hear_presented

    def hear_document(self):
        name = self.words.take()
        item = self.case.ledger.items.get(name)
        if item is None or item.closed:
            return self.refuse(name, "item")
        missing = self.words.take() == "missing"
        if item.missing != missing:
            item.missing, item.document_told = missing, False
        return None

    def hear_stop(self, stopped=True):
        what, entity = self.words.take(), self.case.entity
        if what == "entity":
            entity.stopped = stopped
        elif what in CHANNELS:
            (entity.stopped_channels.add if stopped else entity.stopped_channels.discard)(what)

    def hear_start(self):
        self.hear_stop(stopped=False)

    def hear_feed(self):
        state = self.words.take()
        if state in ("stale", "fresh"):
            self.case.entity.stale = state == "stale"
        else:
            self.case.gap = state == "gap"

    def hear_notifier(self):
        self.world.notifier_up = self.words.take() == "up"
        if self.world.notifier_up:
            self.world.clear_queue()

    def hear_tick(self):
        pass

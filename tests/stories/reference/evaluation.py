"""Which steps are due, in which groups, and the tests each group has to pass."""

from case import Instalment
from scenario_file import shown


class Notice:
    def __init__(self, case, step, group, members, forced):
        self.case, self.step, self.group, self.members, self.forced = case, step, group, members, forced
        self.level, self.date, self.scenario = step.level, case.today(), case.scenario
        self.contacts, self.failed, self.has_failed = [], set(), False
        self.before, self.floor_before, self.approval = {}, None, None
        self.content, self.named, self.pressed_on = "", [], None


class Group:
    """Items with their steps that go into one action."""

    def __init__(self, kind, step, members, item=None, forced=False):
        self.kind = kind      # call, own, ordinary
        self.step = step      # None for the ordinary message.
        self.members = members
        self.item = item      # With mode per_item.
        self.forced = forced  # Each by two persons.
        self.key = (kind, step.id if step else None, item.name if item else None, forced)


def is_ordinary(step):
    return step.do == "message" and not step.alone


# What is due.

def due_step(case, item):
    step = case.next_step(item)
    if not step or item.queued or case.now < item.opens:
        return None
    if not case.reaches(case.planned(item, step)):
        return None
    if (step.do == "call" or is_ordinary(step)) and case.cap_reached(item):
        return None
    return step


def due(case):
    if case.debtor.insolvent or case.litigation:
        return []
    forced = {id(item) for _, item in case.forced}
    found = [(item, step) for item in case.actionable() if id(item) not in forced
             for step in [due_step(case, item)] if step]
    return found + [(part, case.scenario.instalment) for part in case.instalments_due()]


def forced(case, step=None):
    """Items for which a step was forced, with their step."""
    if case.debtor.insolvent or case.litigation:
        return []
    return [(item, own) for own, item in case.forced if step in (None, own)
            and not item.closed and not case.is_held(item) and not item.queued
            and not case.now < item.opens]


def highest_level_due(case):
    levels = [step.level for _, step in due(case)]
    levels += [step.level for _, step in forced(case)]
    return max(levels, default=-1)


def listing(level_of):
    return lambda entry: (-level_of(entry), entry[0].due, entry[0].name)


def groups(case):
    found = []
    members = due(case)
    for step in case.scenario.steps:
        calls = [m for m in members + forced(case) if m[1] is step and step.do == "call"]
        if calls:
            found.append(Group("call", step, calls))
    for step in reversed(case.scenario.steps):
        own = [m for m in members if m[1] is step and step.alone]
        if own:
            found += split(case, "own", step, own)
        if step.do != "call" and forced(case, step):
            found += split(case, "own", step, forced(case, step), is_forced=True)
    ordinary = [m for m in members if is_ordinary(m[1])]
    if ordinary:
        found += split(case, "ordinary", None, ordinary)
    return found


# Also with per_item a formal notice, an approved or a forced step is one notice for its items.
def split(case, kind, step, members, is_forced=False):
    if not case.scenario.per_item or kind != "ordinary":
        return [Group(kind, step, members, forced=is_forced)]
    ordered = sorted(members, key=lambda m: (-m[1].level, m[0].due, m[0].name))
    return [Group(kind, step, [m], item=m[0], forced=is_forced) for m in ordered]


def evaluate(case):
    """Every action that is due, one after the other, no group twice."""
    done = set()
    while True:
        waiting = [group for group in groups(case) if group.key not in done]
        if not waiting:
            return
        done.add(waiting[0].key)
        Attempt(case, waiting[0]).act()


# The tests.

class Attempt:
    """The tests of one group; at clearance they only say the first reason."""

    def __init__(self, case, group, notice=None):
        self.case, self.group, self.notice = case, group, notice
        self.members = list(group.members)
        self.blocks, self.tasks, self.reason = [], {n: [] for n in range(4)}, None
        self.contacts, self.content = [], []

    # Falling out.

    def drop(self, gone, reason):
        self.reason = self.reason or (reason if gone else None)
        self.members = [m for m in self.members if m not in gone]
        return bool(gone)

    def block(self, gone, step, reason, currency=None):
        item = self.group.item.name if self.group.item else None
        if gone:
            self.blocks.append((step, reason, currency, item))
        return self.drop(gone, reason)

    def highest(self, members):
        return max((step for _, step in members), key=lambda s: s.index)

    def currencies(self):
        return sorted({item.currency for item, _ in self.members})

    def of(self, currency):
        return [m for m in self.members if m[0].currency == currency]

    def act(self):
        passed = self.passes()
        if not self.notice:
            self.write_blocks()
        if passed:
            self.take()

    def passes(self):
        tests = [self.switches, self.feeds]
        if self.group.kind != "call":
            tests += [self.exposure, self.minimum, self.floor, self.window, self.contact,
                      self.documents, self.pressure]
        while self.members:
            if not any(test() for test in tests):
                return True
        return False

    # 1 to 3.

    def switches(self):
        entity = self.case.entity
        fell = False
        for step in self.steps():
            if entity.stopped or any(c in entity.stopped_channels for c in step.channels):
                fell |= self.block([m for m in self.members if m[1] is step], step, "stopped")
        return fell

    def steps(self):
        return sorted({step for _, step in self.members}, key=lambda s: s.index)

    def feeds(self):
        reason = "stale" if self.case.entity.stale else "gap" if self.case.gap else None
        fell = False
        for step in self.steps() if reason else []:
            fell |= self.block([m for m in self.members if m[1] is step], step, reason)
        return fell

    # 5 and 6, per currency.

    def claims_overdue(self, currency):
        return any(step.at > 0 for _, step in self.of(currency))

    def amount(self, item):
        return self.case.claimable(item)

    def net_exposure(self, currency):
        case = self.case
        overdue = any(case.is_overdue(item) for item, _ in self.of(currency)
                      if not isinstance(item, Instalment))
        if self.claims_overdue(currency) and overdue:
            owed = sum(self.amount(item) for item in case.actionable()
                       if item.currency == currency and case.is_overdue(item))
        else:
            owed = sum(self.amount(item) for item, _ in self.of(currency))
        return owed - case.credits(currency)

    def exposure(self):
        fell = False
        for currency in self.currencies():
            if self.net_exposure(currency) <= self.case.tolerance(currency):
                self.tasks[0].append(currency)
                fell |= self.block_claim(currency, "covered")
        return fell

    def block_claim(self, currency, reason):
        """What is claimed falls out; what would only be announced is tested again alone."""
        gone = self.claimed(currency)
        return self.block(gone, self.highest(gone), reason, currency)

    def claimed(self, currency):
        if self.group.kind == "own" or not self.claims_overdue(currency):
            return self.of(currency)
        return [m for m in self.of(currency) if m[1].at > 0]

    def also(self, currency):
        if self.group.kind == "own" or self.group.item or not self.claims_overdue(currency):
            return []
        mine = [item for item, _ in self.members]
        return [item for item in self.case.actionable() if item.currency == currency
                and item not in mine and self.case.is_overdue(item)]

    def net(self, currency):
        claimed = [item for item, _ in self.claimed(currency)]
        total = sum(self.amount(item) for item in claimed + self.also(currency))
        if self.group.item:
            return min(total, self.net_exposure(currency))
        return total - self.case.credits(currency)

    def minimum(self):
        case, fell = self.case, False
        for currency in self.currencies():
            net = self.net(currency)
            if net <= 0 or net < case.world.amount(case.scenario.min_notice, currency):
                fell |= self.block_claim(currency, "minimum")
                continue
            for step in self.steps():
                if net < case.world.amount(step.min_amount, currency):
                    gone = [m for m in self.of(currency) if m[1] is step]
                    self.tasks[1] += gone
                    fell |= self.block(gone, step, "minimum", currency)
        return fell

    # 7 and 9: floor, contact, attachments.

    def floor(self):
        if self.group.kind != "ordinary":
            return False
        waits = any(case is self.case for case, _ in self.case.world.queue)
        if waits and not self.group.item and self.case.rule("floor") > 0:
            return self.drop(self.members, "floor")
        last = self.group.item.message_on if self.group.item else self.case.floor
        if last and not self.case.reaches(self.case.business(self.case.rule("floor"), last)):
            return self.drop(self.members, "floor")
        return False

    def window(self):
        if self.case.window().is_open(self.case.now):
            return False
        return self.drop(self.members, "window")

    def contact(self):
        step = self.highest(self.members)
        if step.do != "message":
            return False
        items = [item for item, own in self.members if own is step]
        self.contacts = choose_contacts(self.case, step, items)
        if self.contacts:
            return False
        self.tasks[2].append(step)
        return self.drop([m for m in self.members if m[1] is step], "no_contact")

    def documents(self):
        gone = [(item, step) for item, step in self.members if step.attachments and item.missing]
        self.tasks[3] += [item for item, _ in gone]
        return self.drop(gone, "document")

    # 10.

    def pressure(self):
        limit = self.case.world.pressure
        if self.group.kind != "ordinary" or limit is None:
            return False
        day = self.case.debtor.zone.date(self.case.now)
        if self.case.debtor.pressed.get(day, 0) < limit:
            return False
        return self.block(self.members, self.highest(self.members), "pressure")

    # What is written.

    def write_blocks(self):
        case, group = self.case, self.group
        for step, reason, currency, item in sorted(
                self.blocks, key=lambda b: (b[0].index, b[2] or "")):
            key = (group.key, step.id, currency)
            if case.blocked.get(key) != reason:
                case.blocked[key] = reason
                words = ["block", step.id, reason, currency, item]
                case.write(" ".join(word for word in words if word))
        for currency in self.tasks[0]:
            told = [r for r in case.ledger.receipts.values()
                    if r.currency == currency and r.rest and not r.allocate_told]
            for receipt in told:
                receipt.allocate_told = True
            if told:
                case.write("task allocate " + " ".join(sorted(r.name for r in told)))
        for item, step in sorted(self.tasks[1], key=lambda m: (m[0].currency, m[0].name)):
            if item.minimum_told != step.id:
                item.minimum_told = step.id
                case.write(f"task decide minimum {item.name}")
        for step in self.tasks[2]:
            if step.id not in case.no_contact:
                case.no_contact.add(step.id)
                case.write(f"task find_contact {step.id}")
        for item in sorted(self.tasks[3], key=lambda i: i.name):
            if not item.document_told:
                item.document_told = True
                case.write(f"task document {item.name}")

    def entry(self, item, level):
        text = f"{item.name}:{shown(self.amount(item), item.currency)}"
        return f"{text}@{level}" if level else text

    def write_content(self):
        """For each currency: what takes its step, what is shown, what is claimed."""
        parts = []
        for currency in self.currencies():
            overdue = self.claims_overdue(currency)
            after = {item.name: max(item.reached, step.level) for item, step in self.members}
            mine = sorted(self.of(currency), key=listing(lambda m: after[m[0].name]))
            own = self.group.kind == "own"
            items = [item for item, step in mine if own or step.at > 0 or not overdue]
            soon = [item for item, step in mine if item not in items]
            also = sorted(self.also(currency), key=lambda i: (-i.reached, i.due, i.name))
            text = "items " + " ".join(self.entry(i, after[i.name]) for i in items)
            if also:
                text += " also " + " ".join(self.entry(i, i.reached) for i in also)
            if soon:
                text += " soon " + " ".join(self.entry(i, i.reached) for i in soon)
            net = self.net(currency)
            credits = self.amount(items[0]) - net if self.group.item else self.case.credits(currency)
            if credits > 0:
                text += f" credits {shown(credits, currency)}"
            parts.append(f"{text} net {shown(net, currency)} {currency}")
        return " ".join(parts)

    # 11 and the action.

    def take(self):
        if self.group.kind == "call":
            return self.call()
        step = self.highest(self.members)
        content = self.write_content()
        if step.approve and not self.group.forced and not self.approved(step, content):
            return None
        if self.notice and step is not self.notice.step:
            self.reason = "changed"
            return None
        notice = self.notice or Notice(self.case, step, self.group, self.members, self.group.forced)
        notice.content, notice.contacts = content, self.contacts
        notice.step, notice.members, notice.level = step, self.members, step.level
        if step.do == "message" and not self.case.world.notifier_up:
            return queue(self.case, notice)
        return hand_over(self.case, notice)

    def call(self):
        case, step = self.case, self.group.step
        ordered = sorted(self.members, key=listing(lambda m: m[0].reached))
        names = " ".join(item.name for item, _ in ordered)
        case.write(f"task {step.task} {names}")
        for item, _ in self.members:
            item.position = step.index + 1
            case.forced = [entry for entry in case.forced if entry != (step, item)]
        sent(case, self.group, self.members)

    def approved(self, step, content):
        case = self.case
        key = (step.id, self.group.item.name if self.group.item else None)
        known = case.approvals.get(key)
        if known and known["content"] == content:
            return known["approved"]
        if self.notice:
            self.reason = "approval"
            return False
        if known and known["approved"]:
            case.write(f"void {step.id}")
        case.approvals[key] = {"content": content, "approved": False}
        case.write(f"task approve {step.id} {content}")
        return False


def choose_contacts(case, step, items):
    """One contact of each channel that has one; else of the first fallback that has one."""
    def best(channel):
        usable = [c for c in case.debtor.contacts if c.channel == channel and not c.bounced
                  and not any(str(c) in i.failed.get(step.id, ()) for i in items)]
        for role in (step.role, "billing"):
            for contact in usable:
                if contact.role == role:
                    return contact
        return None

    found = [contact for contact in map(best, step.channels) if contact]
    for channel in step.fallback:
        if not found and channel not in case.entity.stopped_channels and best(channel):
            found = [best(channel)]
    return found


def sent(case, group, members):
    """The step has left: its next block is written again, in the currencies that left."""
    left = {(group.key, step.id, currency) for item, step in members
            for currency in (item.currency, None)}
    case.blocked = {key: reason for key, reason in case.blocked.items() if key not in left}


# Handing over.

def queue(case, notice):
    case.write(f"queue {notice.step.id} {notice.content}")
    mark_queued(notice, notice)
    press(notice, 1)
    notice.floor_before = case.floor
    if not starts_item_floor(notice):
        case.floor = case.today()
    case.world.queue.append((case, notice))


def mark_queued(notice, value):
    for item, _ in notice.members:
        if isinstance(item, Instalment):
            (item.plan.queued.add if value else item.plan.queued.discard)(item.index)
        else:
            item.queued = value


def starts_item_floor(notice):
    return notice.group.kind == "ordinary" and notice.group.item is not None


def press(notice, by):
    """Contact pressure, on the debtor's day."""
    if notice.group.kind == "ordinary":
        if by > 0:
            notice.pressed_on = notice.case.debtor.zone.date(notice.case.now)
        pressed = notice.case.debtor.pressed
        pressed[notice.pressed_on] = pressed.get(notice.pressed_on, 0) + by


def clear(case, notice):
    """The same tests again at hand-over; the notice leaves or is withdrawn."""
    mark_queued(notice, None)
    press(notice, -1)
    if not starts_item_floor(notice):
        case.floor = notice.floor_before
    reason = cleared(case, notice)
    if reason:
        case.write(f"withdraw {notice.step.id} {reason}")


def now_in(case, group):
    """The same group, with what is due in it now."""
    if group.forced:
        members = forced(case, group.step)
    else:
        members = [m for m in due(case) if is_ordinary(m[1]) if group.kind == "ordinary"]
        members += [m for m in due(case) if m[1].alone and m[1] is group.step]
    if group.item:
        members = [m for m in members if m[0].name == group.item.name]
    item = members[0][0] if group.item and members else group.item
    return Group(group.kind, group.step, members, item, group.forced)


def cleared(case, notice):
    real = [item for item, _ in notice.members if not isinstance(item, Instalment)]
    if real and len(real) == len(notice.members) and all(item.closed for item in real):
        return sorted(real, key=lambda item: item.closed_on)[-1].closed
    entity = case.entity
    if entity.stopped or any(c in entity.stopped_channels for c in notice.step.channels):
        return "stopped"
    if entity.stale or case.gap:
        return "stale" if entity.stale else "gap"
    if case.debtor.insolvent or case.litigation:
        return "insolvent" if case.debtor.insolvent else "litigation"
    held = any(case.is_held(item) for item in real if not item.closed) or (
        len(real) < len(notice.members) and any(hold.item is None for hold in case.holds))
    found = now_in(case, notice.group)
    if not found.members:
        return "held" if held else "changed"
    attempt = Attempt(case, found, notice)
    before = len(case.world.log)
    notice.group = found
    attempt.act()
    if len(case.world.log) > before:
        return None
    if attempt.reason == "changed":
        return "held" if held else "changed"
    return "changed" if attempt.reason == "floor" else attempt.reason


def hand_over(case, notice):
    step, group = notice.step, notice.group
    words = ["handover"] if step.do == "handover" else [
        "send", step.id, "+".join(str(c) for c in notice.contacts)]
    words.append(notice.content)
    words += broken_promises(case, notice)
    if notice.forced:
        words.append("forced")
    attempts = [item.attempts.get(step.id, 0) for item, own in notice.members if own is step]
    if max(attempts):
        words += ["attempt", str(max(attempts) + 1)]
    notice.date = case.today()
    notice.floor_before = case.floor
    for item, own in notice.members:
        take_step(case, notice, item, own)
    if step.do == "message" and not starts_item_floor(notice):
        case.floor = case.today()
    key = (step.id, group.item.name if group.item else None)
    notice.approval = (key, None if notice.forced else case.approvals.pop(key, None))
    press(notice, 1)
    case.notices.append(notice)
    if step.do == "message":
        case.cycle_notices.append(notice)
    else:
        case.litigation = True
    case.write(" ".join(words))
    sent(case, group, notice.members)


def broken_promises(case, notice):
    if notice.step.do == "handover":
        return []
    listed = {entry.split(":")[0] for entry in notice.content.split() if ":" in entry}
    named = [p for _, p in sorted(case.promises.items()) if not p.named and p.state == "broken"
             and any(item.name in listed for item in p.items)]
    for promise in named:
        promise.named = True
    notice.named = named
    return ["broken " + " ".join(p.name for p in named)] if named else []


TRACK = ("position", "level", "last", "last_notice", "message_on")


def take_step(case, notice, item, step):
    if isinstance(item, Instalment):
        item.plan.reminded.add(item.index)
        return
    notice.before[item.name] = {name: getattr(item, name) for name in TRACK}
    item.position = max(item.position, step.index + 1)
    item.level = max(item.reached, step.level)
    item.last = item.message_on = case.today()
    item.last_notice = notice
    if notice.forced:
        case.forced = [entry for entry in case.forced if entry[1] is not item]


def fail(case, notice, contact):
    """All contacts failed: it never counted."""
    if notice.has_failed or str(contact) in notice.failed:
        return
    case.write(f"fail {notice.step.id} {contact}")
    notice.failed.add(str(contact))
    if any(str(c) not in notice.failed for c in notice.contacts):
        return
    notice.has_failed, any_back = True, False
    press(notice, -1)
    for item, step in notice.members:
        if isinstance(item, Instalment):
            item.plan.reminded.discard(item.index)
        elif item.last_notice is not notice or item.closed:
            continue
        else:
            any_back = True
            for name, value in notice.before[item.name].items():
                setattr(item, name, value)
            if notice.scenario is not case.scenario:
                item.position = case.scenario.first_above(item.reached)
            again = next((own for own in case.scenario.steps if own.id == step.id), None)
            if notice.forced and again and item not in [other for _, other in case.forced]:
                case.forced.append((again, item))
        item.failed.setdefault(step.id, set()).update(notice.failed)
        item.attempts[step.id] = item.attempts.get(step.id, 0) + 1
    take_back_floor(case, notice)
    for promise in notice.named:
        promise.named = promise.state != "broken"
    key, approval = notice.approval
    if approval and any_back:
        case.approvals[key] = approval


def take_back_floor(case, notice):
    """The floor goes back to before the notice; a later one that began it keeps its own."""
    later = case.notices[case.notices.index(notice) + 1:]
    later = [n for n in later if n.step.do == "message" and not n.has_failed
             and not starts_item_floor(n)]
    if later:
        if later[0].floor_before == notice.date:
            later[0].floor_before = notice.floor_before
    elif not starts_item_floor(notice):
        case.floor = notice.floor_before

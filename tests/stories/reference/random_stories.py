"""Random stories: small ones about one thing, and mixed ones. Story k of a seed never changes."""

import datetime
import random

DAY = datetime.timedelta(days=1)
SCENARIOS = ["std-fr"] * 5 + ["per-item"] * 2 + [
    "good-payer", "bad-payer", "administrative", "automatic", "email-fr"]
TIMES = ["00:00", "02:30", "06:00", "07:00", "08:29:59", "08:30", "08:30", "08:31", "09:00", "10:00",
         "11:15", "14:00", "14:30", "17:59:59", "18:00", "19:00", "23:59:59"]
ZONES = ["Europe/Paris", "Europe/Paris", "America/New_York", "Asia/Tokyo", "Pacific/Auckland",
         "Europe/London", "Pacific/Honolulu", "Asia/Kolkata"]
STEPS = ["preventive", "level1", "level2", "call1", "level3", "formal_notice", "handover"]
CHANNELS = ["email", "sms", "registered", "eregistered"]
BEGINS = [datetime.date(2026, 9, 1), datetime.date(2026, 12, 10), datetime.date(2027, 3, 15),
          datetime.date(2026, 10, 12), datetime.date(2027, 4, 20)]


class Teller:
    def __init__(self, seed, number, kinds):
        self.random = random.Random(f"{seed}/{number}")
        self.kind = self.random.choice(kinds or list(KINDS))
        self.header, self.events = [f"story Random {self.kind} {seed}/{number}"], []
        self.first = self.random.choice(BEGINS) + self.random.randint(0, 40) * DAY
        self.length = self.random.choice([20, 45, 75, 120])
        self.items, self.amounts, self.currencies = {}, {}, {}
        self.names = {}
        self.cases = [""]
        self.case = ""

    # Words.

    def pick(self, choices):
        return self.random.choice(choices)

    def chance(self, percent):
        return self.random.randint(1, 100) <= percent

    def day(self, least=0, most=None):
        most = self.length if most is None else most
        return self.first + self.random.randint(least, max(least, most)) * DAY

    def name(self, prefix):
        key = (self.case, prefix)
        self.names[key] = self.names.get(key, 0) + 1
        return f"{prefix}-{self.names[key]}"

    def money(self, minor, currency):
        return str(minor) if currency == "JPY" else f"{minor // 100}.{minor % 100:02d}"

    def tell(self, date, event, time=None):
        where = f"{self.case} " if self.case else ""
        self.events.append((date, time or self.pick(TIMES), f"{where}{event}"))

    def mine(self):
        return self.items.setdefault(self.case, [])

    def document(self):
        return self.pick(self.mine())

    def reference(self):
        """An item or a document, now and then one that nobody knows."""
        if self.chance(3):
            return "F-99"
        document, count = self.document()
        if count > 1 and self.chance(60):
            return f"{document}/{self.random.randint(1, count)}"
        return document

    def item(self):
        document, count = self.document()
        return f"{document}/{self.random.randint(1, count)}" if count > 1 else document

    def references(self):
        found = [self.reference()]
        if self.chance(30):
            found.append(self.reference())
        return ", ".join(dict.fromkeys(found))

    # What happens.

    def invoice(self):
        document = self.name("F")
        key = (self.case, document)
        currency = self.currencies[key] = self.pick(self.money_used)
        amount = self.amounts[key] = self.pick([400, 4000, 30000, 80000, 90000, 120000, 1200000])
        arrival = self.day(-5, self.length // 2)
        due = arrival + self.random.randint(-30, 30) * DAY
        time = self.pick(["07:00", "07:00", "09:00", "12:00", "08:30", "19:00"])
        version = self.pick(["", "", "", "version 2 "])
        delivered = f" delivered {due - self.random.randint(0, 12) * DAY}" if self.chance(7) else ""
        if self.chance(12):
            count = self.random.randint(2, 3)
            part = amount // count
            parts = [part] * (count - 1) + [amount - part * (count - 1)]
            listed = ", ".join(f"{self.money(p, currency)} due {due + 15 * i * DAY}"
                               for i, p in enumerate(parts))
            line = f"in {listed}"
        else:
            count, line = 1, f"due {due}"
        self.mine().append((document, count))
        self.tell(arrival, f"invoice {document} {version}{self.money(amount, currency)} {currency} "
                  f"{line}{delivered}", time)
        if self.chance(12):
            self.tell(arrival, f"history {document} level {self.random.randint(0, 4)} notice "
                      f"{arrival - self.random.randint(1, 30) * DAY}", time)

    def new_version(self):
        document, count = self.document()
        key = (self.case, document)
        amount, currency = self.amounts[key], self.currencies[key]
        amount = self.pick([amount, amount, amount // 2, amount * 2])
        date = self.day()
        due = date + self.random.randint(-30, 40) * DAY
        version = self.random.randint(1, 5)
        if count > 1:
            half = amount // 2
            lines = (f"in {self.money(half, currency)} due {due}, "
                     f"{self.money(amount - half, currency)} due {due + 20 * DAY}")
        else:
            lines = f"due {due}"
        self.tell(date, f"invoice {document} version {version} {self.money(amount, currency)} "
                  f"{currency} {lines}")

    def some_amount(self, document):
        key = (self.case, document)
        amount = self.amounts.get(key, 80000)
        part = self.pick([amount, amount, amount - 400, amount // 2, amount // 2 + 1, amount // 10,
                          amount // 3, amount + 5000, 1000])
        return max(1, part), self.currencies.get(key, self.pick(self.money_used))

    def money_comes(self, verb):
        document, _ = self.document()
        amount, currency = self.some_amount(document)
        if self.chance(4):
            currency = self.pick(["EUR", "USD"])
        receipt = self.name("P" if verb == "payment" else "CN")
        line = f"{verb} {receipt} {self.money(amount, currency)} {currency}"
        if self.chance(75):
            purposes = [document if self.chance(70) else self.reference()]
            if self.chance(20):
                purposes.append(self.reference())
            if self.chance(15):
                purposes[0] += f" {self.money(max(1, amount // 2), currency)}"
            line += " for " + ", ".join(dict.fromkeys(purposes))
        date = self.day()
        if self.chance(25):
            line += f" value {date - self.random.randint(0, 15) * DAY}"
        time = self.pick(TIMES)
        self.tell(date, line, time)
        if self.chance(5):
            self.tell(date, line, time)
        if self.chance(20):
            later = date + self.random.randint(0, 45) * DAY
            self.tell(later, f"reverse {receipt}")
        if self.chance(20):
            later = date + self.random.randint(0, 10) * DAY
            self.tell(later, f"allocate {receipt} to {self.reference()}", "23:59:59")

    def payment(self):
        self.money_comes("payment")

    def credit(self):
        self.money_comes("credit")

    def writeoff(self):
        self.tell(self.day(), f"writeoff {self.reference()}")

    def announce(self):
        mode = self.pick(["", " transfer", " debit", " card"])
        self.tell(self.day(), f"announce {self.reference()}{mode}")

    def promise(self):
        document, _ = self.document()
        amount, currency = self.some_amount(document)
        date = self.day()
        name = self.name("PR")
        by = date + self.random.randint(-1, 12) * DAY
        self.tell(date, f"promise {name} {self.money(amount, currency)} {currency} by {by} "
                  f"for {self.references()}")
        if self.chance(25):
            self.tell(date + self.random.randint(0, 4) * DAY, f"approve {name} by anna")

    def dispute(self):
        document, _ = self.document()
        amount, currency = self.some_amount(document)
        date = self.day()
        name = self.name("DI")
        part = f" {self.money(max(1, amount // 3), currency)} {currency}" if self.chance(35) else ""
        self.tell(date, f"dispute {name} {self.item()} {self.pick(['price', 'quality'])}{part}")
        self.decide(name, date, amount, currency)

    def decide(self, name, date, amount, currency):
        later = date + self.random.randint(0, 20) * DAY
        if self.chance(20):
            self.tell(date + DAY, f"approve {name} by anna")
        if self.chance(35):
            self.tell(later, f"reject {name}")
        elif self.chance(50):
            part = f" {self.money(max(1, amount // 4), currency)} {currency}" if self.chance(50) else ""
            self.tell(later, f"uphold {name}{part}")

    def plan(self):
        document, _ = self.document()
        amount = self.amounts.get((self.case, document), 80000)
        currency = self.currencies.get((self.case, document), "EUR")
        date = self.day()
        name = self.name("PL")
        third = self.money(max(1, amount // 3), currency)
        down = f"down {third} by {date + self.random.randint(0, 8) * DAY} " if self.chance(70) else ""
        on = date + self.random.randint(5, 25) * DAY
        parts = ", ".join(f"{third} on {on + 20 * i * DAY}" for i in range(self.random.randint(1, 3)))
        self.tell(date, f"plan {name} {currency} for {document} {down}then {parts}")
        if not down and self.chance(70):
            self.tell(date + self.random.randint(0, 3) * DAY, f"approve {name} by bruno")
        for days in (1, 3, 18, 25, 40):
            if self.chance(45):
                receipt = self.name("P")
                self.tell(date + days * DAY, f"payment {receipt} {third} {currency} for {document}")

    def hold(self):
        date = self.day()
        what = self.pick([self.reference(), self.reference(), "case", "debtor"])
        until = f" until {date + self.random.randint(-1, 20) * DAY}" if self.chance(93) else ""
        reason = self.pick(["", "", " reason goodwill", " reason audit"])
        self.tell(date, f"hold {what}{until}{reason}")
        if self.chance(40):
            self.tell(date + self.random.randint(0, 8) * DAY, f"release {what}{reason}")

    def status(self):
        date, item = self.day(), self.item()
        status = self.pick(["suspended", "suspended", "transmitted", "refused", "disputed"])
        if status in ("refused", "disputed"):
            name = self.name("DI")
            self.tell(date, f"status {item} {status} {name}")
            self.decide(name, date, 30000, "EUR")
            return
        self.tell(date, f"status {item} {status}")
        if status == "suspended" and self.chance(75):
            self.tell(date + self.random.randint(0, 35) * DAY, f"status {item} completed")

    def insolvency(self):
        date = self.day()
        published = f" published {date - self.random.randint(0, 40) * DAY}" if self.chance(50) else ""
        self.tell(date, f"insolvency{published}")

    def contact(self):
        channel = self.pick(CHANNELS)
        role = self.pick(["", "", " role approver"])
        name = self.pick(["anna", "bruno"])
        if self.chance(60):
            self.tell(self.day(), f"contact add {channel} {name}{role}")
        else:
            self.tell(self.day(), f"contact drop {channel} {name}")

    def bounce(self):
        verb = self.pick(["bounce", "failure"])
        self.tell(self.day(), f"{verb} {self.pick(['email', 'email', 'sms', 'registered', 'eregistered'])}")

    def receipt(self):
        date = self.day()
        verb = self.pick(["presented", "refused", "unclaimed"])
        on = f" on {date - self.random.randint(0, 4) * DAY}" if self.chance(40) else ""
        self.tell(date, f"{verb} {self.pick(['registered', 'eregistered'])}{on}")

    def missing(self):
        date, item = self.day(), self.item()
        self.tell(date, f"document {item} missing")
        if self.chance(70):
            self.tell(date + self.random.randint(0, 15) * DAY, f"document {item} available")

    def scenario(self):
        following = self.pick(["", "", " next"])
        self.tell(self.day(), f"scenario {self.pick(SCENARIOS)}{following}")

    def approve(self):
        self.tell(self.day(), f"approve {self.pick(['formal_notice', 'handover'])} by anna")

    def force(self):
        second = self.pick([" and bruno", " and bruno", " and bruno", "", " and anna"])
        self.tell(self.day(), f"force {self.pick(STEPS)} {self.reference()} by anna{second} reason why not")

    def switch(self):
        what = self.pick(["entity", "email", "email", "sms", "registered", "eregistered"])
        date = self.day()
        self.tell(date, f"stop {what}")
        if self.chance(85):
            self.tell(date + self.random.randint(0, 8) * DAY, f"start {what}")

    def feed(self):
        off, on = self.pick([("stale", "fresh"), ("gap", "repaired")])
        date = self.day()
        self.tell(date, f"feed {off}")
        if self.chance(85):
            self.tell(date + self.random.randint(0, 6) * DAY, f"feed {on}")

    def notifier(self):
        date = self.day()
        self.tell(date, "notifier down")
        self.tell(date + self.random.randint(0, 3) * DAY, "notifier up")

    def outage(self):
        date = self.day()
        self.tell(date, "down")
        self.tell(date + self.random.randint(0, 15) * DAY, "up")

    def callback(self):
        date, name = self.day(), self.name("CB")
        self.tell(date, f"callback {name} at {date + self.random.randint(0, 5) * DAY} "
                  f"{self.pick(['15:00', '09:30:30', '08:30'])}")
        if self.chance(40):
            self.tell(date + self.random.randint(0, 5) * DAY, f"done {name}")

    def tick(self):
        self.tell(self.day(), "tick")

    # The whole.

    def story(self):
        self.money_used = self.pick([["EUR"]] * 6 + [["EUR", "USD"], ["JPY"], ["EUR", "JPY", "USD"]])
        verbs, invoices = KINDS[self.kind]
        self.header.append(f"scenario {self.pick(SCENARIOS)}")
        self.places()
        self.contacts()
        self.settings()
        for case in self.cases:
            self.case = case
            for _ in range(self.random.randint(1, invoices)):
                self.invoice()
        most = 40 if self.kind == "dense" else 3 * len(verbs) if len(verbs) < 4 else 16
        for _ in range(self.random.randint(1, most)):
            self.case = self.pick(self.cases)
            if self.mine():
                getattr(self, self.pick(verbs))()
        if self.kind in ("mixed", "plans", "money", "formal") or self.chance(30):
            self.case = self.pick(self.cases)
            for _ in range(self.random.randint(0, 6)):
                self.approve()
        last = self.first + (self.length + self.random.choice([0, 10, 60])) * DAY
        order = sorted(self.events, key=lambda e: (e[0], e[1] if len(e[1]) > 5 else e[1] + ":00"))
        lines = [f"{date} {time} {event}" for date, time, event in order if date <= last]
        return "\n".join(self.header + ["show all"] + lines + [f"until {last}", ""])

    def places(self):
        if self.kind == "zones" or self.chance(20):
            entities = ["FR01"] + ["FR02", "US01"][:self.random.randint(0, 2)]
            debtors = ["D42"] + ["D77"][:self.random.randint(0, 1)]
            for entity in entities:
                self.header.append(f"entity {entity}{self.zone(30)}")
            for debtor in debtors:
                self.header.append(f"debtor {debtor}{self.zone(60)}")
                self.people()
            self.cases = [f"@{entity}/{debtor}" for entity in entities for debtor in debtors]
            self.cases[0] = ""
            if self.chance(60):
                self.header.append(f"set pressure {self.random.randint(1, 2)}")
        elif self.chance(15):
            self.header.append(f"debtor D42{self.zone(100)}")

    def zone(self, percent):
        place = f" zone {self.pick(ZONES)}" if self.chance(percent) else ""
        return place + (" calendar none" if self.chance(percent // 2) else "")

    def people(self):
        if not (self.kind == "contacts" or self.chance(12)):
            return
        for _ in range(self.random.randint(1, 4)):
            role = self.pick(["", "", " role approver"])
            name = self.pick(["anna", "bruno", "clara"])
            line = f"contact {self.pick(['email', 'email'] + CHANNELS)} {name}{role}"
            if line.split(" role")[0] not in [h.split(" role")[0] for h in self.header]:
                self.header.append(line)

    def contacts(self):
        if not any(line.startswith("debtor") for line in self.header):
            self.people()

    def settings(self):
        if self.kind == "settings" or self.chance(10):
            for _ in range(self.random.randint(1, 2)):
                self.header.append("set " + self.pick(SETTINGS))


SETTINGS = [
    "mode per_item", "mode consolidated", "rules.floor 0", "rules.floor 5", "cap 30", "cap 45",
    "tolerance 0.00", "min_notice 0.00", "min_notice 100.00", "enter rejection", "rules.resume 0",
    "rules.promise_ahead 3", "rules.promise_grace 0", "rules.promises_per_item 1", "rules.in_flight 2",
    "rules.cash_hold 1", "rules.cash_share 50", "rules.partial_share 20", "rules.partial_delay 2",
    "rules.dispute_days 2", "rules.suspended_days 5", "rules.credit_note_days 3",
    "rules.reopen_days 5", "rules.thank_days 0", "rules.plan_grace 1", "rules.instalment_at -5",
    "window.open 07:00", "window.close 10:00"]

# Verbs of each kind of story, and how many invoices a case has at most.
MONEY = ["payment", "payment", "credit", "new_version", "writeoff", "announce"]
PEOPLE = ["promise", "dispute", "plan", "hold", "status", "callback"]
SENDING = ["approve", "force", "bounce", "receipt", "contact", "missing"]
WORLD = ["switch", "feed", "notifier", "outage", "insolvency", "scenario", "tick"]
KINDS = {
    "money": (MONEY, 3),
    "payments": (["payment"], 2),
    "receipts": (["payment", "credit"], 3),
    "versions": (["new_version", "payment"], 2),
    "promises": (["promise", "payment"], 2),
    "disputes": (["dispute", "credit", "status"], 2),
    "plans": (["plan", "payment"], 2),
    "holds": (["hold", "promise", "announce"], 3),
    "formal": (["approve", "force", "receipt", "payment"], 2),
    "bounces": (["bounce", "contact", "approve"], 2),
    "contacts": (["bounce", "contact"], 2),
    "switches": (["switch", "feed"], 3),
    "queue": (["notifier", "payment", "dispute", "switch", "approve"], 2),
    "outages": (["outage", "payment", "promise"], 2),
    "scenarios": (["scenario", "payment"], 2),
    "zones": (["payment", "hold", "tick"], 2),
    "settings": (MONEY + PEOPLE, 3),
    "people": (PEOPLE + ["payment"], 3),
    "insolvent": (["insolvency", "payment", "promise"], 2),
    "dense": (MONEY + PEOPLE + SENDING + WORLD[:4], 4),
    "mixed": (MONEY + PEOPLE + SENDING + WORLD, 4),
}


def story(seed, number, kinds=None):
    return Teller(seed, number, kinds).story()

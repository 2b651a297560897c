#!/usr/bin/env python3
"""Ten business days of three ERPs, as files of CloudEvents to be sent one after the other.

    deploy/demo/generate.py DIR

writes DIR/2026-09-28T06-00-00Z.ndjson and so on: the name is the moment at which the file is sent. A line
is a CloudEvent in structured JSON. The same bytes come out every time. Standard library only.

A document that changes what is owed comes at a moment when every debtor's window is closed, or alone for
its account, so that the order in which a distributed suite reads one file cannot change the outcome.
"""

import datetime as dt
import json
import random
import sys
import unicodedata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import names  # noqa: E402

SEED = 20260928
START = dt.date(2026, 9, 28)
DAYS = [START + dt.timedelta(days=d) for d in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11)]
FAR = dt.date(2026, 11, 20)  # nothing is asked for what falls due from here on
INVOICES = 1900

ENTITIES = {
    "FR01": {
        "debtors": 120,
        "account": "C-1{:04d}",
        "invoice": "FA-26-{:05d}",
        "currency": "EUR",
        "language": "fr",
        "country": "FR",
        "zones": ["America/Martinique", "Africa/Casablanca"],
    },
    "GB01": {
        "debtors": 70,
        "account": "2{:04d}",
        "invoice": "INV-{:05d}",
        "currency": "GBP",
        "language": "en",
        "country": "GB",
        "zones": ["Europe/Dublin"],
    },
    "US01": {
        "debtors": 50,
        "account": "US-3{:03d}",
        "invoice": "US26{:05d}",
        "currency": "USD",
        "language": "en",
        "country": "US",
        "zones": ["America/Chicago", "America/Los_Angeles"],
    },
}

# How debtors behave, with the share of each kind in a hundred.
KINDS = [
    ("punctual", 33),
    ("prompt", 3),
    ("slow", 26),
    ("silent", 15),
    ("small", 4),
    ("part_payer", 4),
    ("disputed", 3),
    ("suspended", 2),
    ("transmitted", 2),
    ("unallocated", 3),
    ("credited", 2),
    ("unreachable", 2),
    ("bounced_debit", 1),
]


def morning(day):
    """Before every window opens; the first file comes when the suite has just been set up."""
    hour = 6 if day == START else 5
    return dt.datetime(day.year, day.month, day.day, hour, 0 if day == START else 30)


def noon(day):
    return dt.datetime(day.year, day.month, day.day, 12, 0)


def date_message(day):
    return {"year": day.year, "month": day.month, "day": day.day}


def amount_text(cents):
    return f"{cents // 100}.{cents % 100:02d}"


def mailbox(text):
    plain = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode().lower()
    return "".join(c if c.isalnum() else "-" for c in plain).strip("-").replace("--", "-")


class Feed:
    """Collects events; each knows the moment of the file it goes into."""

    def __init__(self):
        self.files = {}
        self.count = 0

    def add(self, moment, entity, kind, data):
        self.count += 1
        event = {
            "specversion": "1.0",
            "id": f"demo-{self.count:06d}",
            "source": f"/erp/demo/{entity}",
            "type": f"relance.{kind}.v1",
            "time": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "datacontenttype": "application/json",
        }
        if "account" in data:
            event["partitionkey"] = f"{entity}|{data['account']}"
        event["data"] = {"legalEntity": entity, **data}
        self.files.setdefault(moment, []).append(event)
        return event

    def write(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.ndjson"):
            old.unlink()
        for moment, events in sorted(self.files.items()):
            name = moment.strftime("%Y-%m-%dT%H-%M-%SZ.ndjson")
            lines = [json.dumps(e, ensure_ascii=False, separators=(",", ":")) for e in events]
            (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


class Debtor:
    def __init__(self, entity, number, kind):
        self.entity = entity
        self.number = number
        self.kind = kind
        self.master = None


class Demo:
    def __init__(self):
        self.random = random.Random(SEED)
        self.feed = Feed()
        self.invoices = 0
        self.receipts = 0
        self.numbers = {code: 0 for code in ENTITIES}

    # ---- Documents.

    def invoice(
        self,
        debtor,
        moment,
        cents,
        due,
        issued=None,
        currency=None,
        maturities=None,
        version=0,
        document=None,
    ):
        terms = self.random.choice([30, 30, 45, 60])
        if document is None:
            self.numbers[debtor.entity] += 1
            document = ENTITIES[debtor.entity]["invoice"].format(self.numbers[debtor.entity])
            self.invoices += 1
        issued = issued or min(due - dt.timedelta(days=terms), moment.date())
        data = {
            "account": debtor.number,
            "document": document,
            "currency": currency or ENTITIES[debtor.entity]["currency"],
            "amount": amount_text(cents),
            "issueDate": date_message(issued),
        }
        if version:
            data["version"] = str(version)
        if maturities:
            data["maturities"] = [
                {"amount": amount_text(a), "dueDate": date_message(d)} for a, d in maturities
            ]
        else:
            data["dueDate"] = date_message(due)
        if self.random.random() < 0.6:
            data["reference"] = f"PO-{self.random.randrange(10000, 99999)}"
        self.feed.add(moment, debtor.entity, "invoice.issued", data)
        return document

    def receipt(self, debtor, moment, kind, cents, allocations, value=None):
        self.receipts += 1
        payment = kind == "payment"
        document = f"{'BK' if payment else 'AV'}-{self.receipts:05d}"
        data = {
            "account": debtor.number,
            "document": document,
            "currency": ENTITIES[debtor.entity]["currency"],
            "amount": amount_text(cents),
        }
        data["valueDate" if payment else "issueDate"] = date_message(value or moment.date())
        if allocations:
            data["allocations"] = [
                {"document": d} | ({"amount": amount_text(a)} if a else {}) for d, a in allocations
            ]
        self.feed.add(
            moment, debtor.entity, "payment.received" if payment else "credit_note.issued", data
        )
        return document

    def status(self, debtor, moment, invoice, word):
        self.receipts += 1
        self.feed.add(
            moment,
            debtor.entity,
            "status.changed",
            {
                "account": debtor.number,
                "document": f"ST-{self.receipts:05d}",
                "invoice": invoice,
                "status": word,
            },
        )

    def contact(self, debtor, identity, channel="email", role="billing"):
        first = self.random.choice(names.FIRST[debtor.entity])
        last = self.random.choice(names.LAST[debtor.entity])
        address = f"{mailbox(first)}.{mailbox(last)}@{mailbox(debtor.name)}.example"
        if channel == "letter":
            address = f"{self.random.randrange(1, 90)}, {debtor.name}"
        return {
            "id": identity,
            "channel": channel,
            "name": f"{first} {last}",
            "address": address,
            "role": role,
        }

    # ---- Debtors.

    def register(self, debtor):
        entity = ENTITIES[debtor.entity]
        stems, trades, forms = names.COMPANIES[debtor.entity]
        debtor.name = " ".join(self.random.choice(part) for part in (stems, trades, forms))
        contacts = [
            self.contact(debtor, "c1", "letter" if debtor.kind == "unreachable" else "email")
        ]
        if debtor.kind != "unreachable" and self.random.random() < 0.35:
            contacts.append(self.contact(debtor, "c2"))
        data = {
            "account": debtor.number,
            "name": debtor.name,
            "kind": "company",
            "language": entity["language"],
            "country": entity["country"],
            "contacts": contacts,
        }
        if self.random.random() < 0.08:
            data["zone"] = self.random.choice(entity["zones"])
        debtor.master = data
        self.feed.add(morning(START), debtor.entity, "debtor.changed", data)

    def cents(self, low=120, high=9000):
        whole = int(low * (high / low) ** self.random.random())
        return whole * 100 + self.random.choice([0, 0, 50, self.random.randrange(100)])

    def paid_history(self, debtor, count):
        """Invoices that are paid when the suite first hears of them."""
        documents, total = [], 0
        for _ in range(count):
            due = START - dt.timedelta(days=self.random.randrange(8, 240))
            cents = self.cents()
            documents.append((self.invoice(debtor, morning(START), cents, due), cents))
            total += cents
        if documents:
            value = START - dt.timedelta(days=self.random.randrange(3, 7))
            self.receipt(
                debtor, morning(START), "payment", total, [(d, 0) for d, _ in documents], value
            )

    def open_invoice(self, debtor, days_late, cents=None, **more):
        cents = cents or self.cents()
        due = START - dt.timedelta(days=days_late)
        return self.invoice(debtor, morning(START), cents, due, **more), cents

    def far_invoice(self, debtor):
        """Keeps the case open, and falls due long after the demo."""
        self.invoice(
            debtor, morning(START), self.cents(), FAR + dt.timedelta(days=self.random.randrange(30))
        )

    def any_morning(self, first, last):
        return morning(DAYS[self.random.randrange(first, last + 1)])

    def behave(self, debtor):
        self.register(debtor)
        self.paid_history(debtor, self.random.randrange(1, 6))
        if debtor.kind != "prompt":
            self.far_invoice(debtor)
        getattr(self, debtor.kind)(debtor)

    def punctual(self, debtor):
        for _ in range(self.random.randrange(1, 4)):
            late = -self.random.randrange(2, 45)
            document, cents = self.open_invoice(debtor, late)
            due = START - dt.timedelta(days=late)
            payday = next((d for d in DAYS[1:] if d >= due), None)
            if payday:
                self.receipt(debtor, morning(payday), "payment", cents, [(document, cents)])

    def prompt(self, debtor):
        """Pays all that he owes just after he was reminded of it."""
        owed = [
            self.open_invoice(debtor, self.random.randrange(2, 25))
            for _ in range(self.random.randrange(1, 3))
        ]
        at = morning(DAYS[2]) if self.random.random() < 0.5 else noon(DAYS[1])
        self.receipt(debtor, at, "payment", sum(c for _, c in owed), [(d, c) for d, c in owed])

    def slow(self, debtor):
        late = sorted(self.random.randrange(1, 22) for _ in range(self.random.randrange(1, 4)))
        owed = [self.open_invoice(debtor, days) for days in late]
        for _ in range(self.random.randrange(0, 3)):
            self.open_invoice(debtor, -self.random.randrange(1, 30))
        if self.random.random() < 0.75:
            paid = owed[: self.random.randrange(1, len(owed) + 1)]
            at = (
                self.any_morning(2, 9)
                if self.random.random() < 0.7
                else noon(self.random.choice(DAYS[2:9]))
            )
            self.receipt(debtor, at, "payment", sum(c for _, c in paid), [(d, c) for d, c in paid])

    def silent(self, debtor):
        for _ in range(self.random.randrange(1, 5)):
            self.open_invoice(debtor, self.random.randrange(3, 60))
        for _ in range(self.random.randrange(0, 3)):
            self.open_invoice(debtor, -self.random.randrange(0, 20))
        if self.random.random() < 0.3:
            when = noon(self.random.choice(DAYS[1:8]))
            self.invoice(
                debtor,
                when,
                self.cents(),
                when.date() - dt.timedelta(days=self.random.randrange(2, 9)),
            )

    def small(self, debtor):
        self.open_invoice(debtor, self.random.randrange(2, 30), self.random.randrange(600, 2400))
        if self.random.random() < 0.5:
            self.open_invoice(
                debtor, self.random.randrange(-6, 1), self.random.randrange(600, 5600)
            )

    def part_payer(self, debtor):
        document, cents = self.open_invoice(debtor, self.random.randrange(4, 16), self.cents(800))
        share = self.random.choice([20, 40, 50, 60, 80])
        self.receipt(
            debtor,
            self.any_morning(1, 4),
            "payment",
            -(-cents * share // 100),
            [(document, -(-cents * share // 100))],
        )

    def disputed(self, debtor):
        document, _ = self.open_invoice(debtor, self.random.randrange(1, 15), self.cents(600))
        self.open_invoice(debtor, self.random.randrange(1, 15), self.cents(600))
        self.status(
            debtor, self.any_morning(1, 4), document, self.random.choice(["refused", "disputed"])
        )

    def suspended(self, debtor):
        document, _ = self.open_invoice(debtor, self.random.randrange(1, 9))
        self.status(debtor, self.any_morning(1, 2), document, "suspended")

    def transmitted(self, debtor):
        document, _ = self.open_invoice(debtor, self.random.randrange(1, 9))
        self.status(debtor, self.any_morning(1, 7), document, "transmitted")

    def unallocated(self, debtor):
        _, cents = self.open_invoice(debtor, self.random.randrange(3, 12), self.cents(900))
        paid = self.random.choice([cents, cents // 4, cents // 25])
        self.receipt(debtor, self.any_morning(1, 4), "payment", paid, [])

    def credited(self, debtor):
        _, cents = self.open_invoice(debtor, self.random.randrange(3, 12), self.cents(700))
        more = self.random.choice([cents + 2500, cents, cents // 2])
        self.receipt(debtor, self.any_morning(1, 4), "credit", more, [])

    def unreachable(self, debtor):
        self.open_invoice(debtor, self.random.randrange(2, 20), self.cents(300))
        if self.random.random() < 0.6:
            data = dict(
                debtor.master,
                version="2",
                contacts=debtor.master["contacts"] + [self.contact(debtor, "c2")],
            )
            self.feed.add(
                noon(self.random.choice(DAYS[1:7])), debtor.entity, "debtor.changed", data
            )

    def bounced_debit(self, debtor):
        document, cents = self.open_invoice(debtor, self.random.randrange(2, 10), self.cents(400))
        paid = self.receipt(debtor, morning(DAYS[1]), "payment", cents, [(document, cents)])
        self.receipts += 1
        self.feed.add(
            self.any_morning(3, 6),
            debtor.entity,
            "document.reversed",
            {
                "account": debtor.number,
                "document": f"RJ-{self.receipts:05d}",
                "reversedDocument": paid,
            },
        )

    # ---- What only one debtor does.

    def large_account(self, debtor):
        for _ in range(120):
            self.open_invoice(debtor, self.random.randrange(-60, 40))

    def instalments(self, debtor):
        cents = 900_000
        parts = [
            (cents // 3, START - dt.timedelta(days=10)),
            (cents // 3, START + dt.timedelta(days=8)),
            (cents // 3, START + dt.timedelta(days=40)),
        ]
        self.invoice(debtor, morning(START), cents, parts[0][1], maturities=parts)

    def two_currencies(self, debtor):
        self.open_invoice(debtor, 6, 340_000)
        self.open_invoice(debtor, 5, 510_050, currency="CHF")

    def extended(self, debtor):
        document, cents = self.open_invoice(debtor, 4, 275_000)
        due = dt.date(2026, 10, 8)
        issued = START - dt.timedelta(days=34)
        self.invoice(
            debtor, morning(DAYS[3]), cents, due, issued=issued, version=2, document=document
        )

    def mistakes(self, debtor, which):
        """Documents that cannot be right. They stand alone in their account."""
        self.register(debtor)
        at = morning(DAYS[which + 1])
        data = {
            "account": debtor.number,
            "document": f"KO-{which}",
            "currency": "EUR",
            "amount": "480.00",
            "issueDate": date_message(DAYS[0]),
            "dueDate": date_message(FAR),
        }
        wrong = [
            {"currency": "EUX"},
            {"dueDate": {"year": 2027, "month": 2, "day": 31}},
            {"amount": "-480.00"},
            {"amount": "1.234,56"},
        ]
        if which < len(wrong):
            self.feed.add(at, debtor.entity, "invoice.issued", data | wrong[which])
            return
        self.feed.add(
            morning(DAYS[0]), debtor.entity, "invoice.issued", data
        )  # and then another content
        self.feed.add(at, debtor.entity, "invoice.issued", data | {"amount": "840.00"})

    def business_goes_on(self, debtors):
        """New invoices and, now and then, a document that was sent before."""
        for day in DAYS[1:]:
            for debtor in self.random.sample(debtors, 9):
                due = day + dt.timedelta(days=self.random.choice([45, 60]))
                self.invoice(debtor, morning(day), self.cents(), due, issued=day)
        first = [
            e for e in self.feed.files[morning(START)] if e["type"] == "relance.invoice.issued.v1"
        ]
        for event in self.random.sample(first, 12):
            self.feed.files[morning(DAYS[5])].append(event)

    def heartbeats(self):
        for moment in sorted(self.feed.files):
            for entity in ENTITIES:
                up_to = int(moment.replace(tzinfo=dt.timezone.utc).timestamp() * 1000)
                self.feed.add(moment, entity, "heartbeat", {"upToMs": str(up_to)})

    def run(self):
        bag = [kind for kind, share in KINDS for _ in range(share)]
        debtors = []
        for entity, settings in ENTITIES.items():
            for n in range(1, settings["debtors"] + 1):
                debtors.append(
                    Debtor(entity, settings["account"].format(n), bag[(7 * len(debtors)) % 100])
                )
        for debtor in debtors:
            self.behave(debtor)
        plain = [d for d in debtors if d.kind == "punctual"]
        for n, act in enumerate(
            (self.large_account, self.instalments, self.two_currencies, self.extended)
        ):
            act(plain[n])
        for n in range(5):
            self.mistakes(Debtor("FR01", f"C-19{n:02d}0", "punctual"), n)
        self.business_goes_on([d for d in debtors if d.kind in ("punctual", "silent")])
        while self.invoices < INVOICES:
            count = min(3, INVOICES - self.invoices)
            self.paid_history(self.random.choice(debtors), count)
        self.heartbeats()
        return self.feed


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 64
    Demo().run().write(Path(sys.argv[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main())

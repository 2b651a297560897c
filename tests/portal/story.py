"""Two weeks of a few debtors, whose mails and pages are then looked at: one who owes in euros, one
who reads English, one in pounds, one with more lines than a mail holds, one with long names and two
currencies, one who paid after the reminder, and one who is not late yet.
"""

import datetime as dt
import json
from collections import defaultdict

UTC = dt.timezone.utc
BEGIN = dt.datetime(2026, 9, 28, 6, 0, tzinfo=UTC)
LOOK = dt.datetime(2026, 10, 13, 6, 15, tzinfo=UTC)  # a quarter past eight in Paris
# A feed that is silent for four days holds every reminder.
BEATS = [BEGIN] + [dt.datetime(2026, 10, d, 5, 30, tzinfo=UTC) for d in (1, 5, 8, 12)]
PAID = BEATS[3]
ENTITIES = {"FR01": "EUR", "GB01": "GBP"}


def rfc3339(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def date(text):
    year, month, day = map(int, text.split("-"))
    return {"year": year, "month": month, "day": day}


class Feed:
    def __init__(self):
        self.files = defaultdict(list)
        self.count = 0

    def add(self, moment, entity, name, /, **data):
        self.count += 1
        event = {"specversion": "1.0", "id": f"look-{self.count}", "source": f"/erp/demo/{entity}"}
        event |= {"type": f"relance.{name}.v1", "time": rfc3339(moment)}
        event |= {"datacontenttype": "application/json"}
        if "account" in data:
            event["partitionkey"] = f"{entity}|{data['account']}"
        event["data"] = {"legalEntity": entity, **data}
        self.files[moment].append(event)

    def write(self, folder):
        """The files in the order in which they are sent, each with its moment."""
        folder.mkdir()
        for moment, events in sorted(self.files.items()):
            path = folder / f"{moment:%Y-%m-%dT%H-%M-%SZ}.ndjson"
            lines = (json.dumps(event, ensure_ascii=False) for event in events)
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
            yield moment, path


class Debtor:
    def __init__(self, feed, entity, number, name, language, person):
        self.feed, self.entity, self.number = feed, entity, number
        self.mailbox = f"{number.lower()}@look.example"
        contact = {"id": "c1", "channel": "email", "name": person, "address": self.mailbox}
        contact |= {"role": "billing", "language": language}
        self.say("debtor.changed", BEGIN, name=name, kind="company", contacts=[contact])

    def say(self, event, moment, /, **data):
        self.feed.add(moment, self.entity, event, account=self.number, **data)

    def owes(self, document, amount, due, reference="", currency="", issued="2026-07-30"):
        data = {"document": document, "amount": amount, "dueDate": date(due)}
        data |= {"currency": currency or ENTITIES[self.entity], "issueDate": date(issued)}
        self.say("invoice.issued", BEGIN, **data, **({"reference": reference} if reference else {}))
        return self

    def pays(self, document, amount, moment=BEGIN, value="2026-09-21"):
        data = {"document": f"BK-{document}", "amount": amount, "valueDate": date(value)}
        data |= {"currency": ENTITIES[self.entity], "allocations": [{"document": document}]}
        self.say("payment.received", moment, **data)
        return self

    def has_credit(self, document, amount):
        data = {"document": document, "amount": amount, "issueDate": date("2026-09-15")}
        self.say("credit_note.issued", BEGIN, currency=ENTITIES[self.entity], **data)
        return self

    def disputes(self, document):
        data = {"document": f"ST-{document}", "invoice": document, "status": "disputed"}
        self.say("status.changed", BEATS[1], **data)
        return self


def euros(feed, number, name, language, person):
    """Three late invoices, one of them partly paid, one in dispute, one soon due, a credit note."""
    debtor = Debtor(feed, "FR01", number, name, language, person)
    debtor.owes(f"FA-{number}-0871", "7840.00", "2026-09-10", "PO-71188")
    debtor.owes(f"FA-{number}-0902", "3450.50", "2026-09-18", "PO-71460")
    debtor.owes(f"FA-{number}-0990", "599.90", "2026-09-24")
    debtor.owes(f"FA-{number}-1042", "4212.00", "2026-10-19", "PO-72003", issued="2026-09-04")
    debtor.owes(f"FA-{number}-1107", "1200.00", "2026-11-20", issued="2026-09-21")
    debtor.pays(f"FA-{number}-0902", "2000.00").has_credit(f"AV-{number}-031", "310.00")
    return debtor.disputes(f"FA-{number}-0990")


def story(feed):
    """The debtors by the name that their pictures bear."""
    told = {
        "fr": euros(feed, "P-100", "Menuiserie Lefèvre & Fils", "fr", "Anne Lefèvre"),
        "en": euros(feed, "P-101", "Kestrel Bicycles Ltd", "en", "Rowan Achebe"),
    }
    pounds = Debtor(feed, "GB01", "P-200", "Ashworth & Sons Ltd", "en", "Maya Ashworth")
    pounds.owes("INV-4410", "1820.00", "2026-09-16", "PO-118")
    pounds.owes("INV-4502", "96.40", "2026-10-02")
    told["pounds"] = pounds
    many = Debtor(feed, "FR01", "P-102", "Grands Chais du Sud SA", "fr", "Théo Garnier")
    for n in range(37):
        due = str(dt.date(2026, 7, 20) + dt.timedelta(days=2 * n))
        amount = f"{180 + 37 * n}.{n % 10}0"
        many.owes(f"FA-26-{2000 + n}", amount, due, f"PO-{500 + n}", issued="2026-06-20")
    told["many"] = many
    name = "Société coopérative d’approvisionnement des artisans menuisiers du Grand Ouest"
    person = "Marie-Bénédicte de La Rochebrochard-Kerguelen"
    wide = Debtor(feed, "FR01", "P-103-OUEST-2026-0001", name, "fr", person)
    order = "COMMANDE-CADRE-2026/OUEST/0000118-B"
    wide.owes("FA-2026-OUEST-000000871", "1234567.89", "2026-09-10", order)
    wide.owes("FA-2026-OUEST-000000902", "48900.00", "2026-09-11", currency="USD")
    told["wide"] = wide
    paid = Debtor(feed, "FR01", "P-104", "Boulangerie Petit", "fr", "Lucie Petit")
    paid.owes("FA-26-3001", "640.00", "2026-09-10").pays("FA-26-3001", "640.00", PAID, "2026-10-07")
    told["paid"] = paid
    soon = Debtor(feed, "FR01", "P-105", "Atelier Noé", "fr", "Noé Vidal")
    told["soon"] = soon.owes("FA-26-3002", "2300.00", "2026-10-14", "PO-9")
    early = Debtor(feed, "GB01", "P-201", "Fenwick Joinery Ltd", "en", "Iris Fenwick")
    told["early"] = early.owes("INV-4600", "2300.00", "2026-10-14", "PO-9")
    for moment in BEATS:
        for entity in ENTITIES:
            feed.add(moment, entity, "heartbeat", upToMs=str(int(moment.timestamp() * 1000)))
    return told

"""2,466 invoices of a hundred customers and when they were settled, as the events of an ERP."""

import csv
import datetime as dt
import json
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

ENTITY = "US01"
ZONE = ZoneInfo("America/New_York")
SOURCE = "/erp/receivables"
TOPIC = "erp.receivables.documents.v1"
MORNING = dt.time(6)  # before any window opens
FILE = "ar-ibm-late-payments/WA_Fn-UseC_-Accounts-Receivable.csv"


@dataclass(frozen=True)
class Invoice:
    number: str
    account: str
    amount: Decimal
    issued: dt.date
    due: dt.date
    settled: dt.date


def american(text):
    return dt.datetime.strptime(text, "%m/%d/%Y").date()


def read(samples):
    with open(samples / FILE, encoding="utf-8") as file:
        return [
            Invoice(
                row["invoiceNumber"],
                row["customerID"],
                Decimal(row["InvoiceAmount"]),
                american(row["InvoiceDate"]),
                american(row["DueDate"]),
                american(row["SettledDate"]),
            )
            for row in csv.DictReader(file)
        ]


def moment(day):
    return dt.datetime.combine(day, MORNING, ZONE).astimezone(dt.timezone.utc)


def rfc3339(at):
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def address(account):
    return f"payables@{account.lower()}.example"


def date_message(day):
    return {"year": day.year, "month": day.month, "day": day.day}


class Feed:
    """The events of each day, sent in the morning."""

    def __init__(self, invoices):
        self.days = {}
        self.count = 0
        first = min(i.issued for i in invoices)
        for account in sorted({i.account for i in invoices}):
            self.debtor(first, account)
        for invoice in sorted(invoices, key=lambda i: i.number):
            self.invoice(invoice)
            self.payment(invoice)

    def add(self, day, kind, data):
        self.count += 1
        event = {
            "specversion": "1.0",
            "id": f"ar-{self.count:06d}",
            "source": f"{SOURCE}/{ENTITY}",
            "type": f"relance.{kind}.v1",
            "time": rfc3339(moment(day)),
            "datacontenttype": "application/json",
        }
        if "account" in data:
            event["partitionkey"] = f"{ENTITY}|{data['account']}"
        event["data"] = {"legalEntity": ENTITY, **data}
        self.days.setdefault(day, []).append(event)

    def debtor(self, day, account):
        contact = {
            "id": "c1",
            "channel": "email",
            "name": "Accounts Payable",
            "address": address(account),
        }
        data = {"account": account, "name": f"Customer {account}", "kind": "company"}
        data |= {"language": "en", "country": "US", "contacts": [contact]}
        self.add(day, "debtor.changed", data)

    def invoice(self, invoice):
        data = {
            "account": invoice.account,
            "document": invoice.number,
            "currency": "USD",
            "amount": str(invoice.amount),
            "issueDate": date_message(invoice.issued),
            "dueDate": date_message(invoice.due),
        }
        self.add(invoice.issued, "invoice.issued", data)

    def payment(self, invoice):
        data = {
            "account": invoice.account,
            "document": f"PAY-{invoice.number}",
            "currency": "USD",
            "amount": str(invoice.amount),
            "valueDate": date_message(invoice.settled),
            "allocations": [{"document": invoice.number}],
        }
        self.add(invoice.settled, "payment.received", data)

    def heartbeat(self, day):
        """As an event; it is not kept."""
        at = moment(day)
        return {
            "specversion": "1.0",
            "id": f"ar-beat-{day}",
            "source": f"{SOURCE}/{ENTITY}",
            "type": "relance.heartbeat.v1",
            "time": rfc3339(at),
            "datacontenttype": "application/json",
            "data": {"legalEntity": ENTITY, "upToMs": str(int(at.timestamp() * 1000))},
        }


def write(path, events):
    lines = (json.dumps(event, separators=(",", ":")) for event in events)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path

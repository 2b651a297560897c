"""What an ERP would send: CloudEvents of one legal entity, numbered in order."""

import json


def date(text):
    return dict(zip(("year", "month", "day"), map(int, text.split("-"))))


def cloud_event(source, entity, account, event_type, number, data):
    """One event of an entity; about a debtor, or with an empty account about the feed."""
    event = {"specversion": "1.0", "id": f"{event_type}-{number}", "source": f"{source}/{entity}"}
    event |= {"type": f"relance.{event_type}.v1", "datacontenttype": "application/json"}
    subject = {"account": account} if account else {}
    if account:
        event["partitionkey"] = f"{entity}|{account}"
    return event | {"data": {"legalEntity": entity, **subject, **data}}


class Erp:
    """The feed of one entity, on a running suite."""

    def __init__(self, stack, topic, source, entity):
        self.stack, self.topic, self.source, self.entity = stack, topic, source, entity
        self.count = 0

    def event(self, event_type, account, **data):
        self.count += 1
        return cloud_event(self.source, self.entity, account, event_type, self.count, data)

    def debtor(self, account, language="en"):
        contact = {"id": "c1", "channel": "email", "role": "billing", "language": language}
        contact |= {"name": account, "address": f"{account.lower()}@debtor.example"}
        facts = {"name": f"{account} Ltd", "kind": "company", "country": "FR", "language": language}
        return self.event("debtor.changed", account, contacts=[contact], **facts)

    def invoice(self, account, document, amount, issued, due, currency="EUR"):
        dates = {"issueDate": date(issued), "dueDate": date(due)}
        facts = {"document": document, "currency": currency, "amount": amount}
        return self.event("invoice.issued", account, **facts, **dates)

    def payment(self, account, document, amount, paid, on, currency="EUR"):
        facts = {"document": document, "currency": currency, "amount": amount}
        allocations = [{"document": paid, "amount": amount}]
        dated = {"valueDate": date(on), "allocations": allocations}
        return self.event("payment.received", account, **facts, **dated)

    def send(self, *events):
        path = self.stack.folder / "events.ndjson"
        path.write_text("".join(json.dumps(e) + "\n" for e in events), encoding="utf-8")
        self.stack.relance("feed", "send", path, "--topic", self.topic)
        self.stack.relance("feed", "wait")

"""Invoices and payments of many debtors, sent at a steady rate, and what they must add up to."""

import collections
import datetime as dt
import json
import queue
import random
import subprocess
import threading
import time

ENTITIES = {"FR01": "EUR", "GB01": "GBP", "US01": "USD"}


def date(day):
    return {"year": day.year, "month": day.month, "day": day.day}


def text(cents):
    return f"{cents // 100}.{cents % 100:02d}"


class Debtor:
    def __init__(self, entity, number):
        self.entity, self.number = entity, number
        self.invoiced = 0
        self.paid = 0
        self.open = {}  # document -> cents

    @property
    def key(self):
        return (self.entity, self.number)


class Books:
    """Makes events one after the other; the same seed makes the same documents."""

    def __init__(self, seed, debtors, begin):
        self.random = random.Random(seed)
        self.begin = begin
        entities = list(ENTITIES)
        self.debtors = [
            Debtor(entities[n % len(entities)], f"K-{n + 1:05d}") for n in range(debtors)
        ]
        self.documents = {}  # (entity, account, document) -> cents; receipts are negative
        self.count = 0
        self.known = 0
        self.repeats = []
        self.recent = collections.deque(maxlen=30)  # debtors of the last documents

    def event(self, entity, kind, data, now):
        self.count += 1
        return {
            "specversion": "1.0",
            "id": f"chaos-{self.count:07d}",
            "source": f"/erp/demo/{entity}",
            "type": f"relance.{kind}.v1",
            "time": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "datacontenttype": "application/json",
            "data": {"legalEntity": entity, **data},
        }

    def master(self, debtor, now):
        language = "fr" if debtor.entity == "FR01" else "en"
        mailbox = f"{debtor.number.lower()}@{debtor.entity.lower()}.example"
        contact = {"id": "c1", "channel": "email", "name": "A. Payable", "address": mailbox,
                   "role": "billing"}
        return self.event(debtor.entity, "debtor.changed", {
            "account": debtor.number, "name": f"Debtor {debtor.number}", "kind": "company",
            "language": language, "country": debtor.entity[:2], "contacts": [contact]}, now)

    def heartbeat(self, entity, now):
        up_to = str(int(now.timestamp() * 1000))
        return self.event(entity, "heartbeat", {"upToMs": up_to}, now)

    def invoice(self, debtor, now):
        document = f"F-{self.count + 1:07d}"
        cents = self.random.randrange(6_000, 900_000)
        due = now.date() + dt.timedelta(days=self.random.choice([-12, -6, -2, 0, 3, 9, 40, 60]))
        debtor.invoiced += cents
        debtor.open[document] = cents
        self.documents[(*debtor.key, document)] = cents
        return self.event(debtor.entity, "invoice.issued", {
            "account": debtor.number, "document": document,
            "currency": ENTITIES[debtor.entity], "amount": text(cents),
            "issueDate": date(min(due, now.date()) - dt.timedelta(days=30)),
            "dueDate": date(due)}, now)

    def payment(self, debtor, now):
        document = f"P-{self.count + 1:07d}"
        invoice = self.random.choice(sorted(debtor.open))
        cents = debtor.open[invoice]
        if self.random.random() < 0.2:
            cents = max(1, cents // 3)
        debtor.paid += cents
        debtor.open[invoice] -= cents
        if debtor.open[invoice] == 0:
            del debtor.open[invoice]
        self.documents[(*debtor.key, document)] = -cents
        return self.event(debtor.entity, "payment.received", {
            "account": debtor.number, "document": document,
            "currency": ENTITIES[debtor.entity], "amount": text(cents),
            "valueDate": date(now.date()),
            "allocations": [{"document": invoice, "amount": text(cents)}]}, now)

    def next(self, now):
        if self.known < len(self.debtors):
            self.known += 1
            return self.master(self.debtors[self.known - 1], now)
        if self.repeats and self.random.random() < 0.03:
            self.count += 1
            return self.random.choice(self.repeats)  # as connectors do: the same once more
        debtor = self.random.choice(self.debtors)
        self.recent.append(debtor)
        pays = debtor.open and self.random.random() < 0.45
        made = self.payment(debtor, now) if pays else self.invoice(debtor, now)
        if self.count % 20 == 0:
            self.repeats.append(made)
        return made


class Sender(threading.Thread):
    """Writes events into one `relance feed send -`, paced."""

    def __init__(self, stack, books, events, per_second):
        super().__init__(daemon=True)
        self.stack, self.books, self.events, self.per_second = stack, books, events, per_second
        self.heartbeats = queue.Queue()
        self.sent = 0
        self.failed = ""

    def run(self):
        process = subprocess.Popen(
            [self.stack.relance, "feed", "send", "-", "--dir", self.stack.folder],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        begin = time.monotonic()
        try:
            while self.books.count < self.events:
                late = begin + self.sent / self.per_second - time.monotonic()
                if late > 0:
                    process.stdin.flush()
                    time.sleep(late)
                self.write(process, self.books.next(self.stack.now))
                self.sent += 1
                while not self.heartbeats.empty():
                    self.beat(process, self.heartbeats.get())
            self.beat(process, self.stack.now)
            process.stdin.close()
        except OSError as failure:
            self.failed = str(failure)
        errors = process.stderr.read()
        if process.wait() != 0:
            self.failed = self.failed or errors[-500:]

    @staticmethod
    def write(process, event):
        process.stdin.write(json.dumps(event, separators=(",", ":")) + "\n")

    def beat(self, process, now):
        for entity in ENTITIES:
            self.write(process, self.books.heartbeat(entity, now))

"""The ledger of one account: documents, receipts, allocations. It only says what is open."""


import datetime
import itertools


class Item:
    """One maturity of one document, with its track."""

    def __init__(self, name, document, amount, currency, due, arrived, delivered):
        self.name, self.document, self.currency = name, document, currency
        self.amount, self.allocated = amount, 0
        self.due, self.arrived, self.delivered = due, arrived, delivered
        self.closed, self.closed_on, self.closed_in = None, None, None
        # The track.
        self.position, self.level = 0, None   # Next step; level reached, None before any step.
        self.last, self.last_notice = None, None
        self.resume = None                     # No step before, after a dispute.
        self.delay, self.delayed = None, False  # No message before, after a part payment.
        self.opens = None                      # No step before this instant.
        self.message_on = None                 # Date of its last message: the floor with per_item.
        self.shift = datetime.timedelta(0)     # Days lost by suspensions.
        self.announced = self.rejected = self.cap_told = False
        self.minimum_told = None               # The step below whose minimum it was told.
        self.missing, self.document_told = False, False
        self.queued = None
        self.failed, self.attempts = {}, {}    # By step: contacts that failed, failed attempts.
        self.promises = 0
        self.reasons = set()                   # Of its disputes.

    @property
    def open(self):
        return self.amount - self.allocated

    @property
    def anchor(self):
        """What the dates of its steps count from."""
        return self.due + self.shift

    @property
    def reached(self):
        return self.level or 0



ORDER = itertools.count()


class Receipt:
    def __init__(self, name, is_payment, amount, currency, booked, value):
        self.name, self.is_payment, self.currency = name, is_payment, currency
        self.amount, self.rest = amount, amount
        self.booked, self.value = booked, value
        self.allocations, self.waiting = [], []
        self.cash_told, self.allocate_told, self.reversed = False, False, False

    def allocate(self, item, limit):
        """Pays an item up to its open amount. What was taken."""
        taken = min(self.rest, item.open, limit if limit is not None else self.rest)
        if item.currency != self.currency or taken <= 0:
            return 0
        self.rest -= taken
        item.allocated += taken
        self.allocations.append([item, taken, next(ORDER)])
        return taken


class Ledger:
    def __init__(self):
        self.documents, self.items, self.receipts = {}, {}, {}

    def named(self, reference):
        if reference in self.documents:
            items = [i for i in self.items.values() if i.document == reference and i.closed != "corrected"]
            return sorted(items, key=lambda item: (item.due, item.name))
        return [self.items[reference]] if reference in self.items else []

    def pay(self, receipt, purposes, wait=True):
        """Each purpose is (reference, amount or None). The amounts taken, by item."""
        taken = {}
        for reference, amount in purposes:
            items = self.named(reference)
            is_known = reference in self.documents or reference in self.items
            if wait and not is_known:
                receipt.waiting.append((reference, amount))
            left = amount
            for item in items:
                part = receipt.allocate(item, left)
                if part:
                    taken[item.name] = taken.get(item.name, 0) + part
                    left = left - part if left is not None else None
        return taken

    def pay_waiting(self):
        """Receipts that named a document before it came, one after the other, as (receipt, taken)."""
        for receipt in self.receipts.values():
            waiting, receipt.waiting = receipt.waiting, []
            yield receipt, self.pay(receipt, waiting)

    def give_back(self, item):
        """A version made the item smaller than what was allocated to it."""
        given = set()
        made = [(allocation[2], receipt, allocation) for receipt in self.receipts.values()
                for allocation in receipt.allocations if allocation[0] is item]
        for _, receipt, allocation in sorted(made, key=lambda entry: -entry[0]):
            part = min(max(0, item.allocated - item.amount), allocation[1])
            allocation[1] -= part
            item.allocated -= part
            receipt.rest += part
            if part:
                given.add(receipt)
        return given

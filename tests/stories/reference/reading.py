"""Reads a story: its header, its events, what it expects."""

import datetime

from days import calendar, zone
from scenario_file import minor

CHANNELS = ["email", "sms", "letter", "registered", "eregistered"]


class Words:
    """The words of one line, taken one after the other; a comma is a word of its own."""

    def __init__(self, text):
        self.words = text.replace(",", " , ").split()

    def take(self):
        if not self.words:
            raise ValueError("something is missing at the end")
        return self.words.pop(0)

    def skip(self, word):
        if self.words[:1] == [word]:
            self.words.pop(0)
            return True
        return False

    def date(self):
        return datetime.date.fromisoformat(self.take())

    def money(self):
        amount, currency = self.take(), self.take()
        return minor(amount, currency), currency

    def is_amount(self):
        return bool(self.words) and self.words[0].replace(".", "", 1).isdigit()

    def references(self):
        found = [self.take()]
        while self.skip(","):
            found.append(self.take())
        return found


def seconds_of(text):
    parts = [int(part) for part in text.split(":")]
    return parts[0] * 3600 + parts[1] * 60 + (parts[2] if len(parts) > 2 else 0)


class Entity:
    def __init__(self, code, words=None):
        self.code, self.zone, self.calendar = code, *_where(words)
        self.stopped, self.stale, self.stopped_channels = False, False, set()


class Contact:
    def __init__(self, channel, name, role):
        self.channel, self.name, self.role, self.bounced = channel, name, role, False

    def __str__(self):
        return f"{self.channel}:{self.name}" if self.name else self.channel


class Debtor:
    def __init__(self, name, words=None):
        self.name, self.zone, self.calendar = name, *_where(words)
        self.contacts, self.insolvent = [], False
        self.pressed = {}  # Ordinary messages by civil day.


def _where(words):
    place, holidays = "Europe/Paris", "FR"
    while words and words.words:
        if words.skip("zone"):
            place = words.take()
        elif words.skip("calendar"):
            holidays = words.take()
    return zone(place), calendar(holidays)


class Event:
    def __init__(self, at, entity, debtor, text):
        self.at, self.entity, self.debtor, self.text = at, entity, debtor, text


class Story:
    def __init__(self, text):
        self.title, self.scenario, self.pressure, self.show, self.until = "", "std-fr", None, None, None
        self.entities, self.debtors, self.settings = [], [], []
        self.events, self.expected = [], []
        pending = []
        for line in text.splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            if line.startswith("=> "):
                self.expected.append(line[3:].strip())
            elif line[0].isdigit():
                pending.append(line)
            else:
                self._header(line)
        self.entities = self.entities or [Entity("FR01")]
        self.debtors = self.debtors or [Debtor("D42")]
        for debtor in self.debtors:
            debtor.contacts = debtor.contacts or [Contact(c, "", "billing") for c in CHANNELS]
        self.zone = self.entities[0].zone
        self.events = [self._event(line) for line in pending]

    def _header(self, line):
        words = Words(line)
        verb = words.take()
        if verb == "story":
            self.title = line[6:]
        elif verb == "scenario":
            self.scenario = words.take()
        elif verb == "entity":
            self.entities.append(Entity(words.take(), words))
        elif verb == "debtor":
            self.debtors.append(Debtor(words.take(), words))
        elif verb == "contact":
            self.debtors = self.debtors or [Debtor("D42")]
            channel, name = words.take(), words.take()
            role = words.take() if words.skip("role") else "billing"
            self.debtors[-1].contacts.append(Contact(channel, name, role))
        elif verb == "set":
            key, value = words.take(), " ".join(words.words)
            if key == "pressure":
                self.pressure = int(value)
            else:
                self.settings.append((key, value))
        elif verb == "show":
            self.show = words.words
        elif verb == "until":
            self.until = words.date()
        else:
            raise ValueError(f"unknown line: {line}")

    def _event(self, line):
        date, time, rest = line.split(None, 2)
        where = ""
        if rest.startswith("@"):
            where, rest = rest[1:].split(None, 1)
        entity, _, debtor = where.partition("/")
        at = self.zone.instant(datetime.date.fromisoformat(date), seconds_of(time))
        return Event(at, entity or self.entities[0].code, debtor or self.debtors[0].name, rest)

    def reduced(self, lines):
        """Only the shown kinds."""
        kinds = self.show or {kind(line) for line in self.expected}
        return lines if "all" in kinds else [line for line in lines if kind(line) in kinds]


def kind(line):
    words = line.split(None, 4)
    return words[3] if words[2].startswith("@") else words[2]

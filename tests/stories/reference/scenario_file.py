"""Scenario files: the keys, their defaults, and the amounts of each currency."""

import copy
import decimal
import pathlib

import yaml

NO_DECIMALS = set("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split())
THREE_DECIMALS = set("BHD IQD JOD KWD LYD OMR TND".split())
WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

RULES = {
    "floor": 3, "resume": 2, "promise_ahead": 10, "promise_grace": 2, "promises_per_item": 2,
    "in_flight": 5, "cash_hold": 3, "cash_share": 10, "partial_share": 50, "partial_delay": 5,
    "dispute_days": 7, "suspended_days": 30, "credit_note_days": 10, "reopen_days": 30,
    "thank_days": 2, "plan_grace": 3, "instalment_at": -3, "force_days": 2,
}


def decimals(currency):
    return 0 if currency in NO_DECIMALS else 3 if currency in THREE_DECIMALS else 2


def minor(text, currency):
    """Integer minor units of an amount in the main unit."""
    return int(decimal.Decimal(str(text)).scaleb(decimals(currency)))


def shown(amount, currency):
    places = decimals(currency)
    if not places:
        return str(amount)
    sign, amount = ("-" if amount < 0 else ""), abs(amount)
    return f"{sign}{amount // 10**places}.{amount % 10**places:0{places}d}"


def seconds(text):
    if isinstance(text, int):  # YAML reads 08:30 without quotes as a sexagesimal number.
        return text * 60
    hours, minutes = str(text).split(":")[:2]
    return int(hours) * 3600 + int(minutes) * 60


class Step:
    def __init__(self, index, told):
        self.index = index
        self.id = told["id"]
        self.level = told["level"]
        self.do = told.get("do", "message")
        self.at = told["at"]
        self.gap = told.get("gap", 1)
        self.channels = told.get("channels", [])
        self.fallback = told.get("fallback", [])
        self.role = told.get("role", "billing")
        self.min_amount = told.get("min_amount", 0)
        self.approve = told.get("approve", False)
        self.formal = told.get("formal", False)
        self.attachments = told.get("attachments", False)
        self.task = told.get("task", "call")

    @property
    def alone(self):
        """In a notice of its own."""
        return self.do == "handover" or self.formal or self.approve


class Scenario:
    def __init__(self, told):
        self.name = told["name"]
        self.per_item = told.get("mode", "consolidated") == "per_item"
        self.on_rejection = told.get("enter", "due") == "rejection"
        self.tolerance = told.get("tolerance", 0)
        self.min_notice = told.get("min_notice", 0)
        self.cap = told.get("cap", 90)
        window = told.get("window", {})
        self.days = {WEEK.index(day) for day in window.get("days", WEEK[:5])}
        self.opens = seconds(window.get("open", "08:30"))
        self.closes = seconds(window.get("close", "18:00"))
        self.rules = {**RULES, **told.get("rules", {})}
        self.steps = [Step(i, step) for i, step in enumerate(told["steps"])]
        self.by_id = {step.id: step for step in self.steps}
        self.instalment = Step(-1, {"id": "instalment", "level": 0, "at": self.rules["instalment_at"],
                                    "channels": ["email"]})

    def first_above(self, level):
        """Index of the first step of a higher level."""
        for step in self.steps:
            if step.level > level:
                return step.index
        return len(self.steps)


def amount_of(told, currency):
    if isinstance(told, dict):
        told = told.get(currency, told.get("other", 0))
    return minor(told, currency)


def load(folder, name, settings):
    text = (pathlib.Path(folder) / f"{name}.yaml").read_text(encoding="utf-8")
    told = copy.deepcopy(_read(text))
    for key, value in settings:
        where, *path = key.split(".")
        target = told
        while path:
            target = target.setdefault(where, {})
            where, *path = path
        target[where] = value if key in ("window.open", "window.close") else yaml.safe_load(value)
    return Scenario(told)


def _read(text, kept={}):
    if text not in kept:
        kept[text] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return kept[text]

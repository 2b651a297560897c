"""Late interest computed a second time, with exact fractions and from the law alone.

Shares neither code nor files with libs/interest: not even the rates are read from deploy/rates.
"""

from datetime import date, timedelta
from fractions import Fraction
from math import ceil

DAY = timedelta(days=1)


def spread(first, text):
    """{"2009-1": Fraction(250, 100), ...} from rates in order; "1.00*4" holds for four half-years."""
    year, half = map(int, first.split("-"))
    rates = {}
    for word in text.split():
        rate, _, times = word.partition("*")
        for _ in range(int(times or 1)):
            rates[f"{year}-{half}"] = Fraction(rate)
            year, half = (year, 2) if half == 1 else (year + 1, 1)
    return rates


SERIES = {
    "ECB": spread("2009-1", "2.5 1*4 1.25 1*2 .75 .5 .25 .15 .05*3 0*13 2.5 4 4.5 4.25 3.15 2.15*2 2.4"),
    "DE": spread("2009-1", "1.62 .12*4 .37 .12*2 -.13 -.38 -.63 -.73 -.83*3 -.88*13 1.62 3.12 3.62 3.37 2.27 1.27*2 1.52"),
    "BOE": spread("2009-2", ".5*15 .25*2 .5*2 .75*3 .1*3 .25 1.25 3.5 5 5.25*2 4.75 4.25 3.75*2"),
    "FR-LEGAL": spread("2015-1", ".93 .99 1.01 .93 .9 .9 .89 .88 .86 .87 .87 .84 .79 .76 .76 .77 2.06 4.22 5.07 4.92 3.71 2.76 2.62 2.75"),
}  # fmt: skip
UNCONFIRMED = {"BOE": "2024-2", "FR-LEGAL": "2026-2"}  # from this half-year on
FROZEN = {"fr-public", "uk"}
SCALES = {"uk": ("GBP", [(0, 40), (1000, 70), (10000, 100)]), "de-consumer": ("EUR", [])}
PROFILES = ["fr-private", "fr-public", "eu-default", "es", "it", "de-b2b", "de-consumer", "uk", "be"]


class Missing(Exception):
    """A half-year without a published rate."""


def half_of(day):
    return f"{day.year}-{1 if day.month <= 6 else 2}"


def series_of(profile):
    return {"de-b2b": "DE", "de-consumer": "DE", "uk": "BOE"}.get(profile, "ECB")


def rate_of(profile, day, due):
    series, half = series_of(profile), half_of(day)
    if half not in SERIES[series]:
        raise Missing(series, half)
    margin = {"fr-private": 10, "de-consumer": 5}.get(profile, 8)
    if profile == "es" and day < date(2013, 2, 24):
        margin = 7
    if profile == "de-b2b" and due >= date(2014, 7, 29):
        margin = 9
    rate = SERIES[series][half] + margin
    return Fraction(ceil(rate * 2), 2) if profile == "be" else rate


def half_up(amount):
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)


def new_segment_on(day, claim):
    """Whether the law begins a new segment on this day, whatever was paid."""
    statutory = claim["rate"] is None and claim["profile"] not in FROZEN
    return (
        (day.month, day.day) == (1, 1) and (statutory or claim["day_count"] == "ACT_ACT")
        or (day.month, day.day) == (7, 1) and statutory
        or day == date(2013, 2, 24) and statutory and claim["profile"] == "es"
    )  # fmt: skip


def boundaries(claim, stops):
    """The last day of every segment between the due date and `as_of`."""
    due, as_of = claim["due"], claim["as_of"]
    fixed = [date(y, m, d) for y in range(due.year, as_of.year + 1) for m, d in ((1, 1), (7, 1))]
    begins = [day for day in [*fixed, date(2013, 2, 24)] if new_segment_on(day, claim)]
    lasts = {day - DAY for day in begins} | set(stops) | {as_of}
    return sorted(day for day in lasts if due < day <= as_of)


def opinion(claim):
    """Minor units throughout; `events` are (date, "credit" or "payment", amount) in any order."""
    due, as_of, frozen = claim["due"], claim["as_of"], claim["profile"] in FROZEN
    principal, accrued, settled = claim["amount"], 0, 0
    events = sorted(event for event in claim["events"] if event[0] <= as_of and event[2] > 0)
    credited = surplus = 0
    segments, halves = [], []

    def receive(kind, amount):
        nonlocal principal, settled, credited, surplus
        if kind == "payment" and claim["allocation"] == "INTEREST_FIRST":
            part = min(amount, accrued - settled)
            settled, amount = settled + part, amount - part
        part = min(amount, principal)
        principal, amount = principal - part, amount - part
        credited += part if kind == "credit" else 0
        surplus += amount

    for _, kind, amount in [event for event in events if event[0] <= due]:
        receive(kind, amount)
    late, debt, start = principal > 0 and as_of > due, claim["amount"] - credited, due
    for last in boundaries(claim, [event[0] for event in events]):
        if principal:
            day = due + DAY if frozen else start + DAY
            rate = claim["rate"] if claim["rate"] is not None else rate_of(claim["profile"], day, due)
            leap = claim["day_count"] == "ACT_ACT" and last.year % 4 == 0 and (last.year % 100 != 0 or last.year % 400 == 0)
            interest = half_up(principal * rate * (last - start).days / 100 / (366 if leap else 365))
            segments.append((start + DAY, last, principal, rate, interest))
            halves.append(half_of(day))
            accrued += interest
        for _, kind, amount in [event for event in events if event[0] == last]:
            receive(kind, amount)
        start = last
    indemnity = 0
    currency, scale = SCALES.get(claim["profile"], ("EUR", [(0, 40)]))
    if late and not claim["insolvency"] and claim["currency"] == currency:
        indemnity = 100 * max((fee for floor, fee in scale if 100 * floor <= debt), default=0)
    owed = accrued - settled
    return {"segments": segments, "interest": owed, "indemnity": indemnity, "principal": principal,
            "total": principal + owed + indemnity, "surplus": surplus, "halves": halves, "late": late}  # fmt: skip

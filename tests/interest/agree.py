#!/usr/bin/python3
"""Random claims, computed by `relance law claims` and by second_opinion.py: they must agree.

    tests/interest/agree.py build/release/bin/relance [--claims 20000] [--seed N]

Prints the seed. Exit codes: 0 they agree, 1 they do not (the first five differences are shown).
"""

import argparse
import json
import random
import subprocess
import sys
from datetime import date, timedelta
from fractions import Fraction

from second_opinion import DAY, PROFILES, SCALES, SERIES, UNCONFIRMED, Missing, half_of, opinion

CHUNK = 20_000
SHOWN = 5
DECIMALS = {"EUR": 2, "GBP": 2, "USD": 2, "JPY": 0, "KWD": 3}


def some_day(dice, low, high):
    """Any day, or one of those at which rules change."""
    day = low + timedelta(days=dice.randrange(max(1, (high - low).days + 1)))
    edges = [date(day.year, 1, 1), date(day.year, 6, 30), date(day.year, 7, 1), date(day.year, 12, 31)]
    edges += [date(2013, 2, 23), date(2013, 2, 24), date(2014, 7, 28), date(2014, 7, 29)]
    return dice.choice(edges) if dice.random() < 0.2 else day


def some_claim(dice):
    profile = dice.choice(PROFILES)
    own = "GBP" if profile == "uk" else "EUR"
    currency = own if dice.random() < 0.9 else dice.choice(list(DECIMALS))
    amount = dice.choice([dice.randrange(1, 10**7), dice.randrange(10**12), 99999, 100000, 999999, 10**6])
    due = some_day(dice, date(2009, 1, 1), date(2026, 12, 31))
    as_of = due + timedelta(days=dice.choice([dice.randrange(-40, 400), dice.randrange(0, 2500)]))
    if dice.random() < 0.9:
        as_of = min(as_of, date(2026, 12, 31))
    days = [some_day(dice, due - 20 * DAY, max(due, as_of) + 20 * DAY) for _ in range(dice.choice([0, 0, 1, 2, 3, 5]))]
    days += dice.choices([due, due + DAY, as_of, *days], k=dice.choice([0, 0, 1, 2]))
    events = []
    for day in days:
        kind = dice.choice(["payment", "payment", "credit"])
        events.append((day, kind, dice.randrange(max(1, amount) // dice.choice([1, 2, 5, 50]) + 1)))
    rate = Fraction(dice.randrange(0, 200_000), 10_000) if dice.random() < 0.25 else None
    return {"profile": profile, "currency": currency, "amount": amount, "due": due, "as_of": as_of,
            "events": events, "rate": rate, "insolvency": dice.random() < 0.1,
            "day_count": dice.choice(["ACT_365", "ACT_365", "ACT_ACT"]),
            "allocation": dice.choice(["PRINCIPAL_FIRST", "INTEREST_FIRST"])}  # fmt: skip


def decimal(minor, places):
    digits = str(minor).rjust(places + 1, "0")
    return digits if places == 0 else f"{digits[:-places]}.{digits[-places:]}"


def line_of(claim):
    places = DECIMALS[claim["currency"]]
    lists = {"payment": [], "credit": []}
    for day, kind, amount in claim["events"]:
        lists[kind].append(f"{decimal(amount, places)}:{day}")
    line = {"profile": claim["profile"], "amount": decimal(claim["amount"], places),
            "currency": claim["currency"], "due": str(claim["due"]), "as_of": str(claim["as_of"]),
            "payments": lists["payment"], "credits": lists["credit"], "insolvency": claim["insolvency"],
            "day_count": claim["day_count"], "allocation": claim["allocation"]}  # fmt: skip
    if claim["rate"] is not None:
        line["rate"] = decimal(int(claim["rate"] * 10_000), 4)
    return json.dumps(line)


def warned_of(claim, mine):
    """What the warnings must name, in any order."""
    named = []
    if mine["segments"] and claim["rate"] is None:
        series = {"uk": "BOE"}.get(claim["profile"], "ECB")
        named += [f"{series} {half}" for half in set(mine["halves"]) if half >= UNCONFIRMED.get(series, "9")]
    elif mine["segments"] and claim["profile"].startswith("fr-"):
        day, halves = mine["segments"][0][0], []
        while day <= mine["segments"][-1][1]:
            halves.append(half_of(day))
            day = date(day.year, 7, 1) if day.month <= 6 else date(day.year + 1, 1, 1)
        known = SERIES["FR-LEGAL"]
        named += [f"FR-LEGAL {half}" for half in halves if half in known and claim["rate"] < 3 * known[half]]
        named += [f"FR-LEGAL {half}" for half in halves if half in known and half >= UNCONFIRMED["FR-LEGAL"]]
        named += [f"FR-LEGAL {half}" for half in halves if half not in known][:1]
    currency, scale = SCALES.get(claim["profile"], ("EUR", [(0, 40)]))
    if mine["late"] and scale and not claim["insolvency"] and currency != claim["currency"]:
        named.append("recovery indemnity")
    if mine["surplus"]:
        named.append(decimal(mine["surplus"], DECIMALS[claim["currency"]]) + " " + claim["currency"])
    return named


def difference(claim, theirs):
    """What the two say differently, or None."""
    try:
        mine = opinion(claim)
    except Missing as missing:
        words = theirs.get("error", {}).get("message", "")
        return None if all(word in words for word in missing.args) else f"expected {missing.args}"
    places = DECIMALS[claim["currency"]]
    expected = {name: decimal(mine[name], places) for name in ("interest", "indemnity", "principal", "total")}
    found = {name: theirs.get(name) for name in expected}
    if found != expected:
        return f"expected {expected}"
    lines = [(str(first), str(last), (last - first).days + 1, decimal(amount, places), rate, decimal(interest, places))
             for first, last, amount, rate, interest in mine["segments"]]  # fmt: skip
    keys = ("from", "to", "days", "amount", "rate", "interest")
    if [tuple(Fraction(s[k]) if k == "rate" else s[k] for k in keys) for s in theirs["segments"]] != lines:
        return f"expected segments {lines}"
    left = list(theirs["warnings"])
    for name in warned_of(claim, mine):
        told = next((words for words in left if name in words), None)
        if told is None:
            return f"expected a warning of {name}"
        left.remove(told)
    return f"unexpected warnings {left}" if left else None


def compare(relance, dice, count):
    """How many of `count` claims differ; shows some."""
    claims = [some_claim(dice) for _ in range(count)]
    lines = "\n".join(map(line_of, claims)) + "\n"
    ran = subprocess.run([relance, "law", "claims", "-"], input=lines, capture_output=True, text=True, timeout=600)
    answers = ran.stdout.splitlines()
    if ran.returncode not in (0, 65) or len(answers) != count:
        sys.exit(f"relance ended with {ran.returncode} after {len(answers)} answers: {ran.stderr[-500:]}")
    differing = 0
    for claim, answer in zip(claims, answers):
        why = difference(claim, json.loads(answer))
        if why is None:
            continue
        differing += 1
        if differing <= SHOWN:
            print(f"{line_of(claim)}\n  answered {answer}\n  {why}")
    return differing


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("relance", help="the program")
    parser.add_argument("--claims", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = random.randrange(2**32) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    dice = random.Random(seed)
    differing = 0
    for done in range(0, options.claims, CHUNK):
        differing += compare(options.relance, dice, min(CHUNK, options.claims - done))
    print(f"{options.claims} claims, {differing} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())

"""The files of the feed, and what a document may not say."""

import datetime as dt
import json
from decimal import Decimal, InvalidOperation
from pathlib import Path

import yaml

from civil import UTC, civil

DECIMALS = {"JPY": 0, "KRW": 0, "KWD": 3, "TND": 3}
CURRENCIES = {
    "EUR",
    "GBP",
    "USD",
    "CHF",
    "JPY",
    "KRW",
    "KWD",
    "TND",
    "SEK",
    "NOK",
    "DKK",
    "PLN",
    "CAD",
    "AUD",
}


def fault(kind, data):
    """The field that makes a document impossible, or None."""
    if "currency" in data and data["currency"] not in CURRENCIES:
        return "currency"
    for name in ("amount",):
        if name not in data:
            continue
        try:
            amount = Decimal(data[name])
        except InvalidOperation:
            return name
        if amount <= 0 or -amount.as_tuple().exponent > DECIMALS.get(data["currency"], 2):
            return name
    for name in ("issueDate", "dueDate", "valueDate"):
        try:
            if name in data:
                civil(data[name])
        except ValueError:
            return name
    if (
        kind == "relance.invoice.issued.v1"
        and "dueDate" in data
        and civil(data["dueDate"]) < civil(data["issueDate"])
    ):
        return "dueDate"
    return None


def read_feed(folder):
    files = []
    for path in sorted(Path(folder).glob("*.ndjson")):
        moment = dt.datetime.strptime(path.stem, "%Y-%m-%dT%H-%M-%SZ").replace(tzinfo=UTC)
        with open(path, encoding="utf-8") as file:
            files.append((moment, [json.loads(line) for line in file if line.strip()]))
    if not files:
        raise SystemExit(f"expected.py: no *.ndjson in {folder}")
    return files


def read_entities(path):
    with open(path, encoding="utf-8") as file:
        known = yaml.load(file, Loader=yaml.BaseLoader)
    listed = known["legal_entities"] if isinstance(known, dict) else known
    return {
        e["code"]: {"zone": e["zone"], "calendar": e["calendar"], "scenario": e["scenario"]}
        for e in listed
    }

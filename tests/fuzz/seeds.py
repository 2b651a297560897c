#!/usr/bin/python3
"""The first inputs of the fuzzers, taken from what the repository holds already.

    tests/fuzz/seeds.py DIR

writes DIR/NAME/* for each fuzzer NAME. What fuzzing found is kept beside, in tests/fuzz/corpus.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FEED_TYPES = [
    "debtor.changed",
    "invoice.issued",
    "credit_note.issued",
    "payment.received",
    "document.reversed",
    "status.changed",
    "heartbeat",
    "history.imported",
    "item.written_off",
    "account.gap",
]


class Seeds:
    """Writes numbered files, one folder a fuzzer."""

    def __init__(self, folder):
        self.folder = folder

    def add(self, fuzzer, content):
        place = self.folder / fuzzer
        place.mkdir(parents=True, exist_ok=True)
        number = sum(1 for _ in place.iterdir())
        data = content if isinstance(content, bytes) else content.encode()
        (place / f"{number:03d}").write_bytes(data)


def demo_events():
    """A few events of every type, as lines of structured JSON."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([ROOT / "deploy/demo/generate.py", folder], check=True, stdout=subprocess.DEVNULL)
        lines = [line for file in sorted(Path(folder).iterdir()) for line in file.read_text().splitlines()]
    kept = []
    for kind in FEED_TYPES:
        kept += [line for line in lines if json.loads(line)["type"] == f"relance.{kind}.v1"][:4]
    return lines, kept


def type_index(event):
    return FEED_TYPES.index(event["type"].removeprefix("relance.").removesuffix(".v1"))


def feeds(seeds):
    lines, kept = demo_events()
    for line in kept:
        event = json.loads(line)
        data = json.dumps(event["data"], ensure_ascii=False)
        seeds.add("event_line", line)
        seeds.add("feed_event", bytes([2 * type_index(event) + 1]) + data.encode())
    # Everything about a few debtors, in order.
    accounts = {}
    for line in lines:
        event = json.loads(line)
        accounts.setdefault(event.get("partitionkey"), []).append(event)
    longest = sorted((events for key, events in accounts.items() if key), key=len)
    for events in longest[-1:] + longest[len(longest) // 2 :][:3]:
        text = b""
        for event in events[:12]:
            data = json.dumps(event["data"], ensure_ascii=False).encode()
            text += bytes([type_index(event)]) + data + b"\n"
        seeds.add("feed_to_books", text)


def files(seeds):
    for story in sorted((ROOT / "tests/stories").glob("*.story"))[::4]:
        seeds.add("story", story.read_bytes())
    for scenario in sorted((ROOT / "tests/stories/scenarios").glob("*.yaml")):
        seeds.add("scenario_file", scenario.read_bytes())
        seeds.add("config_folder", b"\2" + scenario.read_bytes())
    config = ROOT / "deploy/config"
    for number, name in enumerate(["legal_entities.yaml", "feeds.yaml", "scenarios/email-fr.yaml"]):
        seeds.add("config_folder", bytes([number]) + (config / name).read_bytes())
    for text in sorted((config / "texts").glob("*.yaml")):
        seeds.add("notice_text", text.read_bytes())
    seeds.add("config_folder", b"\3" + (config / "texts/level1.fr.yaml").read_bytes())
    seeds.add("topics", (ROOT / "deploy/kafka/topics.yaml").read_bytes())
    seeds.add("settings", "KAFKA__BROKERS=127.0.0.1:9092\nkafka:\n  brokers: [a, b]\nredis: {address: c}\n")
    for language in ("en", "fr"):
        words = (ROOT / f"services/portal/pages/{language}.words").read_bytes()
        seeds.add("portal_words", f"{language}-CA,de;q=0.8,*;q=0\n".encode() + words)
    for name in ("profiles.yaml", "ecb.yaml", "fr_legal.yaml"):
        text = (ROOT / "deploy/rates" / name).read_bytes()
        seeds.add("law_files", bytes([name != "profiles.yaml"]) + text)
    golden = (ROOT / "libs/journal/golden/record.hex").read_text().strip()
    seeds.add("journal_record", bytes.fromhex(golden))


def words(seeds):
    for text in (
        "FR01/D42", "0199f1d0-0000-7abc-8def-0123456789ab", "2026-10-02", "2026-10-02T06:30:00.000Z",
        "08:30", "mon", "0199f1d0", "AAECAw",
    ):  # fmt: skip
        seeds.add("ids", text)
    claim = {"profile": "fr-private", "amount": "12000.00", "currency": "EUR", "due": "2026-05-01",
             "as_of": "2026-09-01", "payments": ["5000.00:2026-06-30"], "allocation": "INTEREST_FIRST"}  # fmt: skip
    seeds.add("law_claim", json.dumps(claim))
    claim |= {"profile": "uk", "currency": "GBP", "credits": ["1.00:2026-07-01"], "rate": "8.5"}
    seeds.add("law_claim", json.dumps({**claim, "day_count": "ACT_ACT", "insolvency": True}))
    for text in ("EUR12000.00", "EUR-1", "JPY5000", "KWD12.500", "EUR1 240,50", "EUR1.240", "12.345"):
        seeds.add("amounts", text)
    for text in (
        "a=1&b=caf%C3%A9&c=1+2&a=", "session=ab-1; language=fr; x=\"y\"", "/account/FR01/F-1",
        "/l/AAE",
    ):  # fmt: skip
        seeds.add("http", text)
    seeds.add("link", "AAEw" + "MDAw" * 9 + "MDAwMDAw"[: 46 - 4 - 36])
    for number in range(9):
        seeds.add("portal_page", bytes([number]) + b"<b>\"'&{{x}}[[y]]")
    for text in (
        "Ateliers du Ponant\u200b SAS\r\n", "FR76 3000 6000 0112 3456 7890 189", "RF18 5390 0754 7034",
        "{n, plural, one {# facture} other {# factures}}", "a" * 200 + " é",
    ):  # fmt: skip
        seeds.add("shown_text", text)
    seeds.add("mail", "Müller & Söhne\nbüro@müller.example\nFacture n° 1\nBonjour,\n.\n")
    for text in (
        "17 " + "ab" * 32 + " 8123", "unix:/run/redis.sock", "[::1]:6379", "{ledger:17}v1:position",
        "mMOVED 3999 127.0.0.1:6381;", "aai\0\0i\3\14a127.0.0.1;i\377\5abcd;eee",
    ):  # fmt: skip
        seeds.add("redis_text", text.encode("latin-1"))


def stored(seeds):
    """Documents with nothing in them are zeros."""
    for fuzzer, kinds in (("ledger_view", "airmp"), ("scenario_view", "cdporf"), ("notifier_view", "nlk")):
        for kind in kinds:
            for size in (4, 16, 40):
                seeds.add(fuzzer, kind.encode() + bytes(size))
    for number in range(53):
        seeds.add("scenario_view", b"f" + bytes([number]) + bytes(6))
    for fuzzer in ("ledger_message", "notifier_message"):
        for tag in range(1, 8):
            seeds.add(fuzzer, b"f" * (fuzzer == "ledger_message") + bytes([tag << 3 | 2, 3, 10, 1, 65]))
    seeds.add("notifier_message", "FR01/D42/n-1")


def exports(seeds):
    opening = {"format": "relance journal export 1", "installation": "b1", "topic": "t", "partitions": 4}
    head = {"partition": 2, "sequence": 17, "hash": "ab" * 32}
    record = {"partition": 2, "offset": 0, "header": "CAEQAQ", "entries": ["AAEC", ""]}
    for line in (opening, record, {"heads": [head]}):
        seeds.add("journal_export", json.dumps(line))
    seeds.add("journal_export", "\n".join(json.dumps(x) for x in (opening, record, {"heads": [head]})))


def main():
    folder = Path(sys.argv[1])
    shutil.rmtree(folder, ignore_errors=True)
    seeds = Seeds(folder)
    for write in (feeds, files, words, stored, exports):
        write(seeds)


if __name__ == "__main__":
    main()

"""Exported journals as facts. Shares nothing with the suite but the contract in proto/: the
messages are read with code that protoc writes on the spot, the archives of case facts by hand."""

import base64
import hashlib
import importlib
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STEP_BLOCKED, MESSAGE_CROSSED = 33, 47  # places in the list of case facts


@dataclass(frozen=True)
class Entry:
    """One fact with its place."""

    partition: int
    sequence: int
    at_ms: int
    key: str
    kind: str
    fact: object


class Protos:
    """The generated modules, as long as the program runs."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="relance-protos-")
        out = ["--python_out", self.folder.name]
        all_of_them = sorted((ROOT / "proto").rglob("*.proto"))
        subprocess.run(["protoc", "-I", ROOT / "proto", *out, *all_of_them], check=True)
        sys.path.insert(0, self.folder.name)
        self.record = importlib.import_module("relance.journal.v1.record_pb2")
        self.facts = {
            service: getattr(importlib.import_module(f"relance.{service}.v1.facts_pb2"), name)
            for service, name in (
                ("ledger", "LedgerFact"),
                ("scenario", "ScenarioFact"),
                ("notifier", "NotifierFact"),
            )
        }


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def entries(protos, service, path):
    """The facts of an export in the order of each partition's chain. An export holds what the
    acceptance rule accepted; the chain is followed here once more."""
    last = {}
    with open(path, encoding="utf-8") as file:
        opening = json.loads(next(file))
        for line in file:
            document = json.loads(line)
            if "heads" in document:
                continue
            partition, stored = document["partition"], decoded(document["header"])
            header = protos.record.Header.FromString(stored)
            origin = ["relance journal 1", opening["installation"], opening["topic"]]
            origin.append(str(partition))
            before = last.get(partition, hashlib.sha256("\n".join(origin).encode()).digest())
            if header.previous_hash != before:
                raise SystemExit(f"{path}: record {header.sequence} does not extend the chain")
            last[partition] = hashlib.sha256(stored).digest()
            for text in document["entries"]:
                entry = protos.record.Entry.FromString(decoded(text))
                for data in entry.facts:
                    fact = protos.facts[service].FromString(data)
                    kind = fact.WhichOneof("kind")
                    place = (partition, header.sequence, header.recorded_at_ms)
                    yield Entry(*place, entry.key, kind, getattr(fact, kind))


class Archive:
    """The compact form of case facts: varints, numbers zigzag, strings with their length."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def varint(self):
        value = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def number(self):
        value = self.varint()
        return value >> 1 ^ -(value & 1)

    def text(self):
        length = self.varint()
        self.at += length
        return self.data[self.at - length : self.at].decode()


@dataclass(frozen=True)
class Blocked:
    step: str
    reason: int


@dataclass(frozen=True)
class Crossed:
    step: str
    thanks: bool


MINIMUM = 14  # among the reasons why a step may not leave


def case_fact(archive):
    """StepBlocked and MessageCrossed; None for every other fact."""
    reader = Archive(archive)
    kind = reader.varint()
    if kind == STEP_BLOCKED:
        reader.text()  # its key
        return Blocked(reader.text(), reader.number())
    if kind == MESSAGE_CROSSED:
        return Crossed(reader.text(), reader.number() == 1)
    return None

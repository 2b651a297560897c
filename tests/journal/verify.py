#!/usr/bin/python3
"""Checks an export of a journal with nothing of the suite: the format alone, read by hand.

    tests/journal/verify.py ledger.ndjson

Prints one JSON line for each record that does not verify and exits 1, or says how much was checked
and exits 0. Standard library only.
"""

import base64
import hashlib
import json
import sys


def sha256(data):
    return hashlib.sha256(data).digest()


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & (2**64 - 1), at
        shift += 7
        if shift > 63:
            raise ValueError("a number without an end")


def fields(data):
    """The fields of a protobuf message: (number, value) in the order of the bytes."""
    at = 0
    while at < len(data):
        tag, at = varint(data, at)
        number, wire = tag >> 3, tag & 7
        if number == 0:
            raise ValueError("field 0")
        if wire == 0:
            value, at = varint(data, at)
        elif wire in (1, 5):
            size = 8 if wire == 1 else 4
            value, at = data[at : at + size], at + size
        elif wire == 2:
            size, at = varint(data, at)
            value, at = data[at : at + size], at + size
        else:
            raise ValueError(f"wire type {wire}")
        if at > len(data):
            raise ValueError("cut")
        yield number, wire, value


class Header:
    def __init__(self, data):
        self.hash = sha256(data)
        self.format = self.sequence = 0
        self.previous = b""
        self.digests = []
        self.readable = True
        try:
            for number, wire, value in fields(data):
                if (number, wire) == (1, 0):
                    self.format = value
                elif (number, wire) == (2, 0):
                    self.sequence = value
                elif (number, wire) == (3, 2):
                    self.previous = value
                elif (number, wire) == (7, 2):
                    self.digests.append(value)
        except (ValueError, IndexError):
            self.readable = False


def decoded(text):
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode() != text:
        raise ValueError("not base64url as it is written here")
    return data


def origin(opening, partition):
    """The predecessor that the first record of a partition names."""
    parts = ["relance journal 1", opening["installation"], opening["topic"], str(partition)]
    return sha256("\n".join(parts).encode())


class Chain:
    """One partition's records in the order of the file."""

    def __init__(self, first, dossier):
        self.origin, self.dossier = first, dossier
        self.links = []  # (place in the chain, hash, previous)
        self.highest = 0
        self.wrong = {}

    def say(self, sequence, what):
        self.wrong.setdefault(sequence, []).append(what)

    def add(self, data, entries):
        header = Header(data)
        place, last = (self.links[-1][0] + 1, self.links[-1][1]) if self.links else (1, self.origin)
        if not header.readable:
            self.say(place, "unreadable header")
        else:
            if header.previous != last and header.sequence > 0:
                place = header.sequence
            if header.sequence != place:
                self.say(place, f"calls itself {header.sequence}")
            if header.format != 1:
                self.say(place, "unknown format")
            if place <= self.highest:
                self.say(place, "out of order or twice")
            self.check_entries(place, header.digests, entries)
        self.links.append((place, header.hash, header.previous))
        self.highest = max(self.highest, place)

    def check_entries(self, place, digests, entries):
        if len(digests) != len(entries):
            self.say(place, "number of entries")
            return
        for index, (digest, entry) in enumerate(zip(digests, entries)):
            if not (self.dossier and entry == b"") and sha256(entry) != digest:
                self.say(place, f"entry {index}")

    def finish(self, head):
        links = sorted(self.links, key=lambda link: link[0])
        broken = [False] * (len(links) + 1)
        before, before_hash = 0, self.origin
        for index, (place, digest, previous) in enumerate(links):
            for missing in range(before + 1, min(place, before + 1001)):
                self.say(missing, "missing")
            broken[index] = place == before + 1 and previous != before_hash
            before, before_hash = place, digest
        if head is not None:
            if head["sequence"] > before:
                for missing in range(before + 1, min(head["sequence"], before + 1000) + 1):
                    self.say(missing, "missing")
            elif head["sequence"] < before:
                self.say(before, "beyond the head")
            elif bytes.fromhex(head["hash"]) != before_hash:
                broken[len(links)] = True
        self.blame(links, broken)

    def blame(self, links, broken):
        index = 0
        while index < len(broken):
            if not broken[index]:
                index += 1
                continue
            last = index
            while last + 1 < len(broken) and broken[last + 1]:
                last += 1
            if index == last:
                self.say(links[max(index - 1, 0)][0] if links else 0, "altered")
            for altered in range(index, last):
                self.say(links[altered][0], "altered")
            index = last + 1


def verify(path):
    wrong, chains, heads, records = [], {}, None, 0
    with open(path, encoding="utf-8") as file:
        opening = json.loads(next(file))
        if opening.get("format") != "relance journal export 1":
            raise SystemExit("verify.py: not an export of a journal")
        for line in file:
            document = json.loads(line)
            if "heads" in document:
                heads = {head["partition"]: head for head in document["heads"]}
                continue
            records += 1
            partition = document["partition"]
            chain = chains.setdefault(
                partition, Chain(origin(opening, partition), "account" in opening)
            )
            chain.add(decoded(document["header"]), [decoded(e) for e in document["entries"]])
    if heads is None:
        wrong.append({"partition": -1, "sequence": 0, "what": "the file ends without its heads"})
    for partition in heads or {}:
        chains.setdefault(partition, Chain(origin(opening, partition), "account" in opening))
    for partition, chain in sorted(chains.items()):
        chain.finish((heads or {}).get(partition))
        for sequence, what in sorted(chain.wrong.items()):
            wrong.append({"partition": partition, "sequence": sequence, "what": "; ".join(what)})
    return records, wrong


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    records, wrong = verify(sys.argv[1])
    for finding in wrong:
        print(json.dumps(finding))
    if not wrong:
        print(f"unbroken: {records} records")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

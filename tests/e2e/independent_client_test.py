#!/usr/bin/python3
"""The suite spoken to by programs that know only its contracts: kcat for the ERP's topic,
JavaScript and buf for gRPC. Needs npm for the latter two; exit code 77 without."""

import json
import os
import shutil
import subprocess
import unittest
from pathlib import Path

from stack import ROOT, Stack, configuration, npm_packages, skip, within

HERE = Path(__file__).resolve().parent
CLIENT = HERE / "independent_client"
TOPIC = "erp.independent.documents.v1"
SOURCE = "/erp/independent"
PARTITIONS = 4
LIMIT_SECONDS = 500


def murmur2(data):
    """The hash by which producers written in Java choose a partition."""
    mask, m = 0xFFFFFFFF, 0x5BD1E995
    h = (0x9747B28C ^ len(data)) & mask
    for at in range(0, len(data) - len(data) % 4, 4):
        k = int.from_bytes(data[at : at + 4], "little") * m & mask
        k = (k ^ k >> 24) * m & mask
        h = (h * m & mask) ^ k
    rest = data[len(data) - len(data) % 4 :]
    if rest:
        h = (h ^ int.from_bytes(rest, "little")) * m & mask
    h = (h ^ h >> 13) * m & mask
    return h ^ h >> 15


def partition_of(key):
    return (murmur2(key.encode()) & 0x7FFFFFFF) % PARTITIONS


class IndependentClientTest(unittest.TestCase):
    stack = None

    @classmethod
    def setUpClass(cls):
        cls.node = npm_packages(CLIENT, ROOT / "build" / "e2e" / "node")
        shutil.copy(CLIENT / "client.mjs", cls.node / "client.mjs")
        within(LIMIT_SECONDS)
        up = ["--at", "2026-09-28T06:00:00Z", "--erp-topic", TOPIC]
        cls.stack = Stack("independent", up)
        cls.stack.__enter__()
        cls.addClassCleanup(cls.stack.stop, False)
        feed = {"topic": TOPIC, "source": SOURCE, "envelope": "cloudevents", "format": "any"}
        cls.stack.apply(configuration(cls.stack.folder / "config", "US01", feed))
        cls.known = json.loads((cls.stack.dir / "dev.json").read_text(encoding="utf-8"))
        cls.ledger = cls.known["ledger"]["grpc"]

    def node_client(self, *words, address=None):
        command = ["node", "client.mjs", address or self.ledger, ROOT / "proto", *words]
        done = subprocess.run(command, cwd=self.node, capture_output=True, text=True, timeout=90)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def kcat(self, *words):
        command = ["kcat", "-q", "-b", self.known["brokers"], "-t", TOPIC, *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def produce(self, key, content_type, document, value):
        """One CloudEvent in binary mode, on the partition that the key belongs to."""
        path = self.stack.folder / f"{document}.value"
        path.write_bytes(value)
        headers = {"ce_specversion": "1.0", "ce_id": document, "ce_source": f"{SOURCE}/US01"}
        headers |= {"ce_type": "relance.invoice.issued.v1", "content-type": content_type}
        words = [w for name, text in headers.items() for w in ("-H", f"{name}={text}")]
        self.kcat("-P", "-p", partition_of(key), "-k", key, *words, path)

    def account(self, number):
        self.stack.relance("feed", "wait")
        return json.loads(self.node_client("account", "US01", number))

    def invoice_by_kcat(self, account, document, amount):
        value = {"legalEntity": "US01", "account": account, "document": document}
        value |= {"currency": "USD", "amount": amount}
        value |= {"issueDate": {"year": 2026, "month": 9, "day": 1}}
        value |= {"dueDate": {"year": 2026, "month": 10, "day": 1}}
        key = f"US01|{account}"
        self.produce(key, "application/json", document, json.dumps(value).encode())

    def test_an_invoice_as_json_from_kcat_is_booked(self):
        self.invoice_by_kcat("K-1", "KCAT-1", "310.75")
        found = self.account("K-1")
        self.assertEqual(found["balances"][0]["open"], "31075")
        self.assertEqual([i["id"] for i in found["items"]], ["KCAT-1"])

    def test_an_invoice_as_protobuf_from_kcat_is_booked(self):
        text = (
            'legal_entity: "US01" account: "K-2" document: "KCAT-2" currency: "USD" amount: "42.00"'
            " issue_date { year: 2026 month: 9 day: 1 } due_date { year: 2026 month: 10 day: 2 }"
        )
        encode = ["protoc", "-I", ROOT / "proto", "--encode", "relance.feed.v1.InvoiceIssued"]
        encode.append("relance/feed/v1/feed.proto")
        value = subprocess.run(encode, input=text.encode(), capture_output=True, check=True).stdout
        self.produce("US01|K-2", "application/protobuf", "KCAT-2", value)
        found = self.account("K-2")
        self.assertEqual(found["balances"][0]["open"], "4200")
        self.assertEqual(found["items"][0]["due_date"], {"year": 2026, "month": 10, "day": 2})

    def test_the_suite_sends_a_key_to_the_partition_that_a_java_producer_would_choose(self):
        accounts = [f"M-{n}" for n in range(12)]
        path = self.stack.folder / "events.ndjson"
        with open(path, "w", encoding="utf-8") as file:
            for account in accounts:
                event = {"specversion": "1.0", "id": account, "source": f"{SOURCE}/US01"}
                event |= {"type": "relance.debtor.changed.v1", "partitionkey": f"US01|{account}"}
                event["data"] = {"legalEntity": "US01", "account": account, "name": account}
                event["datacontenttype"] = "application/json"
                file.write(json.dumps(event) + "\n")
        self.stack.relance("feed", "send", path, "--topic", TOPIC)
        listed = self.kcat("-C", "-o", "beginning", "-e", "-f", "%k %p\\n").split("\n")
        found = dict(line.split(" ") for line in listed if line.startswith("US01|M-"))
        wanted = {f"US01|{a}": str(partition_of(f"US01|{a}")) for a in accounts}
        self.assertEqual(found, wanted)
        self.assertGreater(len(set(wanted.values())), 1)

    def test_documents_over_grpc_are_booked_and_wrong_calls_are_refused_with_their_field(self):
        self.node_client("record")

    def buf(self, *words):
        home = npm_packages(ROOT / "tests" / "tidy", ROOT / "build" / "npm")
        command = [home / "node_modules" / ".bin" / "buf", "curl", "--protocol", "grpc"]
        command += ["--http2-prior-knowledge", *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_every_service_describes_itself(self):
        for service in ("ledger", "scenario", "notifier"):
            listed = self.buf("--list-services", f"http://{self.known[service]['grpc']}").split()
            self.assertIn(f"relance.{service}.v1.{service.capitalize()}Service", listed)

    def test_a_call_made_from_what_the_ledger_tells_of_itself_is_answered(self):
        names = {"actor": "independent", "role": "system", "entities": "US01"}
        words = [w for name, text in names.items() for w in ("-H", f"relance-{name}: {text}")]
        words += ["-d", '{"account": {"legalEntity": "US01", "number": "R-1"}}']
        url = f"http://{self.ledger}/relance.ledger.v1.LedgerService/GetAccount"
        self.invoice_by_kcat("R-1", "KCAT-3", "7.00")
        self.stack.relance("feed", "wait")
        self.assertEqual(json.loads(self.buf(*words, url))["balances"][0]["open"], "700")

    def test_every_service_says_that_it_is_well(self):
        for service in ("ledger", "scenario", "notifier"):
            self.node_client("health", address=self.known[service]["grpc"])


if __name__ == "__main__":
    for program in ("npm", "node", "kcat", "protoc"):
        if shutil.which(program, path=os.environ["PATH"] + os.pathsep + "/usr/bin") is None:
            skip(f"no {program} on this machine")
    unittest.main(verbosity=2)

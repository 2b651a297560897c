#!/usr/bin/python3
"""The whole suite with certificates: every call between services is mutual TLS, each service may call
only what it must, and a reminder still reaches its debtor."""

import json
import os
import subprocess
import tempfile
import unittest
import urllib.request
from pathlib import Path
from unittest import mock

from stack import Stack, configuration, within

TOPIC = "erp.mtls.documents.v1"
SOURCE = "/erp/mtls"
SERVICES = ("ledger", "scenario", "notifier", "portal")
UNAVAILABLE, NO_PERMISSION = 69, 77
LIMIT_SECONDS = 240


class Authority:
    """A root of its own in a folder, and certificates under it."""

    def __init__(self, folder):
        folder.mkdir(parents=True)
        self.folder = folder
        self.root = folder / "root.pem"
        self.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                     "-keyout", folder / "root.key", "-out", self.root, "-days", "2",
                     "-subj", "/CN=relance test root")

    def openssl(self, *words):
        command = ["openssl", *map(str, words)]
        subprocess.run(command, check=True, capture_output=True, timeout=60)

    def issue(self, name):
        key, request, chain = (self.folder / f"{name}.{kind}" for kind in ("key", "csr", "pem"))
        names = self.folder / f"{name}.names"
        names.write_text(f"subjectAltName=DNS:{name},DNS:localhost,IP:127.0.0.1\n", encoding="utf-8")
        self.openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                     "-keyout", key, "-out", request, "-subj", f"/CN={name}")
        self.openssl("x509", "-req", "-in", request, "-CA", self.root, "-CAkey",
                     self.folder / "root.key", "-CAcreateserial", "-days", "2", "-extfile", names,
                     "-out", chain)
        return {"certificate": str(chain), "key": str(key), "authority": str(self.root)}


def of_service(name, files):
    return {f"RELANCE_{name.upper()}__TLS__{kind.upper()}": path for kind, path in files.items()}


def of_caller(files):
    return {f"RELANCE_TLS_{kind.upper()}": path for kind, path in files.items()}


def events():
    contact = {"id": "c1", "channel": "email", "name": "Ann Lee", "address": "ann@mtls.example"}
    contact |= {"role": "billing", "language": "en"}
    debtor = {"name": "Lee Ltd", "kind": "company", "contacts": [contact]}
    invoice = {"document": "T-1", "currency": "USD", "amount": "740.00"}
    invoice |= {"issueDate": {"year": 2026, "month": 8, "day": 20}}
    invoice |= {"dueDate": {"year": 2026, "month": 9, "day": 21}}
    for kind, data in (("debtor.changed", debtor), ("invoice.issued", invoice)):
        event = {"specversion": "1.0", "id": kind, "source": f"{SOURCE}/US01"}
        event |= {"type": f"relance.{kind}.v1", "partitionkey": "US01|T"}
        event |= {"datacontenttype": "application/json"}
        yield event | {"data": {"legalEntity": "US01", "account": "T", **data}}


class MutualTlsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        within(LIMIT_SECONDS)
        folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        authority = Authority(folder / "tls")
        cls.files = {name: authority.issue(name) for name in (*SERVICES, "operator", "erp")}
        cls.stranger = Authority(folder / "other").issue("operator")
        environment = of_caller(cls.files["operator"])
        for name in SERVICES:
            environment |= of_service(name, cls.files[name])
        cls.enterClassContext(mock.patch.dict(os.environ, environment))
        cls.stack = Stack("mtls", ["--at", "2026-09-28T06:00:00Z", "--erp-topic", TOPIC])
        cls.stack.__enter__()
        cls.addClassCleanup(cls.stack.stop, False)
        feed = {"topic": TOPIC, "source": SOURCE, "envelope": "cloudevents", "format": "any"}
        cls.stack.apply(configuration(cls.stack.folder / "config", "US01", feed))

    def as_caller(self, files, *words):
        none = dict.fromkeys(("certificate", "key", "authority"), "")
        with mock.patch.dict(os.environ, of_caller(files or none)):
            return self.stack.run(*words)

    def test_a_reminder_reaches_its_debtor_and_the_link_in_it_opens(self):
        path = self.stack.folder / "events.ndjson"
        path.write_text("".join(json.dumps(e) + "\n" for e in events()), encoding="utf-8")
        self.stack.relance("feed", "send", path, "--topic", TOPIC)
        self.stack.relance("feed", "wait")
        self.stack.relance("clock", "advance", "--by", "1d")
        mails = list((self.stack.dir / "mail" / "new").iterdir())
        self.assertEqual(len(mails), 1)
        self.assertIn(b"T-1", mails[0].read_bytes())
        link = self.stack.relance("portal", "link", "US01/T", "--contact", "c1").split()[-1]
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        with browser.open(link, timeout=20) as page:
            self.assertIn("740.00", page.read().decode())

    def test_without_a_certificate_or_with_a_strangers_nobody_answers(self):
        for files in (None, self.stranger):
            done = self.as_caller(files, "account", "show", "US01/T")
            self.assertEqual(done.returncode, UNAVAILABLE, done.stdout + done.stderr)

    def test_a_certificate_opens_only_what_its_holder_must_call(self):
        for holder in ("erp", "notifier", "scenario"):
            done = self.as_caller(self.files[holder], "account", "show", "US01/T")
            self.assertEqual(done.returncode, NO_PERMISSION, f"{holder}: {done.stdout}{done.stderr}")


if __name__ == "__main__":
    unittest.main(verbosity=2)

#!/usr/bin/python3
"""What the operators' page says is there to watch is there: a suite that sent a reminder, was asked for
a page and refused a document is scraped."""

import json
import re
import unittest
import urllib.request

from mtls_test import SOURCE, TOPIC, events
from stack import ROOT, Stack, configuration, within

LIMIT_SECONDS = 240
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def refused():
    event = {"specversion": "1.0", "id": "refused", "source": f"{SOURCE}/US01"}
    event |= {"type": "relance.invoice.issued.v1", "partitionkey": "US01|T"}
    event |= {"datacontenttype": "application/json"}
    return event | {"data": {"legalEntity": "US01", "account": "T", "document": "no amount"}}


class MetricsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        within(LIMIT_SECONDS)
        cls.stack = Stack("metrics", ["--at", "2026-09-28T06:00:00Z", "--erp-topic", TOPIC])
        cls.stack.__enter__()
        cls.addClassCleanup(cls.stack.stop, False)
        feed = {"topic": TOPIC, "source": SOURCE, "envelope": "cloudevents", "format": "any"}
        cls.stack.apply(configuration(cls.stack.folder / "config", "US01", feed))

    def test_every_metric_of_the_page_is_scraped(self):
        path = self.stack.folder / "events.ndjson"
        beat = {"specversion": "1.0", "id": "beat", "source": f"{SOURCE}/US01"}
        beat |= {"type": "relance.heartbeat.v1", "time": "2026-09-28T06:00:00Z"}
        beat |= {"datacontenttype": "application/json", "partitionkey": "US01"}
        beat |= {"data": {"legalEntity": "US01", "upToMs": "1790575200000"}}
        lines = [*events(), refused(), beat]
        path.write_text("".join(json.dumps(e) + "\n" for e in lines), encoding="utf-8")
        self.stack.relance("feed", "send", path, "--topic", TOPIC)
        self.stack.relance("feed", "wait")
        self.stack.relance("clock", "advance", "--by", "1d")
        link = self.stack.relance("portal", "link", "US01/T", "--contact", "c1").split()[-1]
        urllib.request.build_opener(urllib.request.HTTPCookieProcessor()).open(link, timeout=20).close()
        known = json.loads((self.stack.dir / "dev.json").read_text(encoding="utf-8"))
        scraped = ""
        for service in ("ledger", "scenario", "notifier", "portal"):
            url = f"http://{known[service]['probe']}/metrics"
            with urllib.request.urlopen(url, timeout=20) as answer:
                scraped += answer.read().decode()
        found = set(re.findall(r"^# TYPE (\S+)", scraped, re.M))
        wanted = set(re.findall(r"`((?:relance|grpc)_[a-z_]+)[`{]", PAGE))
        self.assertGreater(len(wanted), 15)
        self.assertEqual(wanted - found, set())


if __name__ == "__main__":
    unittest.main(verbosity=2)

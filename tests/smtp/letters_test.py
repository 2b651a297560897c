#!/usr/bin/python3
"""The approved letters, read by a mail library that did not write them."""

import email
import email.policy
import pathlib
import re
import sys
import unittest
from html.parser import HTMLParser

GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "services" / "notifier" / "golden"
VOID = {"meta", "br", "img", "link", "hr"}
AMOUNT = re.compile(r"\d[\d\u202f,.]*\u00a0€|€\d[\d,.]*\d")


class Page(HTMLParser):
    """The words of a page, and whether its elements are closed in order."""

    def __init__(self, html):
        super().__init__()
        self.words, self.open, self.faults = [], [], []
        self.links, self.language = [], None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "html":
            self.language = attributes.get("lang")
        if tag == "a":
            self.links.append(attributes["href"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data):
        self.words.append(data)


class LettersTest(unittest.TestCase):
    def letters(self):
        paths = sorted(GOLDEN.glob("*.eml"))
        self.assertGreaterEqual(len(paths), 12)
        for path in paths:
            raw = path.read_bytes()
            yield path.stem, raw, email.message_from_bytes(raw, policy=email.policy.default)

    def test_every_letter_reads_as_a_mail_without_defects(self):
        for name, raw, mail in self.letters():
            with self.subTest(name):
                self.assertEqual(mail.defects, [])
                self.assertEqual(mail.get_content_type(), "multipart/alternative")
                self.assertNotIn(b"\n", raw.replace(b"\r\n", b""))
                self.assertLess(max(map(len, raw.split(b"\r\n"))), 998)
                self.assertEqual(mail["Auto-Submitted"], "auto-generated")
                self.assertEqual(mail["From"].addresses[0].display_name,
                                 "Claire Martin – Ateliers Morel")
                self.assertEqual(str(mail["From"]), str(mail["Reply-To"]))
                self.assertLessEqual(len(mail["Subject"]), 60)
                self.assertRegex(mail["X-Relance-Trace"], r"^00-[0-9a-f]{32}-[0-9a-f]{16}-01$")

    def test_text_and_page_claim_the_same_amounts(self):
        for name, _raw, mail in self.letters():
            with self.subTest(name):
                text = mail.get_body(("plain",)).get_content()
                page = Page(mail.get_body(("html",)).get_content())
                claimed = set(AMOUNT.findall(text))
                self.assertTrue(claimed)
                self.assertEqual(claimed, set(AMOUNT.findall("\n".join(page.words))))
                self.assertLessEqual(set(AMOUNT.findall(mail["Subject"])), claimed)

    def test_pages_are_whole_and_fetch_nothing(self):
        for name, _raw, mail in self.letters():
            with self.subTest(name):
                html = mail.get_body(("html",)).get_content()
                page = Page(html)
                self.assertEqual(page.faults + page.open, [])
                self.assertEqual(page.language, name.split(".")[1])
                self.assertNotRegex(html, r"<img|<script|src=|url\(")
                for link in page.links:
                    self.assertRegex(link, r"^(https://portal\.example/l/TOKEN|mailto:)")


if __name__ == "__main__":
    sys.exit(unittest.main())

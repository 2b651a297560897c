#!/usr/bin/python3
"""A mail server for one machine: takes every message and keeps it in a Maildir.

Listens on 127.0.0.1 only. Once it does, its port stands in the file given with --ready. Stops on
SIGTERM. Each message is one file in <folder>/new, named so that names sort in the order of arrival;
its envelope stands in the headers X-Envelope-From and X-Envelope-To.

What goes wrong on request, for the local part of a recipient (--refuse may be repeated):

    maildir_smtp.py --maildir mail --ready port --refuse bounce=550 --refuse later=451 --delay 0.2

--reload re-reads the refusals from a file, one LOCAL=CODE a line, whenever a message comes.
"""

import argparse
import asyncio
import os
import pathlib
import re
import signal
import sys

from aiosmtpd.smtp import SMTP


class Maildir:
    """The folder, and the order of what arrives in it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        for name in ("tmp", "new", "cur"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        taken = [int(path.name.split(".")[0]) for sub in ("new", "cur")
                 for path in (self.folder / sub).iterdir() if path.name.split(".")[0].isdigit()]
        self.last = max(taken, default=0)

    def keep(self, envelope):
        self.last += 1
        name = f"{self.last:08d}.{os.getpid()}.relance"
        head = f"X-Envelope-From: {envelope.mail_from}\r\n"
        head += "".join(f"X-Envelope-To: {to}\r\n" for to in envelope.rcpt_tos)
        temporary = self.folder / "tmp" / name
        with open(temporary, "wb") as file:
            file.write(head.encode("utf-8", "surrogateescape") + envelope.original_content)
            file.flush()
            os.fsync(file.fileno())
        os.rename(temporary, self.folder / "new" / name)
        return name


class Handler:
    """What aiosmtpd asks for each recipient and message."""

    def __init__(self, maildir, options):
        self.maildir = maildir
        self.options = options

    def refusals(self):
        rules = list(self.options.refuse)
        if self.options.reload and os.path.exists(self.options.reload):
            with open(self.options.reload, encoding="utf-8") as file:
                rules += [line.strip() for line in file if "=" in line]
        return dict(rule.rsplit("=", 1) for rule in rules)

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        code = self.refusals().get(address.rsplit("@", 1)[0])
        if code:
            return f"{code} refused on request"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        if self.options.delay:
            await asyncio.sleep(self.options.delay)
        return f"250 2.0.0 kept as {self.maildir.keep(envelope)}"


def rule(text):
    if not re.fullmatch(r"[^=@\s]+=[45]\d\d( [45]\.\d+\.\d+)?", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not LOCAL=CODE, such as dead=550 5.1.1")
    return text


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--maildir", required=True, help="folder; made when it is missing")
    parser.add_argument("--ready", required=True, help="file that gets the port")
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--refuse", type=rule, action="append", default=[], metavar="LOCAL=CODE")
    parser.add_argument("--reload", default="", metavar="FILE", help="more refusals")
    parser.add_argument("--delay", type=float, default=0, metavar="SECONDS", help="of answers")
    return parser.parse_args()


async def serve(options):
    loop = asyncio.get_running_loop()
    handler = Handler(Maildir(options.maildir), options)
    server = await loop.create_server(
        lambda: SMTP(handler, hostname="localhost", enable_SMTPUTF8=True), "127.0.0.1",
        options.port)
    stop = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stop.set)
    port = server.sockets[0].getsockname()[1]
    temporary = options.ready + ".new"
    with open(temporary, "w", encoding="ascii") as file:
        file.write(f"{port}\n")
    os.rename(temporary, options.ready)
    await stop.wait()
    server.close()
    await server.wait_closed()
    os.unlink(options.ready)


def main():
    asyncio.run(serve(read_options()))
    return 0


if __name__ == "__main__":
    sys.exit(main())

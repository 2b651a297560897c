#!/usr/bin/python3
"""A mail server that misbehaves on request, for the tests of the SMTP sender.

What it does with a message is said by the local part of the recipient:

    ok                 takes it
    rcpt-CODE          answers CODE to RCPT TO
    data-CODE          answers CODE to DATA
    final-CODE         answers CODE to the final dot
    cut-before-data    closes when DATA comes
    cut-in-data        closes after the first line of content
    cut-after-dot      takes it and closes without an answer
    cut-after-250      takes it, says so, and closes
    close-after        takes it; the next command on this connection finds it closed
    tarpit             waits before it answers RCPT TO

--greeting CODE refuses at the door; --certificate and --key offer STARTTLS; --auth demands a
password. Messages taken are files in --folder. The port stands in --ready once it listens.
"""

import argparse
import os
import re
import signal
import socket
import ssl
import threading
import time


class Session:
    def __init__(self, server, connection):
        self.server = server
        self.connection = connection
        self.file = connection.makefile("rb")
        self.behaviour = "ok"
        self.tls = False

    def say(self, line):
        self.connection.sendall(line.encode() + b"\r\n")

    def close(self):
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.file.close()  # Holds the socket open as well.
        self.connection.close()

    def run(self):
        if self.server.options.greeting:
            self.say(f"{self.server.options.greeting} not now")
            return self.close()
        self.say("220 scripted ESMTP")
        while True:
            line = self.file.readline()
            if not line:
                return self.close()
            if self.command(line.decode("utf-8", "replace").strip()) == "closed":
                return None

    def command(self, line):
        verb = line.split(" ")[0].split(":")[0].upper()
        handler = getattr(self, "on_" + verb.lower(), None)
        if handler is None:
            return self.say("250 ok")
        return handler(line)

    def on_ehlo(self, _line):
        offers = ["scripted"]
        if self.server.context and not self.tls:
            offers.append("STARTTLS")
        if self.server.options.auth:
            offers.append("AUTH PLAIN")
        for offer in offers[:-1]:
            self.say("250-" + offer)
        self.say("250 " + offers[-1])

    def on_starttls(self, _line):
        self.say("220 go on")
        self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
        self.file = self.connection.makefile("rb")
        self.tls = True

    def on_auth(self, line):
        import base64
        if line.upper() == "AUTH PLAIN":
            self.say("334 ")
            line = "AUTH PLAIN " + self.file.readline().decode().strip()
        given = base64.b64decode(line.split(" ")[2]).decode().split("\0")[-1]
        self.say("235 welcome" if given == self.server.options.auth else "535 wrong password")

    def on_quit(self, _line):
        self.say("221 bye")
        self.close()
        return "closed"

    def on_rcpt(self, line):
        self.behaviour = re.search(r"<([^@>]*)@", line).group(1)
        if self.behaviour == "tarpit":
            time.sleep(2)
        if match := re.match(r"rcpt-(\d+)", self.behaviour):
            return self.say(f"{match.group(1)} <{self.behaviour}@example.com> is not for me")
        return self.say("250 ok")

    def on_data(self, _line):
        if self.behaviour == "cut-before-data":
            self.close()
            return "closed"
        if match := re.match(r"data-(\d+)", self.behaviour):
            return self.say(f"{match.group(1)} no data")
        self.say("354 go on")
        if self.behaviour == "cut-in-data":
            self.file.readline()
            self.close()
            return "closed"
        return self.content()

    def content(self):
        lines = []
        while (line := self.file.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        if not line:
            self.close()
            return "closed"
        if match := re.match(r"final-(\d+)", self.behaviour):
            return self.say(f"{match.group(1)} not this one")
        self.server.keep(b"".join(lines), self.tls)
        if self.behaviour == "cut-after-dot":
            self.close()
            return "closed"
        self.say("250 2.0.0 queued as 4F3")
        if self.behaviour in ("cut-after-250", "close-after"):
            self.close()
            return "closed"
        return None


class Server:
    def __init__(self, options):
        self.options = options
        self.taken = 0
        self.lock = threading.Lock()
        self.context = None
        if options.certificate:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(options.certificate, options.key)

    def keep(self, content, tls):
        with self.lock:
            self.taken += 1
            name = f"{self.taken}{'.tls' if tls else ''}.eml"
            with open(os.path.join(self.options.folder, name), "wb") as file:
                file.write(content)

    def serve(self):
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        ready = self.options.ready
        with open(ready + ".new", "w", encoding="ascii") as file:
            file.write(str(listener.getsockname()[1]))
        os.rename(ready + ".new", ready)
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=self.session, args=(connection,), daemon=True).start()

    def session(self, connection):
        with self.lock:
            with open(os.path.join(self.options.folder, "connections"), "a",
                      encoding="ascii") as file:
                file.write(".")
        try:
            Session(self, connection).run()
        except OSError:
            pass  # The other side is gone, or refuses our certificate.


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ready", required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--greeting", default="")
    parser.add_argument("--certificate", default="")
    parser.add_argument("--key", default="")
    parser.add_argument("--auth", default="")
    # A handler of Python's would wait for accept() when the signal comes just before it.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Server(parser.parse_args()).serve()


if __name__ == "__main__":
    main()

"""gRPC over curl, and the messages of proto/: enough to ask a service from outside without its code."""

import importlib
import os
import random
import re
import socket
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OK, INVALID_ARGUMENT, DEADLINE_EXCEEDED, NOT_FOUND, UNAVAILABLE = 0, 3, 4, 5, 14


def load_messages():
    """Translates proto/ for Python into a folder of its own and puts it on the path."""
    folder = tempfile.mkdtemp(prefix="relance-messages-")
    protos = sorted(str(p.relative_to(ROOT / "proto")) for p in (ROOT / "proto").rglob("*.proto"))
    subprocess.run(
        ["protoc", f"--proto_path={ROOT / 'proto'}", f"--python_out={folder}", *protos], check=True
    )
    sys.path.insert(0, folder)
    return folder


def messages(name):
    """messages("ledger.v1.facts") is the module of proto/relance/ledger/v1/facts.proto."""
    return importlib.import_module(f"relance.{name}_pb2")


def call(target, method, request, reply, timeout=5.0, actor="chaos"):
    """(status, reply or None). A service that cannot be reached is UNAVAILABLE."""
    body = request.SerializeToString()
    done = subprocess.run(
        [
            "curl", "-s", "--http2-prior-knowledge", "--max-time", str(timeout), "-D", "/dev/stderr",
            "-H", "content-type: application/grpc", "-H", "te: trailers",
            "-H", f"relance-actor: {actor}", "-H", "relance-role: lead", "-H", "relance-entities: *",
            "-H", f"grpc-timeout: {int(timeout * 1000)}m",
            "--data-binary", "@-", f"http://{target}/{method}",
        ],
        input=struct.pack(">BI", 0, len(body)) + body,
        capture_output=True,
        check=False,
    )
    status = re.search(rb"grpc-status: (\d+)", done.stderr)
    if done.returncode == 28:
        return DEADLINE_EXCEEDED, None
    if status is None:
        return UNAVAILABLE, None
    if int(status[1]) != OK:
        return int(status[1]), None
    reply.ParseFromString(done.stdout[5:])
    return OK, reply


def command_id(now_ms, dice):
    """A UUID of version 7."""
    value = (now_ms << 80) | dice.getrandbits(80)
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    text = f"{value:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def until(seconds, condition, pause=0.1):
    """Waits for a condition; what it gave last, true or not."""
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if found or time.monotonic() > deadline:
            return found
        time.sleep(pause)


def free_port():
    """Outside the range from which outgoing connections take theirs: nobody takes it meanwhile."""
    for _ in range(1_000):
        port = random.randrange(15_000, 30_000)
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no free port")


def process_began(pid):
    """When a process began, so that a pid given to another one since is not taken for it."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    except (OSError, IndexError):
        return None
    return None if fields[0] == "Z" else fields[19]


def environment_of(pid):
    text = Path(f"/proc/{pid}/environ").read_bytes().decode()
    return dict(line.split("=", 1) for line in text.split("\0") if "=" in line)


def executable_of(pid):
    return os.readlink(f"/proc/{pid}/exe").removesuffix(" (deleted)")

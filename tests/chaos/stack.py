"""A development stack on real Kafka with two instances of each service that owns a journal."""

import datetime as dt
import json
import os
import re
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

import rpc

SERVICES = ("ledger", "scenario", "notifier")
UTC = dt.timezone.utc


def instant(moment):
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Child:
    """A process that may be killed and started again with what it was started with."""

    def __init__(self, name, pid, command, environment, log):
        self.name, self.command, self.environment, self.log = name, command, environment, log
        self.adopt(pid)

    def adopt(self, pid):
        self.pid, self.began, self.popen = pid, rpc.process_began(pid), None

    def runs(self):
        if self.popen is not None and self.popen.poll() is not None:
            return False
        return self.began is not None and rpc.process_began(self.pid) == self.began

    def end(self, signum, patience=30):
        if self.runs():
            if signum != signal.SIGKILL:
                os.kill(self.pid, signal.SIGCONT)  # a frozen process takes no other signal
            os.kill(self.pid, signum)
        if not rpc.until(patience, lambda: not self.runs(), 0.01):
            os.kill(self.pid, signal.SIGKILL)
            rpc.until(5, lambda: not self.runs(), 0.01)
            return False
        return True

    def start(self, **more):
        self.environment.update(more)
        with open(self.log, "ab") as log:
            self.popen = subprocess.Popen(
                self.command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, start_new_session=True,
            )
        self.pid = self.popen.pid
        self.began = rpc.process_began(self.pid)


class Instance(Child):
    """One of the two processes of a service."""

    def __init__(self, service, number, pid, environment, log, program):
        super().__init__(f"{service}.{number}", pid, [program], dict(environment), log)
        self.service, self.number = service, number

    def setting(self, name):
        return f"RELANCE_{self.service.upper()}__{name}"

    @property
    def grpc(self):
        return self.environment[self.setting("GRPC__LISTEN")]

    def metrics(self):
        url = f"http://{self.environment[self.setting('PROBE__LISTEN')]}/metrics"
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.read().decode()
        except OSError:
            return ""

    def second(self):
        """The other instance: the same settings on ports of its own."""
        environment = dict(self.environment)
        for name in ("GRPC__LISTEN", "PROBE__LISTEN"):
            environment[self.setting(name)] = f"127.0.0.1:{rpc.free_port()}"
        log = self.log.replace(".log", ".2.log")
        return Instance(self.service, 2, -1, environment, log, self.command[0])

    def start_at(self, now):
        self.start(**{self.setting("DEVELOPMENT__CLOCK"): instant(now)})


class Stack:
    def __init__(self, programs, folder, begin, kafka=True):
        self.relance = str(Path(programs) / "relance")
        self.folder = str(folder)
        self.now = begin
        self.kafka = kafka
        self.instances = []
        self.redis = None

    def command(self, *words, timeout=120, check=True):
        done = subprocess.run(
            [self.relance, *words, "--dir", self.folder], capture_output=True, text=True,
            timeout=timeout, check=False,
        )
        if check and done.returncode != 0:
            raise RuntimeError(f"relance {' '.join(words)}: {done.stderr.strip()[-2000:]}")
        return done

    def up(self, instances=2):
        kafka = ["--kafka"] if self.kafka else []
        self.command("dev", "up", "--at", instant(self.now), *kafka, timeout=240)
        self.record = json.loads(Path(self.folder, "dev.json").read_text(encoding="utf-8"))
        for process in self.record["processes"]:
            pid = process["pid"]
            if process["name"] in SERVICES:
                first = Instance(
                    process["name"], 1, pid, rpc.environment_of(pid), process["log"],
                    rpc.executable_of(pid),
                )
                self.instances.append(first)
            elif process["name"] == "redis":
                command = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")[:-1]
                self.redis = Child(
                    "redis", pid, self.redis_command(command), rpc.environment_of(pid),
                    process["log"],
                )
        if instances == 2:
            for first in list(self.instances):
                second = first.second()
                second.start_at(self.now)
                self.instances.append(second)
        rpc.until(60, self.all_owned)
        for instance in self.instances:
            if not instance.runs():
                raise RuntimeError(f"{instance.name} ended; see {instance.log}")
        for _ in range(8):  # 75: some partitions have not answered yet
            done = self.command("config", "apply", str(rpc.ROOT / "deploy/config"), check=False)
            if done.returncode != 75:
                break
        if done.returncode != 0:
            raise RuntimeError("config apply: " + done.stderr)

    def redis_command(self, command):
        """A process shows a title in place of its arguments; they are those of `dev up`."""
        if "--dir" in command:
            return command
        return [
            "redis-server", "--dir", f"{self.folder}/redis", "--save", "", "--bind", "127.0.0.1",
            "--port", self.record["redis"].rsplit(":", 1)[1], "--appendonly", "yes",
            "--appendfsync", "everysec", "--maxmemory-policy", "noeviction",
        ]

    def down(self):
        """Names of those that had to be killed."""
        killed = [i.name for i in reversed(self.instances) if not i.end(signal.SIGTERM)]
        if self.redis is not None:
            self.redis.end(signal.SIGTERM)
        self.command("dev", "down", timeout=240, check=False)
        return killed

    def of(self, service):
        return [i for i in self.instances if i.service == service]

    def ask(self, instance, method, request, reply, timeout=5.0):
        return rpc.call(instance.grpc, method, request, reply, timeout)

    def partitions(self, service):
        """partition -> (instance, status) of what the instances say they own."""
        admin = rpc.messages("journal.v1.admin")
        found = {}
        for instance in self.of(service):
            _, answer = self.ask(
                instance, "relance.journal.v1.JournalService/ListPartitions",
                admin.ListPartitionsRequest(), admin.ListPartitionsResponse(),
            )
            for partition in answer.partitions if answer else []:
                found.setdefault(partition.partition, []).append((instance, partition))
        return found

    def all_owned(self):
        """Every partition of every service has exactly one owner that has caught up."""
        for service in SERVICES:
            found = self.partitions(service)
            if len(found) != self.record["partitions"]:
                return False
            if any(len(o) != 1 or o[0][1].state != "owned" for o in found.values()):
                return False
        return True

    def lags(self):
        """(service, topic, partition) -> records that its owner has not read, by its metrics."""
        found = {}
        for instance in self.instances:
            if not instance.runs():
                continue
            for line in instance.metrics().split("\n"):
                if line.startswith("relance_kafka_consumer_lag_records{"):
                    labels = dict(re.findall(r'(\w+)="([^"]*)"', line))
                    key = (labels["service"], labels["topic"], labels["partition"])
                    found[key] = float(line.rsplit(" ", 1)[1])
        return found

    def without_lag(self):
        """Every partition has its owner, and every input of every service is read to its end."""
        if not self.all_owned():
            return False
        found = self.lags()
        told = {(service, int(partition)) for service, _, partition in found}
        every = {(s, p) for s in SERVICES for p in range(self.record["partitions"])}
        return every <= told and not any(found.values())

    def at_rest(self):
        """Inputs read to the end everywhere, nothing in flight, nothing due; twice alike."""
        clock = rpc.messages("dev.v1.clock")
        activity = []
        for _ in range(2):
            seen = []
            for instance in self.instances:
                _, status = self.ask(
                    instance, "relance.dev.v1.DevClockService/GetStatus", clock.GetStatusRequest(),
                    clock.GetStatusResponse(),
                )
                if status is None or not status.quiet:
                    return False
                seen.append(status.activity)
            activity.append(seen)
        return activity[0] == activity[1] and self.all_owned()

    def set_clock(self, moment):
        """The business time of every instance that answers; the others begin with it."""
        clock = rpc.messages("dev.v1.clock")
        self.now = moment
        request = clock.SetClockRequest(now_ms=int(moment.timestamp() * 1000))
        for instance in self.instances:
            if instance.runs():
                self.ask(
                    instance, "relance.dev.v1.DevClockService/SetClock", request,
                    clock.SetClockResponse(),
                )

    def kill_redis(self, cut=0):
        """As if its machine had lost power: the last `cut` bytes of its log are gone too."""
        self.redis.end(signal.SIGKILL)
        if cut:
            logs = sorted(Path(self.folder, "redis", "appendonlydir").glob("*.incr.aof"))
            size = logs[-1].stat().st_size
            os.truncate(logs[-1], max(0, size - cut))
        self.redis.start()

    def flush_redis(self):
        host, port = self.record["redis"].rsplit(":", 1)
        subprocess.run(["redis-cli", "-h", host, "-p", port, "FLUSHALL"], check=True,
                       capture_output=True, timeout=20)

    def mails(self):
        return sorted(Path(self.record["maildir"], "new").iterdir())

    def logs(self):
        return sorted(Path(self.folder, "logs").glob("*.log"))

    def seconds_to_rest(self, limit):
        begin = time.monotonic()
        if not rpc.until(limit, self.at_rest, 0.2):
            return None
        return time.monotonic() - begin

"""What must be true when the faults are over. Each check gives its findings; none is good."""

import base64
import collections
import email
import email.policy
import json
import subprocess
from pathlib import Path

import feed
import rpc
from stack import SERVICES


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


MOST_EMPTY_DUMP = 100  # lines; a dump of views that nobody writes has a few a partition


class Journal:
    """An export, with each entry as (partition, sequence, entry)."""

    def __init__(self, path):
        record = rpc.messages("journal.v1.record")
        self.entries = []
        self.recorded_at = {}
        with open(path, encoding="utf-8") as file:
            for line in file:
                read = json.loads(line)
                if "header" not in read:
                    continue
                header = record.Header.FromString(decode(read["header"]))
                self.recorded_at[(read["partition"], header.sequence)] = header.recorded_at_ms
                for entry in read["entries"]:
                    parsed = record.Entry.FromString(decode(entry))
                    self.entries.append((read["partition"], header.sequence, parsed))

    def facts(self, message):
        """(partition, sequence, kind, fact) in the order of the chain."""
        for partition, sequence, entry in self.entries:
            for data in entry.facts:
                fact = message.FromString(data)
                kind = fact.WhichOneof("kind")
                yield partition, sequence, kind, getattr(fact, kind)

    def outcomes(self):
        """(partition, command id): an activation goes to every partition under one id."""
        return collections.Counter(
            (p, e.outcome.command_id) for p, _, e in self.entries if e.HasField("outcome")
        )


class Checks:
    def __init__(self, stack, books):
        self.stack, self.books = stack, books
        self.journals = {}
        self.results = []  # (name, what it saw, findings)

    def note(self, name, saw, findings):
        self.results.append((name, saw, findings))
        print(f"{'ok  ' if not findings else 'FAIL'} {name}: {saw}", flush=True)
        for finding in findings[:12]:
            print(f"       {finding}")
        if len(findings) > 12:
            print(f"       and {len(findings) - 12} more", flush=True)

    # ---- The chain.

    def chains(self):
        for service in SERVICES:
            path = f"{self.stack.folder}/{service}.ndjson"
            told = self.stack.command("journal", "export", "--service", service, "-o", path,
                                      check=False)
            findings = [] if told.returncode == 0 else [told.stderr.strip()[-300:]]
            own = self.stack.command("journal", "verify", path, check=False)
            if own.returncode != 0:
                findings += (own.stdout + own.stderr).strip().split("\n")
            other = subprocess.run(
                ["/usr/bin/python3", str(rpc.ROOT / "tests/journal/verify.py"), path],
                capture_output=True, text=True, check=False,
            )
            if other.returncode != 0:
                findings += ["verify.py: " + other.stdout[-300:] + other.stderr[-300:]]
            ignored = told.stderr.strip().split("\n")[-1].split(";")[0]
            self.note(f"the {service} journal is unbroken",
                      f"{own.stdout.strip()} ({ignored})", findings)
            self.journals[service] = Journal(path)

    def nothing_stopped(self):
        findings = []
        for service in SERVICES:
            for partition, owners in sorted(self.stack.partitions(service).items()):
                for instance, status in owners:
                    if status.state != "owned":
                        findings.append(
                            f"{instance.name} {partition}: {status.state} {status.reason}")
        for log in self.stack.logs():
            for line in log.read_text(encoding="utf-8", errors="replace").split("\n"):
                if '"level":"error"' in line or '"level":"critical"' in line:
                    findings.append(f"{log.name}: {line[:300]}")
                elif "Assert" in line or "terminate called" in line or "Aborted" in line:
                    findings.append(f"{log.name}: {line[:300]}")
        self.note("no partition stopped, no alarm, no abort", f"{len(SERVICES)} services", findings)

    # ---- Documents.

    def documents(self):
        """Every document that was sent is in the journal, once."""
        facts = rpc.messages("ledger.v1.facts")
        found = collections.Counter()
        sums = collections.Counter()
        parked = []
        for _, _, kind, fact in self.journals["ledger"].facts(facts.LedgerFact):
            if kind == "invoice_recorded":
                key = (fact.account.legal_entity, fact.account.number, fact.document)
                sums[key] += sum(item.amount for item in fact.items)
            elif kind == "receipt_recorded":
                key = (fact.account.legal_entity, fact.account.number, fact.document)
                sums[key] -= fact.amount
            else:
                if kind == "input_parked":
                    parked.append(f"parked: {fact.reason} {fact.field} {fact.account}")
                continue
            found[key] += 1
        wanted = self.books.documents
        findings = [f"lost: {'/'.join(key)}" for key in sorted(set(wanted) - set(found))]
        findings += [f"{n} times: {'/'.join(key)}" for key, n in sorted(found.items()) if n > 1]
        findings += [f"never sent: {'/'.join(key)}" for key in sorted(set(found) - set(wanted))]
        findings += [f"amount of {'/'.join(key)}: {sums[key]} in place of {cents}"
                     for key, cents in wanted.items() if found[key] == 1 and sums[key] != cents]
        self.note("every document is in the ledger, once",
                  f"{len(wanted)} sent, {sum(found.values())} recorded, "
                  f"sum {sum(wanted.values())} and {sum(sums.values())}", findings + parked)

    def owed(self, debtor):
        """(what the view answers, what was sent): each (open, unallocated, invoiced)."""
        ledger = rpc.messages("ledger.v1.ledger")
        request = ledger.GetAccountRequest()
        request.account.legal_entity, request.account.number = debtor.key
        code, answer = self.stack.ask(
            self.stack.of("ledger")[-1], "relance.ledger.v1.LedgerService/GetAccount", request,
            ledger.GetAccountResponse())
        wanted = (debtor.invoiced - debtor.paid, 0, debtor.invoiced)
        if answer is None:
            return f"status {code}", wanted
        currency = feed.ENTITIES[debtor.entity]
        found = [(b.open, b.unallocated, b.invoiced) for b in answer.balances
                 if b.currency == currency]
        return found[0] if found else (0, 0, 0), wanted

    def last_sent_is_known(self):
        """The documents sent last, whatever their partition, are in the ledger's view."""
        return all(found == wanted for found, wanted in map(self.owed, self.books.recent))

    def balances(self):
        """What the view answers is what was sent, to the cent."""
        findings, total = [], 0
        for debtor in self.books.debtors[: self.books.known]:
            found, wanted = self.owed(debtor)
            total += wanted[0]
            if found != wanted:
                findings.append(f"{'/'.join(debtor.key)}: {found} in place of {wanted}")
        self.note("what each account owes equals what was sent",
                  f"{self.books.known} accounts, {total} open", findings)

    # ---- Commands.

    def commands(self, acknowledged, asked):
        outcomes = self.journals["scenario"].outcomes()
        decided = {command.hex() for _, command in outcomes}
        findings = [f"acknowledged and lost: {key}" for key in sorted(acknowledged)
                    if key.replace("-", "") not in decided]
        findings += [f"decided {n} times in partition {partition}: {key.hex()}"
                     for (partition, key), n in outcomes.items() if n > 1]
        known = sum(1 for key in asked if key.replace("-", "") in decided)
        self.note("every acknowledged command is in the journal, once",
                  f"{len(asked)} asked, {len(acknowledged)} acknowledged, {known} decided",
                  findings)

    # ---- Mails.

    def mails(self):
        facts = rpc.messages("notifier.v1.facts")
        started, ended, notices = {}, {}, {}
        cleared = {}
        for partition, _, kind, fact in self.journals["notifier"].facts(facts.NotifierFact):
            if kind == "attempt_started":
                started[fact.attempt_id] = fact
            elif kind == "attempt_ended":
                ended.setdefault(fact.attempt_id, []).append(fact.result)
            elif kind == "notice_queued":
                notices.setdefault(fact.notice.notice_id, []).append(fact.notice)
            elif kind == "notice_ready":
                cleared[fact.notice.notice_id] = (partition, fact.notice)
        arrived = collections.Counter()
        for path in self.stack.mails():
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            arrived[str(message["Message-ID"]).strip()] += 1
        self.mail_counts(arrived, started, ended, notices)
        self.claims(cleared, {a.notice_id for a in started.values()})
        self.unknown(arrived, started, ended)

    def mail_counts(self, arrived, started, ended, notices):
        bare = collections.Counter({name.strip("<>"): n for name, n in arrived.items()})
        ids = collections.defaultdict(set)
        for attempt in started.values():
            ids[attempt.message_id.strip("<>")].add(attempt.attempt_id)
        submitted = {a.message_id.strip("<>") for k, a in started.items() if 1 in ended.get(k, [])}
        uncertain = {a.message_id.strip("<>") for k, a in started.items()
                     if 5 in ended.get(k, []) or k not in ended}
        findings = [f"submitted and never arrived: {m}" for m in sorted(submitted - set(bare))]
        findings += [f"arrived without an attempt: {m}" for m in sorted(set(bare) - set(ids))]
        findings += [f"arrived {n} times though no attempt was uncertain: {m}"
                     for m, n in sorted(bare.items()) if n > 1 and m not in uncertain]
        findings += [f"notice queued {len(n)} times: {key}"
                     for key, n in notices.items() if len(n) > 1]
        per_notice = collections.defaultdict(set)
        for attempt in started.values():
            if attempt.message_id.strip("<>") in bare:
                contact = (attempt.notice_id, attempt.contact_id)
                per_notice[contact].add(attempt.message_id)
        findings += [f"two letters of one notice: {key}" for key, m in per_notice.items()
                     if len(m) > 1]
        twice = sum(1 for n in bare.values() if n > 1)
        self.note("no notice was sent twice",
                  f"{len(notices)} notices, {len(started)} attempts, {sum(bare.values())} mails, "
                  f"{len(bare)} Message-IDs, {twice} of them more than once", findings)

    def unknown(self, arrived, started, ended):
        """Attempts whose end nobody saw; they are listed, and none may be left without a result."""
        bare = {name.strip("<>") for name in arrived}
        open_ones = [a for key, a in started.items() if key not in ended]
        unknown = [a for key, a in started.items() if 5 in ended.get(key, [])]
        for attempt in unknown:
            there = "the mail arrived" if attempt.message_id.strip("<>") in bare else "no mail"
            print(f"       unknown: {attempt.account.legal_entity}/{attempt.account.number} "
                  f"attempt {attempt.number}, {there}")
        self.note("attempts cut by a kill are known as such",
                  f"{len(unknown)} unknown, {len(open_ones)} still open",
                  [f"no result: {a.attempt_id}" for a in open_ones])

    def claims(self, cleared, tried):
        """Every notice claims at most what the ledger says is open at its fence."""
        facts = rpc.messages("ledger.v1.facts")
        history = collections.defaultdict(list)  # (entity, account, item) -> [(sequence, open)]
        for _, sequence, kind, fact in self.journals["ledger"].facts(facts.LedgerFact):
            if kind == "invoice_recorded":
                for item in fact.items:
                    key = (fact.account.legal_entity, fact.account.number, item.id)
                    history[key].append((sequence, item.open))
            elif kind in ("allocated", "allocation_undone"):
                key = (fact.account.legal_entity, fact.account.number, fact.item)
                history[key].append((sequence, fact.item_open))
        findings, lines = [], 0
        for notice_id in sorted(tried & set(cleared)):
            _, notice = cleared[notice_id]
            for content in notice.contents:
                for line in content.items:
                    key = (notice.account.legal_entity, notice.account.number, line.item)
                    known = [o for s, o in history[key] if s <= notice.fence_sequence]
                    lines += 1
                    if not known or line.amount != known[-1]:
                        findings.append(f"{notice_id} claims {line.amount} of {'/'.join(key)}, open "
                                        f"at its fence {known[-1] if known else 'nothing'}")
        self.note("every mail claims what was open at its fence", f"{lines} lines", findings)

    # ---- Views.

    def dump(self, service):
        """A view at one position; None while it moves."""
        told = self.stack.command("view", "dump", "--service", service, timeout=300, check=False)
        if told.returncode != 0 and "moved while it was read" not in told.stderr:
            raise RuntimeError(f"view dump --service {service}: {told.stderr.strip()[-500:]}")
        return told.stdout if told.returncode == 0 else None

    def rebuild(self, service, limit):
        """(dump before, dump after): equal, or what they were when patience ended."""
        before = rpc.until(60, lambda: self.dump(service), 0.5) or ""
        self.stack.command("view", "rebuild", "--service", service, "--all")
        rpc.until(limit, lambda: self.dump(service) == before, 1)
        return before, rpc.until(60, lambda: self.dump(service), 0.5) or ""

    def rebuilt_views(self, limit=60):
        for service in SERVICES:
            before, after = self.rebuild(service, limit)
            if before != after:  # a report about a feed may have come between the two
                before, after = self.rebuild(service, limit)
            old, new = before.split("\n"), after.split("\n")
            findings = ["gone: " + line[:160] for line in sorted(set(old) - set(new))[:6]]
            findings += ["new: " + line[:160] for line in sorted(set(new) - set(old))[:6]]
            if before != after and not findings:
                findings = ["another order of its lines"]
            if len(old) < MOST_EMPTY_DUMP:
                findings = ["hardly anything was dumped: nothing is shown"]
            self.note(f"the {service} view, rebuilt, equals the old one", f"{len(old)} lines",
                      findings)

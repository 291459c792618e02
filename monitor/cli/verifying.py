"""Proving that the record is as it was written."""

from __future__ import annotations

import sys
from pathlib import Path

from monitor.bootstrap import house_while
from monitor.cli.serving import check_database_is_there
from monitor.services.clock import system_clock
from monitor.settings import load_settings
from monitor.store.chain_heads import append_heads, heads, read_heads
from monitor.store.rights import give_rights
from monitor.store.verifying import Verdict, verify


def verify_record(head: Path | None, against: Path | None) -> int:
    """Walk every chain and every row it vouches for; 0 where all is whole, else 1."""
    settings = load_settings()
    check_database_is_there(settings)
    known = read_heads(against) if against is not None else ()
    with house_while(settings) as house:
        now = heads(house.engine)
        verdicts = verify(house.engine, known, _progress)
    _clear()
    for verdict in verdicts:
        for line in told(verdict):
            sys.stdout.write(line + "\n")
    if not verdicts:
        sys.stdout.write("There is no clinic in this database.\n")
    if any(verdict.faults for verdict in verdicts):
        return 1
    if head is not None:
        append_heads(head, system_clock(), now)
        sys.stdout.write(f"{head} holds the heads of {len(now)} chains.\n")
    return 0


def give_rights_to(role: str) -> None:
    """Give the server's role on PostgreSQL what it needs, and nothing to change facts with."""
    with house_while(load_settings()) as house:
        give_rights(house.engine, role)
    sys.stdout.write(f"{role} may work in the database, and change or remove no fact of it.\n")


def told(verdict: Verdict) -> list[str]:
    """What was found in a clinic, in words."""
    where = f"{verdict.name} ({verdict.clinic_id})"
    first = verdict.first
    if first is not None:
        lines = [f"{where}: NOT as it was written. First: {first.sentence()}."]
        if len(verdict.faults) > 1:
            lines.append(f"{where}: {len(verdict.faults) - 1} more do not agree.")
    else:
        lines = [f"{where}: {verdict.entries} entries and {verdict.rows} rows are as written."]
        if verdict.heads:
            lines.append(f"{where}: {verdict.heads} heads written outside agree.")
    if verdict.erasures:
        lines += _erasures(where, verdict)
    if verdict.in_block:
        lines.append(
            f"{where}: NOT COVERED before {verdict.block_at}: {verdict.in_block} rows are from "
            "before each was named in the chain; they are covered as one block since then."
        )
    if verdict.uncovered:
        lines.append(f"{where}: NOT COVERED: no entry of the chain names {verdict.uncovered} rows.")
    return lines


def _erasures(where: str, verdict: Verdict) -> list[str]:
    """What is missing by right: how many, and when, by whom, at which entry."""
    number = len(verdict.erasures)
    lines = [f"{where}: erased: {number} patient{'s' if number > 1 else ''}, by lawful act:"]
    for one in verdict.erasures:
        why = "on a lawful request" if one.lawful_request else "past the time of keeping"
        lines.append(
            f"{where}:   entry {one.seq}, {one.at}, by {one.by}, {why}: patient {one.patient_id}, "
            f"{len(one.sessions)} sessions, {one.rows} rows, {len(one.entries)} entries"
        )
    since = verdict.erased_since
    if since:
        named = ", ".join(f"entry {one.seq}" for one in since)
        lines.append(
            f"{where}: ERASED SINCE the newest head outside (entry {verdict.newest_head}): "
            f"{named}. An administrator must know of each: the chain cannot tell a forged one."
        )
    return lines


def _progress(what: str, done: int, whole: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{what}: {done} of {whole}\x1b[K")
        sys.stderr.flush()


def _clear() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")

"""The discharge criteria as they stood when it was signed, and who signed with which meaning."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from monitor.clinical.protocol import CriterionRule
from monitor.clinical.state import Finding, Verdict
from monitor.interop.document import Row, Span, Table
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.services.printing import Printing
from monitor.services.views import SessionView, Signature
from monitor.web.pages.discharge.rows import sentence
from monitor.web.papers.frame import day_and_time
from monitor.web.words import FINDINGS, clock_time, listed, role_name

MEANINGS = {
    "discharge": say("discharge: the criteria are met or decided, the patient may go home"),
    "ended": say("end of the session otherwise than by going home"),
    "override": say("override: decided against a finding"),
}


def findings_table(printing: Printing) -> Table:
    """Every enabled criterion with its finding: as kept with the signature, or as it is now."""
    view, state = printing.view, printing.signed or printing.view.state
    kept = {} if printing.decision is None else printing.decision.findings
    head = [
        tr("Criterion"), tr("Finding"), tr("Value"), tr("Measured"), tr("Reason"), tr("Limit"),
    ]  # fmt: skip
    rows = [
        Row(_cells(rule, state.findings[rule.id], kept.get(rule.id), printing))
        for rule in view.protocol.criteria
        if rule.id in state.findings
    ]
    return Table(head, [1.9, 1.3, 1.3, 0.8, 2.3, 2.9], rows)


def _cells(
    rule: CriterionRule, verdict: Verdict, kept: Mapping[str, Any] | None, printing: Printing
) -> list[str | list[Span]]:
    finding = verdict.finding if kept is None else Finding(kept["finding"])
    words = tr(FINDINGS[finding])
    if _overridden(rule.id, finding, printing.view) if kept is None else kept["overridden"]:
        words = tr("{finding}, overridden", finding=words.lower())
    at = verdict.measured_at if kept is None else _instant(kept["measured_at"])
    return [
        tr(rule.label),
        [Span(words, bold=finding is not Finding.MET)],
        _told(verdict.value, kept, "value"),
        "" if at is None else clock_time(at, printing.zone),
        sentence(_told(verdict.reason, kept, "reason")),
        _told(verdict.limit or rule.limit, kept, "limit"),
    ]


def _told(now: str, kept: Mapping[str, Any] | None, field: str) -> str:
    """The words as kept; where they are the ones told now, in the reader's own language."""
    if kept is None or not kept[field] or kept[field] == str(now):
        return tr(now) if now else ""
    return str(kept[field])


def _overridden(criterion: str, finding: Finding, view: SessionView) -> bool:
    return finding is not Finding.MET and any(
        signature.meaning == "override" and not signature.lapsed and criterion in signature.criteria
        for signature in view.signatures
    )


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def signatures_table(printing: Printing) -> Table:
    """Every signature and override with its meaning, the lapsed ones struck through."""
    head = [tr("Name"), tr("Role"), tr("Meaning"), tr("Signed"), tr("Reason")]
    view = printing.view
    rows = [Row(_signature(one, view, printing.zone), struck=one.lapsed) for one in view.signatures]
    return Table(head, [1.5, 1, 3.2, 1.3, 2.4], rows)


def _signature(one: Signature, view: SessionView, zone: str) -> list[str]:
    meaning = tr(MEANINGS[one.meaning])
    if one.criteria:
        labels = listed(tr(view.protocol.criterion(each).label) for each in one.criteria)
        meaning = f"{meaning}: {labels}"
    if one.lapsed:
        meaning = tr("{meaning} (lapsed)", meaning=meaning)
    when = day_and_time(one.signed_at, zone)
    return [one.name, role_name(one.role), meaning, when, one.reason or ""]

"""The screen on which the audit is searched: what it asks, shows and refuses."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from dash import no_update

from monitor.access.audit import AuditAction
from monitor.access.audit_words import AUDIT_WORDS
from monitor.errors import BadInput
from monitor.services import auditing, people
from monitor.services.audit_views import AuditQuestion
from monitor.store.chain_heads import read_heads
from monitor.store.verifying import verify
from monitor.web.pages.audit.callbacks import find, search
from monitor.web.pages.audit.layout import layout
from monitor.web.pages.audit.present import asked_by, instant
from tests.people import PASSWORD, ZONE, Cast
from tests.services.acts import record
from tests.web.reading import find as find_all
from tests.web.reading import words
from tests.web.test_callbacks import act

EMPTY: dict[str, object] = {"patient": "", "person": None, "action": None, "from": "", "to": ""}


def shown(cast: Cast, **query: str) -> Any:
    return act(cast, cast.auditor, layout, **query)


def rows(page: Any) -> list[str]:
    return [words(row) for row in find_all(page, "Tr")[1:]]


def test_a_row_says_when_who_what_whose_and_from_where(cast: Cast) -> None:
    nurse = people.sign_in_with_password(cast.house, "nurse", PASSWORD).actor
    session_id = cast.start().head.id
    record(cast, nurse, session_id, cast.body("mobility", gait="steady"))

    newest = rows(shown(cast, action="session:events:record"))[0]

    assert newest.startswith("12:00")
    for said in (
        "2 Mar 2026", "P. Demo Nair", "nurse", "Recorded in a session", cast.patient.name,
        "born 14 Apr 1987, session of 2 Mar 2026", f"device {str(nurse.device_id)[:4]}",
        "known since 2 Mar 2026, by P. Demo Nair",
    ):  # fmt: skip
        assert said in newest
    assert "steady" not in words(shown(cast))


def test_whoever_did_it_on_the_server_or_was_refused_is_said_so(cast: Cast) -> None:
    with pytest.raises(Exception, match="wrong"):
        people.sign_in_with_password(cast.house, "nurse", "not it")

    assert "on the server" in rows(shown(cast, action="clinic:clinic:found"))[0]
    refused = rows(shown(cast, action="people:sign_in:refuse"))[0]
    assert "nobody known" in refused
    assert "a device not known yet" in refused
    assert "P. Demo Nair" in refused


def test_an_address_searches_and_leads_on(cast: Cast) -> None:
    for _ in range(auditing.SHEET_ENTRIES + 5):
        auditing.search_audit(cast.house, cast.auditor, AuditQuestion(), 1)

    first = shown(cast, person=cast.auditor.person_id)
    older = next(link.href for link in find_all(first, "A") if words(link) == "Older entries")
    assert f"person={cast.auditor.person_id}&before=" in older
    query = dict(part.split("=") for part in older.partition("?")[2].split("&"))
    second = shown(cast, **query)

    assert (len(rows(first)), len(rows(second))) == (auditing.SHEET_ENTRIES, 5)
    assert {words(link) for link in find_all(second, "A")} >= {"To the newest"}


def test_a_day_named_last_is_still_in_it_and_a_minute_too() -> None:
    assert instant("2026-03-02", ZONE, "from") == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert instant("2026-03-02", ZONE, "to", ends=True) == datetime(2026, 3, 3, 8, tzinfo=UTC)
    minute = instant("2026-03-02 00:00", ZONE, "to", ends=True)
    assert minute == datetime(2026, 3, 2, 8, 1, tzinfo=UTC)
    assert instant("", ZONE, "to", ends=True) is None
    for wrong in ("yesterday", "2026-02-30", "2026-03-02T10:00+02:00", "0001-01-01", "9999-12-31"):
        with pytest.raises(BadInput, match="no instant") as refused:
            instant(wrong, ZONE, "from")
        assert "2026-03-02 14:30" in str(refused.value.allowed)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"from": "yesterday"}, "That is no instant (allowed: 2026-03-02 or"),
        ({"from": "2026-03-03", "to": "2026-03-02"}, "The end lies before the beginning"),
        ({"action": "<script>"}, "There is no such action"),
        ({"before": "-1"}, "There is no such page"),
        ({"patient": "nobody"}, "There is no such patient"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_searched(
    cast: Cast, query: dict[str, str], said: str
) -> None:
    before = len(auditing.search_audit(cast.house, cast.auditor, AuditQuestion()).entries)
    page = shown(cast, **query)

    assert said in words(page)
    assert "Nothing was searched." in words(page)
    after = auditing.search_audit(cast.house, cast.auditor, AuditQuestion()).entries
    assert len(after) == before + 1  # the search before, and none of the page's


def test_the_end_of_the_chain_is_a_line_that_verify_takes(cast: Cast, tmp_path: Path) -> None:
    line, command = [words(one) for one in find_all(shown(cast), "Pre")]
    assert command == "monitor verify --against FILE"
    file = tmp_path / "heads"
    file.write_text(line, encoding="utf-8")

    known = read_heads(file)
    cast.start()

    (verdict,) = [
        one for one in verify(cast.house.engine, known) if one.clinic_id == cast.auditor.clinic_id
    ]
    assert (verdict.heads, verdict.faults) == (1, [])


def test_an_empty_result_says_so(cast: Cast) -> None:
    assert "No entry fits all of that." in words(shown(cast, to="2020-01-01"))


def test_the_button_writes_the_address_or_says_what_is_wrong(cast: Cast) -> None:
    typed = {**EMPTY, "person": cast.nurse.person_id, "from": " 2026-03-02 "}
    to, said = act(cast, cast.auditor, search, 1, typed)
    assert (to, said) == (f"/audit?person={cast.nurse.person_id}&from=2026-03-02", "")

    to, said = act(cast, cast.auditor, search, 1, {**EMPTY, "to": "soon"})
    assert to is no_update
    assert "That is no instant" in said


def test_a_patient_is_found_and_only_the_number_stands_in_the_address(cast: Cast) -> None:
    assert words(act(cast, cast.auditor, find, "m", EMPTY)[0]) == ""
    hits, _ = act(cast, cast.auditor, find, "maya", {**EMPTY, "action": "session:session:read"})

    assert "born 14 Apr 1987, MRN D-1001" in words(hits)
    (link,) = find_all(hits, "A")
    assert link.href == f"/audit?patient={cast.patient.id}&action=session%3Asession%3Aread"
    assert "penicillin" not in words(hits)
    page = shown(cast, patient=cast.patient.id)
    assert "Any patient" in words(page)
    assert "penicillin" not in words(page)


@pytest.mark.parametrize("who", ["nurse", "physician", "reader"])
def test_nobody_else_searches(cast: Cast, who: str) -> None:
    page = act(cast, getattr(cast, who), layout)
    assert "For administrators and auditors" in words(page)
    assert "administrator or auditor" in words(page)
    said = act(cast, getattr(cast, who), find, "maya", EMPTY)[1]
    assert "not allowed to search the audit" in said
    to, said = act(cast, getattr(cast, who), search, 1, EMPTY)
    assert to is no_update
    assert "not allowed to search the audit" in said


def test_another_clinic_s_entries_are_not_found(cast: Cast) -> None:
    page = act(cast, cast.stranger, layout, patient=cast.patient.id)
    assert "There is no such patient" in words(page)
    assert cast.patient.name not in words(act(cast, cast.stranger, layout))
    assert "No patient found." in words(act(cast, cast.stranger, find, "maya", EMPTY)[0])
    assert cast.patient.name not in words(act(cast, cast.stranger, find, "maya", EMPTY)[0])


def test_every_act_has_words() -> None:
    assert set(AUDIT_WORDS) == set(AuditAction)
    assert len(set(AUDIT_WORDS.values())) == len(AUDIT_WORDS)


def test_an_address_that_is_no_text_asks_nothing() -> None:
    assert asked_by({"patient": ["x"], "from": 3}).address() == "/audit"

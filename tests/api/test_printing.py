"""Papers are fetched as PDF by who may take a record out of the clinic, and by nobody else."""

from __future__ import annotations

import pytest

from monitor.access.audit import AuditAction
from monitor.access.roles import Role
from monitor.api.routes.printing import Language
from monitor.language.catalogue import languages
from monitor.services.audit_views import AuditQuestion
from monitor.services.auditing import search_audit
from tests.api.served import API, Served, error_of
from tests.interop import reading


@pytest.fixture(scope="module")
def served(served: Served) -> Served:
    """A clinic of its own, whose room holds few sessions."""
    return served.apart()


@pytest.fixture(scope="module")
def session_id(served: Served) -> str:
    return served.session()


def papers(session_id: str, patient_id: str) -> tuple[str, ...]:
    path = f"{API}/sessions/{session_id}"
    return (
        f"{path}/record.pdf",
        f"{path}/instructions.pdf",
        f"{API}/patients/{patient_id}/courses.pdf",
    )


def sheets(session_id: str) -> tuple[str, ...]:
    return (f"{API}/sessions/{session_id}/sheet.pdf", f"{API}/downtime.pdf")


def test_the_downtime_sheets_come_for_who_reads_sessions_and_for_nobody_else(
    served: Served, session_id: str
) -> None:
    for path in sheets(session_id):
        answer = served.client.get(path, params={"paper": "letter"}, headers=served.nurse)
        assert answer.status_code == 200, answer.text
        assert reading.size_mm(answer.content) == (216, 279)
        assert "DEMO Patient" in reading.words(answer.content)
        assert served.client.get(path).status_code == 401

    keeper = served.bearer_of_one_who_makes_none(served.cast.of(Role.ADMINISTRATOR))
    assert served.client.get(sheets(session_id)[1], headers=keeper).status_code == 403
    elsewhere = served.client.get(sheets(session_id)[0], headers=served.stranger)
    assert elsewhere.status_code == 404


def test_a_blank_downtime_sheet_names_no_patient(served: Served, session_id: str) -> None:
    answer = served.client.get(
        f"{API}/downtime.pdf", params={"blank": "true"}, headers=served.nurse
    )
    assert answer.status_code == 200
    assert session_id
    assert "DEMO Patient" not in reading.words(answer.content)


@pytest.mark.parametrize(("paper", "size"), [("a4", (210, 297)), ("letter", (216, 279))])
def test_every_paper_comes_as_a_pdf_of_the_size_asked_for(
    served: Served, session_id: str, paper: str, size: tuple[int, int]
) -> None:
    for path in papers(session_id, served.cast.patient.id):
        answer = served.client.get(path, params={"paper": paper}, headers=served.nurse)

        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["cache-control"] == "no-store"
        assert "inline" in answer.headers["content-disposition"]
        assert "DEMO" not in answer.headers["content-disposition"]
        assert reading.size_mm(answer.content) == size
        assert "Printed by P. Demo Nair" in reading.words(answer.content)


def test_a_print_is_written_down_with_who_printed_it(served: Served) -> None:
    session_id = served.session()
    served.client.get(f"{API}/sessions/{session_id}/record.pdf", headers=served.physician)

    question = AuditQuestion(action=AuditAction.SESSION_PRINTED.value)
    latest = search_audit(served.cast.house, served.cast.administrator, question).entries[0]

    assert (latest.session_id, latest.person_id) == (session_id, served.cast.physician.person_id)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.READ_ONLY])
def test_who_may_not_export_prints_nothing(served: Served, session_id: str, role: Role) -> None:
    headers = served.bearer_of_one_who_makes_none(served.cast.of(role))

    for path in papers(session_id, served.cast.patient.id):
        answer = served.client.get(path, headers=headers)

        assert answer.status_code == 403
        assert error_of(answer)["code"] == "not_permitted"


def test_another_clinics_session_is_not_there(served: Served, session_id: str) -> None:
    for path in papers(session_id, served.cast.patient.id):
        assert served.client.get(path, headers=served.stranger).status_code == 404


def test_nobody_prints_without_signing_in(served: Served, session_id: str) -> None:
    for path in papers(session_id, served.cast.patient.id):
        assert served.client.get(path).status_code == 401


def test_an_unknown_size_or_language_is_refused_in_words(served: Served, session_id: str) -> None:
    for params in ({"paper": "a5"}, {"language": "tlh"}):
        path = f"{API}/sessions/{session_id}/instructions.pdf"
        answer = served.client.get(path, params=params, headers=served.nurse)

        assert answer.status_code == 400
        assert error_of(answer)["field"] == next(iter(params))


def test_the_form_for_esketamine_is_refused_for_ketamine(served: Served, session_id: str) -> None:
    path = f"{API}/sessions/{session_id}/monitoring-form.pdf"

    answer = served.client.get(path, headers=served.nurse)

    assert answer.status_code == 409
    assert "esketamine" in error_of(answer)["message"]


def test_the_patients_own_language_is_printed(served: Served, session_id: str) -> None:
    path = f"{API}/sessions/{session_id}/instructions.pdf"

    answer = served.client.get(path, params={"language": "es"}, headers=served.nurse)

    assert "No conduzca" in reading.words(answer.content)


def test_every_language_of_the_program_can_be_asked_for() -> None:
    assert {language.value for language in Language} == set(languages())

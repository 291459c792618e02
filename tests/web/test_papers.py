"""A session on paper says what its record says: who, what, when, and what was changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.errors import Conflict
from monitor.interop.document import Checks, Document, PaperSize, Table
from monitor.interop.typesetting import typeset
from monitor.language.reader import reading_in
from monitor.services import course_scores, discharge, printing, recording, sessions
from monitor.services.printing import Printing, SessionPaper
from monitor.services.views import NewSession
from monitor.web.papers import printers
from monitor.web.papers.printers import MAKERS
from monitor.web.papers.record import record_document
from tests.fit import fit
from tests.interop import reading
from tests.people import PINS, Cast
from tests.services.acts import override_all, record, score

WRONG, RIGHT = 183, 138
REASON = "a digit #[was] \\typed $twice$"


def vitals(cast: Cast, systolic: int, **more: object) -> dict[str, object]:
    values = {"diastolic_mmhg": 84, "heart_rate_bpm": 76, "spo2_percent": 97, **more}
    return cast.body("vitals", systolic_mmhg=systolic, **values)


def printed(cast: Cast, session_id: str, paper: SessionPaper = SessionPaper.RECORD) -> Printing:
    return printing.print_session(cast.house, cast.nurse, session_id, paper)


def set_in_type(
    printing_: Printing, size: PaperSize = PaperSize.A4, paper: SessionPaper = SessionPaper.RECORD
) -> bytes:
    return typeset(MAKERS[paper](printing_), size, printing_.at)


@pytest.fixture
def observed(cast: Cast) -> str:
    """A session with a corrected set, one struck out, a medicine, an alert, and a note."""
    session_id = cast.start().head.id
    record(cast, cast.nurse, session_id, vitals(cast, 124), cast.body("side_effects", grades={
        "dizziness": "none", "nausea": "none"}))  # fmt: skip
    cast.clock.move(minutes=2)
    record(cast, cast.nurse, session_id, cast.body("infusion_started", dose_mg=35))
    cast.clock.move(minutes=20)
    wrong = record(cast, cast.nurse, session_id, vitals(cast, WRONG))
    gone = record(cast, cast.nurse, session_id, cast.body("consciousness", moaas=5))
    cast.clock.move(minutes=3)
    record(
        cast,
        cast.nurse_too,
        session_id,
        cast.body(
            "corrected",
            target=wrong.event_ids[0],
            reason=REASON,
            systolic_mmhg=RIGHT,
        ),
        cast.body("entered_in_error", target=gone.event_ids[0], reason="another patient"),
        cast.body("medication", name="ondansetron", dose_mg=4, medication_class="antiemetic"),
        cast.body("side_effects", grades={"dizziness": "moderate"}),
        cast.body("note", text='He said "it turns" [sic]'),
    )
    cast.clock.move(minutes=2)
    acknowledged = cast.body("alert_acknowledged", code="dizziness", note="lying down")
    record(cast, cast.nurse, session_id, acknowledged)
    return session_id


def table_with(title: str, document: Document) -> Table:
    (found,) = [one for one in document.blocks if isinstance(one, Table) and title in one.head]
    return found


def close(cast: Cast, session_id: str) -> None:
    record(cast, cast.nurse, session_id, cast.body("red_flags", present=[]))
    override_all(cast, session_id)
    discharge.sign(cast.house, cast.nurse, session_id, PINS["nurse"])
    cast.clock.move(minutes=1)
    discharge.sign(cast.house, cast.physician, session_id, PINS["physician"])


def test_a_correction_is_told_with_before_after_who_when_and_why(cast: Cast, observed: str) -> None:
    document = record_document(printed(cast, observed))
    first, second = table_with("Before", document).rows

    assert list(first.cells) == [
        "1", "Vital signs 12:22", "systolic: 183", "systolic: 138",
        cast.nurse_too.name, "12:25", REASON,
    ]  # fmt: skip
    assert "another patient" in second.cells
    assert "entered in error, counts for nothing" in second.cells


def test_the_corrected_value_stands_struck_beside_the_new_one_with_its_number(
    cast: Cast, observed: str
) -> None:
    document = record_document(printed(cast, observed))
    sets = table_with("MOAA/S", document)
    spans = [span for row in sets.rows for cell in row.cells if not isinstance(cell, str)
             for span in cell]  # fmt: skip

    (old,) = [span for span in spans if str(WRONG) in span.text]
    (new,) = [span for span in spans if str(RIGHT) in span.text]
    assert old.struck
    assert not new.struck
    assert new.mark == "1"


def test_the_paper_reads_whole_in_both_sizes(cast: Cast, observed: str) -> None:
    close(cast, observed)
    told = printed(cast, observed)
    for size in PaperSize:
        made = set_in_type(told, size)
        words = reading.words(made)

        for said in (
            "DEMO Maya Lindqvist, born 14 Apr 1987, MRN D-1001",
            "ketamine 35 mg IV",
            "penicillin",
            'He said "it turns" [sic]',
            "ondansetron 4 mg",
            "lying down",
            cast.physician.name,
            "as it stood at the signing",
            "discharge: the criteria are met or decided",
            "override: decided against a finding",
            f"Printed by {cast.nurse.name}",
            "Nothing since the signing.",
        ):
            assert reading.letters(said) in reading.letters(words), said
        pages = reading.pages(made)
        assert all(f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, start=1))


def test_an_open_session_says_that_its_paper_is_not_the_last_word(
    cast: Cast, observed: str
) -> None:
    words = reading.words(set_in_type(printed(cast, observed)))

    assert "The session is open" in words
    assert "Nobody has signed." in words
    assert "as it stood at the signing" not in words


def test_the_findings_stay_as_they_were_signed_and_what_came_since_is_an_amendment(
    cast: Cast, observed: str
) -> None:
    close(cast, observed)
    before = record_document(printed(cast, observed))
    cast.clock.move(minutes=5)
    late = {**cast.body("note", text="rang from home, well"), "at": "2026-03-02T20:25:00+00:00"}
    target = next(
        entry.event.id
        for entry in sessions.read_session(cast.house, cast.nurse, observed).entries
        if entry.event.kind == "red_flags"
    )
    struck = cast.body("entered_in_error", target=target, reason="asked of another")
    recording.record_events(cast.house, cast.nurse, observed, cast.key(), [late, struck])

    after = record_document(printed(cast, observed))

    assert table_with("Criterion", before).rows == table_with("Criterion", after).rows
    words = reading.words(set_in_type(printed(cast, observed)))
    amended = words.split("Amendments: entered after the signing")[1]
    assert "rang from home, well" in amended
    assert "asked of another" in amended


def test_a_session_with_nothing_but_its_start_is_printed(cast: Cast) -> None:
    words = reading.words(set_in_type(printed(cast, cast.start().head.id)))

    assert "No readings yet." in words
    assert "Nothing was given." in words
    assert "not yet" in words


def test_demo_patients_are_marked_on_every_page_and_real_ones_are_not(
    cast: Cast, observed: str
) -> None:
    told = printed(cast, observed)
    real, demo = set_in_type(told), set_in_type(replace(told, demo=True))

    assert "invented patient" not in reading.words(real)
    assert all("DEMO, invented patient" in page for page in reading.pages(demo))


def test_the_paper_is_told_in_the_readers_language(cast: Cast, observed: str) -> None:
    close(cast, observed)
    told = printed(cast, observed)
    with reading_in("es"):
        words = reading.words(set_in_type(told))

    assert "Registro de la sesión" in words
    assert "Impreso por" in words
    assert "Página 1 de" in words
    for english in ("Observation sets", "Signatures", "Printed by", "Criterion", "not asked"):
        assert english not in words


def test_an_esketamine_session_is_printed_with_its_doses(cast: Cast) -> None:
    words = reading.words(set_in_type(printed(cast, esketamine(cast))))

    assert "Dose given 56 mg" in words


def esketamine(cast: Cast) -> str:
    """A session with two devices, readings before, near 40 and later, and dissociation in it."""
    new = NewSession(cast.patient.id, cast.chair.id, "esketamine-nasal", 56.0, eligibility=fit())
    session_id = sessions.start_session(cast.house, cast.nurse, new).head.id
    record(cast, cast.nurse, session_id, vitals(cast, 121))
    cast.clock.move(minutes=5)
    dose = cast.body("dose_given", dose_mg=56, route="intranasal")
    record(cast, cast.nurse, session_id, dose)
    cast.clock.move(minutes=38)
    felt = cast.body("side_effects", grades={"dissociation": "moderate"})
    record(cast, cast.nurse, session_id, vitals(cast, 143), felt)
    cast.clock.move(minutes=45)
    gone = cast.body("side_effects", grades={"dissociation": "none"})
    record(cast, cast.nurse, session_id, vitals(cast, 128), gone)
    return session_id


def test_the_monitoring_form_is_filled_with_what_the_record_knows(cast: Cast) -> None:
    paper = SessionPaper.MONITORING_FORM
    document = MAKERS[paper](printed(cast, esketamine(cast), paper))
    readings = table_with("Reading", document).rows
    effects = table_with("Side effect", document).rows

    assert [row.cells[2] for row in readings] == ["\u22125", "38", "83"]
    assert [row.cells[3] for row in readings] == ["121/84", "143/84", "128/84"]
    assert list(effects[1].cells) == ["Dissociation", "yes", "moderate", "38", "83"]


def test_the_form_says_neither_yes_nor_no_to_what_nobody_asked(cast: Cast) -> None:
    paper = SessionPaper.MONITORING_FORM
    document = MAKERS[paper](printed(cast, esketamine(cast), paper))
    sedation, _, breathing = table_with("Side effect", document).rows
    checks = [
        answer for one in document.blocks if isinstance(one, Checks) for _, answer in one.rows
    ]

    assert list(sedation.cells) == ["Sedation", "", "", "", ""]
    assert list(breathing.cells)[1] == ""
    assert set(checks) == {None}
    words = reading.words(typeset(document, PaperSize.LETTER, cast.clock.now))
    assert "Minutes from first device to the end of monitoring" in words


def test_of_another_drug_there_is_no_monitoring_form(cast: Cast, observed: str) -> None:
    with pytest.raises(Conflict, match="for esketamine"):
        printed(cast, observed, SessionPaper.MONITORING_FORM)


def test_the_instructions_forbid_driving_until_the_next_day_and_say_whom_to_call(
    cast: Cast, observed: str
) -> None:
    paper = SessionPaper.INSTRUCTIONS
    told = replace(printed(cast, observed, paper), phone="112", patient_phone="555 0199")
    words = reading.words(set_in_type(told, PaperSize.LETTER, paper))

    assert "Until 3 Mar 2026" in words
    assert "Do not drive" in words
    assert "555 0199" in words
    assert "112" in words


def test_the_patient_reads_them_in_a_language_of_their_own(cast: Cast, observed: str) -> None:
    made = printers.session_paper(
        cast.house, cast.nurse, observed, SessionPaper.INSTRUCTIONS, PaperSize.A4, "es"
    )

    assert "No conduzca" in reading.words(made)


def test_a_course_is_printed_with_what_was_given_and_measured(cast: Cast, observed: str) -> None:
    close(cast, observed)

    words = reading.words(
        printers.course_paper(cast.house, cast.physician, cast.patient.id, PaperSize.A4)
    )

    assert "No course was opened." in words
    assert "ketamine IV 35 0.5 124/84 138/84 +14 Dizziness moderate" in words


def test_a_patient_without_a_session_has_a_paper_that_says_so(cast: Cast) -> None:
    words = reading.words(
        printers.course_paper(cast.house, cast.physician, cast.patient.id, PaperSize.LETTER)
    )

    assert "No session yet." in words


def test_a_score_between_sessions_is_printed_with_its_ninth_item(cast: Cast) -> None:
    named = score(cast)
    maker, asked = printers.course_paper, (cast.house, cast.physician, cast.patient.id)
    assert "PHQ-9 14 1, no physician's answer yet" in reading.words(maker(*asked, PaperSize.A4))

    course_scores.strike_score(cast.house, cast.nurse, named, "another patient's")

    assert "PHQ-9 14" not in reading.words(maker(*asked, PaperSize.A4))

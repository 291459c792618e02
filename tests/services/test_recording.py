from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.clinical.event import Event
from monitor.errors import (
    BadInput,
    Conflict,
    InvalidEvent,
    KeyReused,
    NotFound,
    NotPermitted,
    NotSignedIn,
    SessionClosed,
)
from monitor.services import board, changes, discharge, patients, people, sessions
from monitor.services.recording import record_events
from monitor.services.views import Receipt, SessionView
from tests.people import PINS, Cast
from tests.services.acts import record

PRESSURE = {"systolic_mmhg": 122, "diastolic_mmhg": 78}


@pytest.fixture
def session_id(cast: Cast) -> str:
    return cast.start().head.id


def read(cast: Cast, session_id: str) -> SessionView:
    return sessions.read_session(cast.house, cast.nurse, session_id)


def vitals(cast: Cast, **more: object) -> dict[str, object]:
    return cast.body("vitals", **{**PRESSURE, **more})


def kinds(view: SessionView) -> list[str]:
    return [entry.event.kind for entry in view.entries]


def test_what_was_recorded_is_read_back_with_who_and_when(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    session_id = cast.start().head.id
    receipt = record(cast, cast.nurse, session_id, vitals(cast, heart_rate_bpm=70))
    cast.house.memory._records.clear()

    entry = read(cast, session_id).entries[-1]

    assert entry.event.id == receipt.event_ids[0]
    assert entry.event.fields == {**PRESSURE, "heart_rate_bpm": 70}
    assert (entry.person_name, entry.event.by) == ("P. Demo Nair", "nurse")
    assert entry.received_at == entry.event.recorded_at == cast.clock.now


def test_every_form_of_field_survives_the_store(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    session_id = cast.start().head.id
    first = record(cast, cast.nurse, session_id, vitals(cast, temperature_c=37.0)).event_ids[0]
    moved = (cast.clock.now - timedelta(minutes=3)).isoformat()
    record(
        cast,
        cast.nurse,
        session_id,
        cast.body("red_flags", present=["chest_pain", "syncope"]),
        cast.body("side_effects", grades={"nausea": "mild"}),
        cast.body("vitals", not_measured={"spo2_percent": "asleep"}),
        cast.body("attested", escort={"name": "J. Demo", "phone": "555 0142"}),
        cast.body("corrected", target=first, reason="typed", systolic_mmhg=128, new_at=moved),
    )
    remembered = [entry.event for entry in read(cast, session_id).entries]

    cast.house.memory._records.clear()
    cast.house.memory._folded.clear()

    reread = [entry.event for entry in read(cast, session_id).entries]
    assert reread == remembered
    assert reread[-1].fields["changes"]["new_at"] == cast.clock.now - timedelta(minutes=3)  # type: ignore[index]


def test_the_same_key_and_body_is_saved_once_and_answered_twice(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    session_id = cast.start().head.id
    body, sent = vitals(cast), cast.clock.now

    first = record_events(cast.house, cast.nurse, session_id, "k", [body])
    cast.clock.move(hours=30)  # far too late for a first entry, not for a second answer
    again = record_events(cast.house, cast.nurse, session_id, "k", [body])

    assert again == Receipt("k", first.event_ids, sent, replayed=True)
    assert kinds(read(cast, session_id)) == ["arrived", "vitals"]


def test_the_same_key_with_another_body_or_session_is_refused(cast: Cast, session_id: str) -> None:
    record_events(cast.house, cast.nurse, session_id, "k", [vitals(cast)])

    with pytest.raises(KeyReused):
        record_events(cast.house, cast.nurse, session_id, "k", [vitals(cast, heart_rate_bpm=71)])
    with pytest.raises(KeyReused):
        record_events(cast.house, cast.nurse, "another", "k", [vitals(cast)])

    assert kinds(read(cast, session_id)) == ["arrived", "vitals"]


def test_what_one_person_sent_is_not_acknowledged_to_another(cast: Cast, session_id: str) -> None:
    body = vitals(cast)
    record_events(cast.house, cast.nurse, session_id, "k", [body])

    with pytest.raises(KeyReused):
        record_events(cast.house, cast.nurse_too, session_id, "k", [body])

    assert kinds(read(cast, session_id)) == ["arrived", "vitals"]


def test_several_events_are_saved_all_or_none(cast: Cast, session_id: str) -> None:
    good, bad = vitals(cast), vitals(cast, heart_rate_bpm=301)

    with pytest.raises(InvalidEvent, match="301") as refused:
        record(cast, cast.nurse, session_id, good, bad)
    assert refused.value.where == "event 2"
    assert kinds(read(cast, session_id)) == ["arrived"]

    receipt = record(cast, cast.nurse, session_id, good, cast.body("mobility", gait="steady"))
    assert len(receipt.event_ids) == 2
    assert kinds(read(cast, session_id)) == ["arrived", "vitals", "mobility"]


def test_a_change_is_seen_by_every_screen_at_once(cast: Cast, session_id: str) -> None:
    before = changes.version(cast.house, cast.physician)
    seen = board.read_board(cast.house, cast.physician)

    record(cast, cast.nurse, session_id, vitals(cast))

    assert changes.version(cast.house, cast.physician) == before + 1
    card = board.read_board(cast.house, cast.physician).cards[0]
    assert seen.cards[0].session
    assert card.session
    assert "systolic_mmhg" not in seen.cards[0].session.state.current
    assert card.session.state.current["systolic_mmhg"].value == 122


def test_a_refused_entry_leaves_the_version_as_it_was(cast: Cast, session_id: str) -> None:
    before = changes.version(cast.house, cast.nurse)

    with pytest.raises(InvalidEvent):
        record(cast, cast.nurse, session_id, vitals(cast, heart_rate_bpm=5))

    assert changes.version(cast.house, cast.nurse) == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "vitals"}, "at"),
        ({"kind": "vitals", "at": "2026-03-02T20:00:00"}, "at"),
        ({"kind": "vitals", "at": "yesterday"}, "at"),
        ({"kind": "vitals", "at": 5}, "at"),
        ({"kind": "pulse", "at": "2026-03-02T20:00:00Z"}, "kind"),
        ({"at": "2026-03-02T20:00:00Z"}, "kind"),
        ({"kind": 7, "at": "2026-03-02T20:00:00Z"}, "kind"),
        ({"kind": "vitals", "at": "2026-03-02T20:00:00Z", "heart_rate": 70}, "heart_rate"),
        ({"kind": "vitals", "at": "2026-03-02T20:00:00Z", "temperature_c": 98.6}, "temperature_c"),
        ({"kind": "note", "at": "2026-03-02T20:00:00Z", "text": " "}, "text"),
        ({"kind": "note", "at": "2026-03-02T20:00:00Z"}, "text"),
        ({"kind": "note", "at": "2026-03-02T20:00:00Z", "words": "x"}, "words"),
        ({"kind": "arrived", "at": "2026-03-02T20:00:00Z", "id": "a b"}, "id"),
        ({"kind": "discharged", "at": "2026-03-02T20:00:00Z", "to": "home"}, "kind"),
        ({"kind": "signature", "at": "2026-03-02T20:00:00Z"}, "kind"),
        ({"kind": "vitals", "at": "2026-03-02T20:00:00Z", "by": "physician"}, "by"),
        ({"kind": "vitals", "at": "2026-03-02T20:00:00Z", "by": []}, "by"),
    ],
)
def test_nonsense_is_refused_naming_the_field(
    cast: Cast, session_id: str, body: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidEvent) as refused:
        record(cast, cast.nurse, session_id, body)

    assert refused.value.field == field
    assert kinds(read(cast, session_id)) == ["arrived"]


def test_a_call_without_a_key_or_without_events_is_refused(cast: Cast, session_id: str) -> None:
    for key, bodies in (("", [vitals(cast)]), ("k" * 65, [vitals(cast)]), ("k", [])):
        with pytest.raises(BadInput):
            record_events(cast.house, cast.nurse, session_id, key, bodies)


@pytest.mark.parametrize(("minutes", "accepted"), [(2, True), (2.01, False)])
def test_an_entry_may_lie_two_minutes_ahead_and_no_more(
    cast: Cast, session_id: str, minutes: float, accepted: bool
) -> None:
    ahead = (cast.clock.now + timedelta(minutes=minutes)).isoformat()
    body = {"kind": "vitals", "at": ahead, **PRESSURE}

    if not accepted:
        with pytest.raises(InvalidEvent, match="future"):
            record(cast, cast.nurse, session_id, body)
        return
    record(cast, cast.nurse, session_id, body)
    assert "systolic_mmhg" not in read(cast, session_id).state.current

    cast.clock.move(minutes=2)
    assert read(cast, session_id).state.current["systolic_mmhg"].value == 122


@pytest.mark.parametrize(("hours", "accepted"), [(24, True), (24.01, False)])
def test_an_entry_may_be_a_day_old_and_no_more(
    cast: Cast, session_id: str, hours: float, accepted: bool
) -> None:
    late = (cast.clock.now - timedelta(hours=hours)).isoformat()
    body = {"kind": "vitals", "at": late, **PRESSURE}

    if accepted:
        record(cast, cast.nurse, session_id, body)
    else:
        with pytest.raises(InvalidEvent, match="long before"):
            record(cast, cast.nurse, session_id, body)
    assert (len(read(cast, session_id).entries) == 2) is accepted


def test_a_tablet_with_a_wrong_clock_is_understood_and_its_words_kept(
    cast: Cast, session_id: str
) -> None:
    tablet = cast.clock.now + timedelta(minutes=7)
    body = {
        "kind": "vitals",
        "at": (tablet - timedelta(minutes=1)).isoformat(),
        "recorded_at": tablet.isoformat(),
        **PRESSURE,
    }

    record_events(cast.house, cast.nurse, session_id, "k", [body], tablet)

    cast.house.memory._records.clear()
    entry = read(cast, session_id).entries[-1]
    assert entry.event.at == cast.clock.now - timedelta(minutes=1)
    assert entry.claimed_at == tablet - timedelta(minutes=1)
    assert entry.tablet_recorded_at == tablet
    assert entry.tablet_skew_seconds == -7 * 60
    assert entry.received_at == cast.clock.now


def test_without_the_tablets_time_a_wrong_clock_is_refused(cast: Cast, session_id: str) -> None:
    ahead = (cast.clock.now + timedelta(minutes=7)).isoformat()

    with pytest.raises(InvalidEvent, match="future"):
        record(cast, cast.nurse, session_id, {"kind": "vitals", "at": ahead, **PRESSURE})


def test_an_absurd_clock_is_refused_and_not_a_crash(cast: Cast, session_id: str) -> None:
    body = {"kind": "vitals", "at": "9999-12-31T23:59:59Z", **PRESSURE}
    with pytest.raises(InvalidEvent) as refused:
        record_events(cast.house, cast.nurse, session_id, "k", [body], cast.clock.now.replace(1))
    assert refused.value.field == "at"


@pytest.mark.parametrize("text", ["\ud800", "a\x00b"])
def test_characters_that_no_text_has_are_refused(cast_anywhere: Cast, text: str) -> None:
    cast = cast_anywhere
    session_id = cast.start().head.id

    with pytest.raises(InvalidEvent):
        record(cast, cast.nurse, session_id, cast.body("note", text=text))
    with pytest.raises((BadInput, NotFound)):
        sessions.read_session(cast.house, cast.nurse, text)
    with pytest.raises(NotSignedIn):
        people.sign_in_with_password(cast.house, text, text)
    with pytest.raises(NotSignedIn):
        people.identify(cast.house, text)
    assert patients.find_patients(cast.house, cast.nurse, text) is not None


def test_the_time_a_message_takes_is_no_skew(cast: Cast, session_id: str) -> None:
    sent = cast.clock.now - timedelta(seconds=1)

    record_events(cast.house, cast.nurse, session_id, "k", [vitals(cast)], sent)

    assert read(cast, session_id).entries[-1].event.at == cast.clock.now


def test_an_urgent_value_entered_off_line_is_late_until_the_server_had_it(
    cast: Cast, session_id: str
) -> None:
    measured = cast.clock.now.isoformat()
    cast.clock.move(minutes=25)
    body = {"kind": "vitals", "at": measured, "recorded_at": measured, "systolic_mmhg": 210,
            "diastolic_mmhg": 110}  # fmt: skip

    record(cast, cast.nurse, session_id, body)

    alert = next(a for a in read(cast, session_id).state.alerts if a.code == "systolic_high")
    assert (alert.level, alert.state, alert.late_minutes) == ("urgent", "open", 25)


def test_only_a_physician_accepts_a_baseline_or_clears_red_flags(
    cast: Cast, session_id: str
) -> None:
    for kind in ("baseline_accepted", "red_flags_cleared"):
        with pytest.raises(NotPermitted):
            record(cast, cast.nurse, session_id, cast.body(kind, reason="seen"))
        record(cast, cast.physician, session_id, cast.body(kind, reason="seen"))

    view = read(cast, session_id)
    assert kinds(view) == ["arrived", "baseline_accepted", "red_flags_cleared"]
    body = cast.body("entered_in_error", target=view.entries[-1].event.id, reason="no")
    with pytest.raises(NotPermitted):
        record(cast, cast.nurse, session_id, body)


def test_a_correction_keeps_the_old_value_readable(cast: Cast, session_id: str) -> None:
    wrong = record(cast, cast.nurse, session_id, vitals(cast)).event_ids[0]
    cast.clock.move(minutes=1)
    body = cast.body("corrected", target=wrong, reason="typed wrong", systolic_mmhg=128)
    record(cast, cast.nurse_too, session_id, body)

    view = read(cast, session_id)

    assert view.state.current["systolic_mmhg"].value == 128
    assert [entry.event.fields.get("systolic_mmhg") for entry in view.entries] == [None, 122, None]
    assert view.entries[-1].person_name == cast.nurse_too.name


def test_an_event_of_another_session_cannot_be_corrected_from_here(
    cast: Cast, session_id: str
) -> None:
    body = cast.body("corrected", target="not-of-here", reason="x", systolic_mmhg=128)

    with pytest.raises(InvalidEvent) as refused:
        record(cast, cast.nurse, session_id, body)
    assert refused.value.field == "target"


def test_a_note_is_kept_and_never_folded(cast: Cast, session_id: str) -> None:
    record(cast, cast.nurse, session_id, cast.body("note", text="Asked for a blanket."))

    view = read(cast, session_id)

    assert [note.event.fields["text"] for note in view.notes] == ["Asked for a blanket."]
    assert kinds(view) == ["arrived"]
    assert all(isinstance(event, Event) and event.kind != "note" for event in view.state.facts)


class TestAfterTheEnd:
    @pytest.fixture
    def closed_id(self, cast: Cast, session_id: str) -> str:
        self.target = record(cast, cast.nurse, session_id, vitals(cast)).event_ids[0]
        cast.clock.move(minutes=10)
        pin = PINS["physician"]
        discharge.end_otherwise(
            cast.house, cast.physician, session_id, "hospital", "to the emergency room", pin
        )
        cast.clock.move(minutes=5)
        return session_id

    def test_nothing_measured_after_it_is_taken(self, cast: Cast, closed_id: str) -> None:
        with pytest.raises(SessionClosed, match="measured after its end"):
            record(cast, cast.nurse, closed_id, vitals(cast))

    def test_what_was_measured_before_it_is_still_taken(self, cast: Cast, closed_id: str) -> None:
        late = (cast.clock.now - timedelta(minutes=6)).isoformat()
        record(cast, cast.nurse, closed_id, {"kind": "vitals", "at": late, **PRESSURE})

        assert kinds(read(cast, closed_id)) == ["arrived", "vitals", "discharged", "vitals"]

    def test_corrections_acknowledgements_and_notes_are_taken(
        self, cast: Cast, closed_id: str
    ) -> None:
        record(
            cast,
            cast.physician,
            closed_id,
            cast.body("corrected", target=self.target, reason="typed", systolic_mmhg=128),
            cast.body("alert_acknowledged", code="systolic_high", note="seen"),
            cast.body("note", text="Called the ward."),
        )

        assert read(cast, closed_id).state.current["systolic_mmhg"].value == 128

    def test_the_signed_end_itself_cannot_be_corrected(self, cast: Cast, closed_id: str) -> None:
        ended = next(
            e.event.id for e in read(cast, closed_id).entries if e.event.kind == "discharged"
        )
        for kind, more in (("entered_in_error", {}), ("corrected", {"to": "home"})):
            body = cast.body(kind, target=ended, reason="x", **more)
            with pytest.raises(Conflict, match="signed end"):
                record(cast, cast.physician, closed_id, body)


def test_a_physicians_acknowledgement_is_altered_by_a_physician_only(
    cast: Cast, session_id: str
) -> None:
    record(cast, cast.nurse, session_id, vitals(cast, systolic_mmhg=215))
    ack = cast.body("alert_acknowledged", code="systolic_high")
    (seen,) = record(cast, cast.physician, session_id, ack).event_ids
    (own,) = record(cast, cast.nurse, session_id, ack).event_ids

    answer = cast.body("corrected", target=seen, reason="typed", note="All is well.")
    for body in (answer, cast.body("entered_in_error", target=seen, reason="typed")):
        with pytest.raises(NotPermitted):
            record(cast, cast.nurse, session_id, body)

    assert not any(alert.answered for alert in read(cast, session_id).state.alerts)
    record(cast, cast.nurse, session_id, {**answer, "target": own})
    record(cast, cast.physician, session_id, answer)

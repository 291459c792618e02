"""What is kept of the chart is drawn anew when anything that it is made from is another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.access.actor import Actor
from monitor.access.roles import Role
from monitor.charts.timeline import Band, Ghost, Lane, Span, Timeline
from monitor.clinical.state import AlertState, Baseline, Finding
from monitor.clinical.treatments import Treatment
from monitor.language.reader import reading_in
from monitor.services.running_views import Running
from monitor.services.views import SessionView, StoredEvent
from monitor.web import html
from monitor.web.by_words import by_words
from monitor.web.looking import Looked
from monitor.web.pages.chart.alerts import alerts_card
from monitor.web.pages.chart.below import below
from monitor.web.pages.chart.beside import beside
from monitor.web.pages.chart.events import buttons, buttons_of
from monitor.web.pages.chart.happened import happened_card, happened_in
from monitor.web.pages.chart.kept_parts import part
from monitor.web.pages.chart.look_back import offered
from monitor.web.pages.chart.present import timeline_of
from monitor.web.pages.chart.rail import rail
from monitor.web.pages.chart.scales import asked_of, not_asked, scales_card
from monitor.web.pages.chart.sets import observation_sets
from monitor.web.pages.chart.told import interpretations_of, situation_of
from monitor.web.pages.chart.treatments import treatments_card
from monitor.web.still import Still
from monitor.web.written import written
from tests.charts import sample, view
from tests.charts.sample import at, event
from tests.web.reading import words

ZONE = "America/Los_Angeles"
NURSE = Actor("n", "demo-clinic", "P. Nair", frozenset({Role.NURSE}))
PHYSICIAN = Actor("p", "demo-clinic", "Dr A. Rahman", frozenset({Role.PHYSICIAN}))

Change = Callable[[SessionView], SessionView]


def stored(kind: str, minutes: float, fields: dict[str, object], who: str = "P. Nair") -> Any:
    entry = event(kind, minutes, fields)
    return StoredEvent(entry, who, entry.recorded_at, None)


def with_entry(entry: StoredEvent) -> Change:
    """The entry is of the fold: it stands in the record and, as a fact, in the state."""

    def change(shown: SessionView) -> SessionView:
        state = replace(shown.state, facts=(*shown.state.facts, entry.event))
        return replace(shown, state=state, entries=(*shown.entries, entry))

    return change


def with_running(**changes: Any) -> Change:
    return lambda shown: replace(shown, running=replace(shown.running, **changes))


def with_state(**changes: Any) -> Change:
    return lambda shown: replace(shown, state=replace(shown.state, **changes))


def with_head(**changes: Any) -> Change:
    return lambda shown: replace(shown, head=replace(shown.head, **changes))


def entered_by(name: str) -> Change:
    return lambda shown: replace(
        shown, entries=tuple(replace(entry, person_name=name) for entry in shown.entries)
    )


def received_later(shown: SessionView) -> SessionView:
    late = timedelta(hours=2)
    return replace(
        shown,
        entries=tuple(
            replace(entry, received_at=entry.received_at + late) for entry in shown.entries
        ),
    )


TREATED = Treatment(event("medication", 43, {"name": "ondansetron", "dose_mg": 4.0}))
SEEN = replace(TREATED, effects=(event("intervention_effect", 50, {"effect": "full"}),))
TOLD = replace(TREATED, details=(event("medication_details", 44, {"route": "iv"}),))
FROM_PAPER = stored("from_paper", 44, {"target": "medication43", "measured_by": "T. Oduya"})
SCALE = stored("scale", 104, {"name": "aldrete", "items": {"activity": 2, "respiration": 2}})

BELOW: dict[str, Change] = {
    "an alert is another": with_state(alerts=(sample.alert("systolic_high", 40, AlertState.OPEN),)),
    "there is one alert more": with_state(
        alerts=(
            sample.alert("systolic_high", 40, AlertState.ACKNOWLEDGED),
            sample.alert("spo2_low", 60, AlertState.OPEN),
        )
    ),
    "something was given": with_running(treatments=(TREATED,)),
    "how it was given": with_running(treatments=(TOLD,)),
    "what came of it": with_running(treatments=(SEEN,)),
    "somebody else entered it": entered_by("T. Oduya"),
    "it came late": received_later,
    "it came from paper": with_running(entries=(FROM_PAPER,)),
    "a scale was asked": with_entry(SCALE),
    "something happened": with_entry(stored("attested", 105, {"escort_name": "Jonas"})),
    "a note": lambda shown: replace(
        shown, notes=(*shown.notes, stored("note", 90, {"text": "asks for water"}))
    ),
    "a note was struck out": lambda shown: replace(
        shown, notes=(), running=Running(struck=shown.notes)
    ),
    "the chair was changed": lambda shown: replace(
        shown,
        moves=(
            stored(
                "chair_changed",
                70,
                {
                    "from_chair": "3",
                    "to_chair": "4",
                    "responsible": "T. Oduya",
                    "reason": "light",
                },
            ),
        ),
    ),
    "the session is over": with_head(closed_at=at(106)),
    "an allergy was told": lambda shown: replace(
        shown,
        head=replace(shown.head, patient=replace(shown.head.patient, allergies="penicillin")),
    ),
}


def timeline(shown: SessionView) -> Timeline:
    return timeline_of(shown, ZONE, sample.NOW, ())


def kept_below(shown: SessionView, zone: str = ZONE) -> list[str]:
    drawn = timeline(shown)
    every = below(shown, observation_sets(shown), drawn, zone, {})
    alerts, treated, _, scales, happened = (written(one).utf8.decode() for one in every)
    return [alerts, treated, scales, happened]


def plain_below(shown: SessionView, zone: str = ZONE) -> list[str]:
    axis, asked = timeline(shown).axis, asked_of(shown)
    cards = (
        alerts_card(shown, zone),
        treatments_card(shown, zone),
        scales_card(asked, not_asked(shown, asked), axis),
        happened_card(happened_in(shown), axis),
    )
    return [written(card).utf8.decode() for card in cards]


@pytest.mark.parametrize("change", BELOW.values(), ids=BELOW.keys())
def test_what_stands_below_is_drawn_anew_where_it_differs(change: Change) -> None:
    base = replace(view.view(), running=Running(treatments=(TREATED,)))
    other = change(base) if change is not BELOW["something was given"] else change(view.view())
    base = view.view() if change is BELOW["something was given"] else base

    before, after, again = kept_below(base), kept_below(other), kept_below(base)

    assert before == plain_below(base)
    assert after == plain_below(other)
    assert again == before
    assert after != before


def test_what_stands_below_is_told_in_the_readers_language_and_the_clinics_zone() -> None:
    shown = replace(view.view(), running=Running(treatments=(TREATED,)))
    english = kept_below(shown)
    with reading_in("es"):
        assert kept_below(shown) == plain_below(shown)
        assert all(one != other for one, other in zip(kept_below(shown), english, strict=True))
    assert kept_below(shown) == english

    elsewhere = kept_below(shown, "Europe/Madrid")

    assert elsewhere == plain_below(shown, "Europe/Madrid")
    assert elsewhere[:2] != english[:2]


def test_what_stands_below_is_not_drawn_again_for_a_reading() -> None:
    base = view.view()
    reading = with_entry(stored("vitals", 105, {"systolic_mmhg": 131, "diastolic_mmhg": 80}))
    drawn = timeline(base)

    before = below(base, observation_sets(base), drawn, ZONE, {})
    other = reading(base)
    after = below(other, observation_sets(other), timeline(other), ZONE, {})

    assert [before[place] is after[place] for place in range(5)] == [True, True, False, True, True]


def test_what_stands_below_moves_with_time_zero() -> None:
    base = with_entry(SCALE)(view.view())
    other = with_state(time_zero=at(3))(base)

    before, after = kept_below(base), kept_below(other)

    assert before == plain_below(base)
    assert after == plain_below(other) != before


def test_another_session_has_parts_of_its_own() -> None:
    base = view.view()
    other = replace(base, head=view.head("another-session"))

    one, two = kept_below(base), kept_below(other)

    assert one == plain_below(base)
    assert two == plain_below(other)


BAND = Band(100, 140, 128)
LANE = Lane("oxygen", "Oxygen", (Span(at(0), at(100), Finding.MET),))
NAMES: dict[str, dict[str, Any]] = {
    "a band": {"bands": {"systolic_mmhg": Band(90, 150, 128)}},
    "the band of the heart": {"bands": {"systolic_mmhg": BAND, "heart_rate_bpm": Band(60, 90, 75)}},
    "the baseline": {
        "state": sample.state(baseline=Baseline("accepted", 120, 76, 72, 98, at(-10)))
    },
    "no baseline": {"state": sample.state(baseline=Baseline("missing"))},
    "an entry came late": {"late_after": timedelta(seconds=1)},
    "something was struck out": {"struck": (event("vitals", 20, {"systolic_mmhg": 300}),)},
    "an earlier session": {"ghost": Ghost("Session 3", at(0), ())},
    "the side effects": {"effects": sample.EFFECTS[:3]},
    "a criterion is called otherwise": {"lanes": (replace(LANE, label="Air"),)},
    "a criterion is met no longer": {
        "lanes": (replace(LANE, spans=(Span(at(0), at(100), Finding.NOT_MET),)),)
    },
    "no criteria": {"lanes": ()},
    "time is not counted": {"state": sample.state(time_zero=None)},
}


def left(drawn: Timeline, treatment: str = "Infusion IV") -> str:
    return written(beside(drawn, treatment)[0]).utf8.decode()


@pytest.mark.parametrize("changes", NAMES.values(), ids=NAMES.keys())
def test_the_names_of_the_rows_are_drawn_anew_where_they_differ(changes: dict[str, Any]) -> None:
    base = sample.timeline(lanes=(LANE,), bands={"systolic_mmhg": BAND})
    other = replace(base, **changes)

    before, after, again = left(base), left(other), left(base)

    assert after != before
    assert again == before


def test_the_names_of_the_rows_say_how_it_is_given_and_leave_room_for_the_labels() -> None:
    base = sample.timeline()
    label = base.placed or ()
    crowded = replace(
        base,
        alert_words={"systolic_high": "High blood pressure"},
        state=replace(
            base.state,
            alerts=tuple(sample.alert("systolic_high", 40 + n, AlertState.OPEN) for n in range(3)),
        ),
    )

    assert not label
    assert left(base, "Doses") != left(base)
    assert left(crowded) != left(base)


CURRENT: dict[str, dict[str, Any]] = {
    "the grade": {"value": "severe"},
    "when": {"at": at(80)},
    "too old": {"stale": True},
}


@pytest.mark.parametrize("changes", CURRENT.values(), ids=CURRENT.keys())
def test_what_a_side_effect_is_now_is_drawn_anew(changes: dict[str, Any]) -> None:
    known = view.current()
    base = sample.timeline(state=sample.state(current=known))
    felt = known["dizziness"]._replace(**changes)
    other = replace(base, state=replace(base.state, current={**known, "dizziness": felt}))

    before, after = (written(beside(one, "")[1]).utf8.decode() for one in (base, other))

    assert before != after
    assert before == written(beside(base, "")[1]).utf8.decode()


VERDICTS: dict[str, tuple[str, dict[str, Any]]] = {
    "what is met": ("oxygen", {"value": "97 % on air"}),
    "how old it is": ("oxygen", {"measured_at": at(90)}),
    "of this instant": ("oxygen", {"measured_at": None}),
    "met no longer": ("oxygen", {"finding": Finding.NOT_MET, "earliest_at": at(130)}),
    "what is pending": ("observation_time", {"value": "100 of 120 min"}),
    "why": ("observation_time", {"reason": "60 min since infusion end"}),
    "the earliest": ("observation_time", {"earliest_at": at(125)}),
    "never": ("observation_time", {"earliest_at": None}),
    "not assessed": ("observation_time", {"finding": Finding.NOT_ASSESSED}),
}


@pytest.mark.parametrize(("name", "changes"), VERDICTS.values(), ids=VERDICTS.keys())
def test_a_criterion_is_drawn_anew_where_it_differs(name: str, changes: dict[str, Any]) -> None:
    base = view.view()
    said = {**base.state.findings, name: base.state.findings[name]._replace(**changes)}
    other = replace(base, state=replace(base.state, findings=said))

    before, after, again = (words(rail(one, ZONE)) for one in (base, other, base))

    assert before != after
    assert again == before


def test_the_ages_of_the_criteria_move_on() -> None:
    base = view.view()
    later = replace(base, state=replace(base.state, clock=at(110)))

    assert words(rail(base, ZONE)).count("6 min") > words(rail(later, ZONE)).count("6 min")
    with reading_in("es"):
        assert words(rail(base, ZONE)) != words(rail(later, ZONE))


LOOKED = Looked(view.view(), ZONE, sample.NOW)
BUTTONS: dict[str, tuple[Looked, Actor]] = {
    "who looks": (LOOKED, PHYSICIAN),
    "the session is over": (
        replace(LOOKED, view=with_state(discharged_to="home")(LOOKED.view)),
        NURSE,
    ),
    "the session is closed": (
        replace(LOOKED, view=with_head(closed_at=at(106))(LOOKED.view)),
        NURSE,
    ),
    "the drug has a form": (
        replace(LOOKED, view=with_head(drug="esketamine")(LOOKED.view)),
        PHYSICIAN,
    ),
    "another session": (replace(LOOKED, view=with_head(id="another")(LOOKED.view)), NURSE),
}


@pytest.mark.parametrize(("looked", "who"), BUTTONS.values(), ids=BUTTONS.keys())
def test_what_can_be_recorded_is_drawn_anew(looked: Looked, who: Actor) -> None:
    def plain(one: Looked, actor: Actor) -> str:
        return written(Still(buttons(one, actor))).utf8.decode()

    kept = buttons_of(LOOKED, NURSE).utf8.decode()

    assert kept == plain(LOOKED, NURSE)
    assert buttons_of(looked, who).utf8.decode() == plain(looked, who) != kept
    assert buttons_of(LOOKED, NURSE).utf8.decode() == kept
    with reading_in("es"):
        assert buttons_of(LOOKED, NURSE).utf8.decode() == plain(LOOKED, NURSE) != kept


def test_the_past_that_is_offered_is_drawn_anew() -> None:
    heads = replace(view.head("earlier"), session_number=6, started_at=at(-9000 + 2 * 60))
    earlier = (heads,)
    typed = replace(LOOKED.view.entries[0], device_id="tablet-1")
    typed_on = replace(LOOKED.view, entries=(typed, *LOOKED.view.entries[1:]))

    def said(looked: Looked, heads: Any) -> str:
        return words(offered(looked, heads))

    base = said(LOOKED, ())

    assert "Session 6" not in base
    assert "Session 6" in said(LOOKED, earlier)
    assert "P. Nair" in said(replace(LOOKED, view=typed_on), ())
    assert said(replace(LOOKED, zone="Asia/Tokyo"), earlier) != said(LOOKED, earlier)
    assert said(LOOKED, ()) == base


def test_the_situation_is_laid_out_once_a_view_and_anew_for_another() -> None:
    base = view.view()
    high = stored("vitals", 105, {"systolic_mmhg": 230, "diastolic_mmhg": 120})
    other = with_entry(high)(base)
    later = with_state(at=at(107))(base)
    patient = replace(base.head.patient, spo2_scale=2)

    first = situation_of(base)

    assert situation_of(base) is first
    assert situation_of(later) is not first
    assert situation_of(with_head(patient=patient)(base)) is not first
    early = with_state(at=at(103))(other)
    assert (high.event.id, "systolic_mmhg") not in interpretations_of(early)
    assert (high.event.id, "systolic_mmhg") in interpretations_of(with_state(at=at(107))(other))


def test_a_part_counts_only_for_what_it_was_made_from() -> None:
    drawn: list[str] = []

    def draw(word: str) -> Callable[[], html.Span]:
        return lambda: drawn.append(word) or html.Span(word)  # type: ignore[func-returns-value]

    first = part("a", "kept-demo", (1,), draw("one"))

    assert part("a", "kept-demo", (1,), draw("again")) is first
    assert "two" in part("a", "kept-demo", (2,), draw("two")).utf8.decode()
    assert "three" in part("b", "kept-demo", (2,), draw("three")).utf8.decode()
    assert "four" in part("a", "kept-other", (2,), draw("four")).utf8.decode()
    with reading_in("es"):
        assert "five" in part("a", "kept-demo", (2,), draw("five")).utf8.decode()
    assert drawn == ["one", "two", "three", "four", "five"]


def test_what_is_drawn_of_words_is_kept_by_each_of_them_and_is_bounded() -> None:
    drawn: list[tuple[object, ...]] = []

    @by_words(2)
    def draw(word: str, more: object, *, look: str = "") -> html.Span:
        drawn.append((word, more))
        return html.Span(f"{word} {more}", className=look)

    first = draw("a", 1)

    assert draw("a", 1) is first
    assert "true" in draw("a", True).utf8.decode().lower()
    assert "shown" in draw("a", 1, look="shown").utf8.decode()
    assert len(drawn) == 3
    draw("a", 1)
    assert len(drawn) == 4  # two are kept, and it was the one unused longest
    with reading_in("es"):
        draw("a", 1)
    assert len(drawn) == 5

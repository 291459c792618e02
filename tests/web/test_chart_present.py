"""What the chart says in words, told from a session without a browser."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from plotly.utils import PlotlyJSONEncoder

from monitor.access.actor import Actor
from monitor.access.roles import Role
from monitor.charts.palette import Scheme
from monitor.clinical.event import Event
from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol_reading import read_protocol
from monitor.clinical.session import evaluate
from monitor.clinical.state import AlertState, Baseline, Finding, Level
from monitor.services.views import SessionView, Signature, StoredEvent
from monitor.web.kept import Kept
from monitor.web.looking import Looked
from monitor.web.pages.chart import present
from monitor.web.pages.chart.alerts import alerts_card
from monitor.web.pages.chart.beside import beside
from monitor.web.pages.chart.events import choices
from monitor.web.pages.chart.rail import rail, sign_off_words
from monitor.web.pages.chart.read_out import read_out
from monitor.web.pages.chart.screen import draw, key_of
from monitor.web.pages.chart.sets import observation_sets
from monitor.web.pages.chart.sets_table import sets_card
from monitor.web.pages.chart.told import told_of
from tests.charts import sample, view
from tests.charts.sample import at, event

ZONE = "America/Los_Angeles"
NURSE = Actor("n", "demo-clinic", "P. Nair", frozenset({Role.NURSE}))
PHYSICIAN = Actor("p", "demo-clinic", "Dr A. Rahman", frozenset({Role.PHYSICIAN}))


def words(parts: Any) -> str:
    return json.dumps(parts, cls=PlotlyJSONEncoder, ensure_ascii=False)


def with_correction() -> SessionView:
    """The set of 14:15 was typed as 193 and corrected to 139 two minutes later."""
    base = view.view()
    right = next(
        fact
        for fact in base.state.facts
        if fact.kind == "vitals" and fact.fields.get("systolic_mmhg") == 139
    )
    wrong = replace(right, fields={**right.fields, "systolic_mmhg": 193})
    correction = Event(
        "corrected",
        at(102),
        at(102),
        {"target": right.id, "reason": "typed wrongly", "changes": {"systolic_mmhg": 139}},
        "correction",
    )
    entries = [
        StoredEvent(wrong, "P. Nair", wrong.recorded_at, None)
        if entry.event.id == right.id
        else entry
        for entry in base.entries
    ]
    entries.append(StoredEvent(correction, "P. Nair", at(102), None))
    return replace(base, entries=tuple(entries))


def test_every_set_is_in_the_table_with_who_took_it() -> None:
    shown = view.view()

    sets = observation_sets(shown)

    assert [found.at for found in sets] == [at(row.minutes) for row in reversed(sample.SETS)]
    assert all(found.people == ("P. Nair",) for found in sets)


def test_a_corrected_value_stands_beside_the_struck_old_one() -> None:
    shown = with_correction()
    newest = observation_sets(shown)[0]

    word = newest.word("systolic_mmhg")
    table = words(
        sets_card(shown, observation_sets(shown), present.timeline_of(shown, ZONE, sample.NOW, ()))
    )

    assert (word.value, word.before) == (139, (193,))
    assert '"193/87"' in table
    assert '"type": "S"' in table


def test_a_set_entered_in_error_is_kept_apart_and_counts_for_nothing() -> None:
    base = view.view()
    gone = event("vitals", 60, {"systolic_mmhg": 90, "diastolic_mmhg": 60}, id="gone")
    strike = event("entered_in_error", 61, {"target": "gone", "reason": "another patient"})
    entries = (
        *base.entries,
        *(StoredEvent(one, "P. Nair", one.recorded_at, None) for one in (gone, strike)),
    )

    sets = observation_sets(replace(base, entries=entries))

    (error,) = [found for found in sets if found.in_error]
    assert error.at == at(60)
    assert len(sets) == len(sample.SETS) + 1


def test_a_late_entry_says_when_it_was_entered() -> None:
    base = view.view()
    late = event("vitals", 60, {"systolic_mmhg": 140, "diastolic_mmhg": 88}, recorded=25)
    state = replace(base.state, facts=(*base.state.facts, late))
    entries = (*base.entries, StoredEvent(late, "T. Oduya", late.recorded_at, None))
    shown = replace(base, state=state, entries=entries)

    strips = words(
        read_out(observation_sets(shown), present.timeline_of(shown, ZONE, sample.NOW, ()))
    )

    assert "T. Oduya, entered 14:00" in strips


@pytest.mark.parametrize(("minutes", "late"), [(10, False), (11, True)])
def test_an_entry_is_late_where_the_protocol_says_so(minutes: int, late: bool) -> None:
    base = view.view()
    kept = event("vitals", 60, {"systolic_mmhg": 140, "diastolic_mmhg": 88}, recorded=minutes)
    state = replace(base.state, facts=(*base.state.facts, kept))
    entries = (*base.entries, StoredEvent(kept, "T. Oduya", kept.recorded_at, None))
    shown = replace(base, state=state, entries=entries)

    (found,) = [one for one in observation_sets(shown) if one.at == at(60)]

    assert found.is_late is late
    usual = present.timeline_of(shown, ZONE, sample.NOW, ())
    assert ("▽ entered late" in words(beside(usual, "Infusion IV"))) is late


def test_the_read_out_names_what_lies_outside_its_band_and_how_far() -> None:
    shown = view.view()

    strips = words(
        read_out(observation_sets(shown), present.timeline_of(shown, ZONE, sample.NOW, ()))
    )

    assert "163/98" in strips
    assert "+35 / +18 (+27 %)" in strips
    assert "not measured: asleep" in strips


def test_the_rail_counts_sorts_and_explains() -> None:
    told = words(rail(view.view(), ZONE))

    assert "17 of 22 met" in told
    assert "4 not met, 1 not assessed. Clinician decision required." in told
    assert told.index("Waiting for") < told.index("Observation time") < told.index('"Met"')
    assert "Earliest 14:35." in told


def test_the_rail_never_offers_to_discharge_by_itself() -> None:
    shown = view.view()

    assert "discharge the patient" not in words(rail(shown, ZONE)).lower()
    assert sign_off_words(shown, ZONE) == (
        "Sign-off opens when every criterion is met. These vitals count until 14:30."
    )


def test_the_rail_of_a_session_that_is_over_says_who_signed_and_asks_for_nothing() -> None:
    shown = view.view()
    signed = tuple(
        Signature(str(number), name, "nurse", "discharge", at(125 + number), lapsed)
        for number, (name, lapsed) in enumerate(
            [("Tess Oduya", True), ("Priya Nair", False), ("Dr A. Rahman", False)]
        )
    )
    over = replace(shown, state=replace(shown.state, discharged_to="home"), signatures=signed)

    told = words(rail(over, ZONE))

    assert "This session is over. Priya Nair signed at " in told
    assert "Dr A. Rahman signed at " in told
    assert "Tess Oduya" not in told
    assert "decision required" not in told


def test_an_urgent_alert_that_closed_still_asks_for_a_physician() -> None:
    closed = replace(
        sample.alert("systolic_high", 50, AlertState.RESOLVED, Level.URGENT), closed_at=at(70)
    )

    shown = words(alerts_card(view.view(alerts=(closed,)), ZONE))

    assert "waits for a physician's note" in shown
    assert "Acknowledge" in shown


def test_a_withdrawn_alert_is_listed_and_asks_for_nothing() -> None:
    gone = sample.alert("systolic_high", 50, AlertState.WITHDRAWN, Level.URGENT)

    shown = words(alerts_card(view.view(alerts=(gone,)), ZONE))

    assert "withdrawn" in shown
    assert "Acknowledge" not in shown


def test_a_side_effect_that_was_felt_gets_a_row_of_its_own() -> None:
    usual = present.effects_of(sample.state())
    shown = present.effects_of(view.view().state)

    assert [effect.code for effect in usual] == list(present.ALWAYS_SHOWN)
    assert len(shown) == len(usual)


def test_pressure_and_rhythm_are_read_only_where_nobody_graded_them() -> None:
    shown = view.view()

    timeline = present.timeline_of(shown, ZONE, sample.NOW, ())

    graded = {at(row.minutes) for row in sample.SETS if len(row.effects.replace(" ", "")) > 5}
    read = {
        check.at for check in timeline.read_checks if "high_blood_pressure" in str(check.fields)
    }
    assert graded
    assert graded.isdisjoint(read)
    assert at(45) in read


def test_the_same_look_is_drawn_once() -> None:
    looked = Looked(view.view(), ZONE, sample.NOW)

    first, second = draw(looked, Scheme.LIGHT), draw(looked, Scheme.LIGHT)
    later = replace(looked, now=at(108))

    assert first is second
    assert key_of(later, Scheme.LIGHT) != key_of(looked, Scheme.LIGHT)
    assert key_of(looked, Scheme.DIM) != key_of(looked, Scheme.LIGHT)


def test_findings_through_the_session_are_continued_not_told_anew() -> None:
    looked = Looked(view.view(), ZONE, sample.NOW)
    whole = told_of(looked)

    again = told_of(replace(looked, now=at(110)))

    assert again[: len(whole)] == whole
    assert again[0].at == sample.ZERO


def test_an_entry_seen_late_has_the_findings_told_anew_from_when_it_was_received() -> None:
    looked = Looked(view.view(), ZONE, sample.NOW)
    before = told_of(looked)
    late = event("vitals", 61, {"systolic_mmhg": 230, "diastolic_mmhg": 120}, id="seen-late")
    entries = (*looked.view.entries, StoredEvent(late, "T. Oduya", late.recorded_at, None))

    after = told_of(replace(looked, view=replace(looked.view, entries=entries)))

    assert after[-1].at >= before[-1].at
    assert [item for item in after if item.at < late.recorded_at] == [
        item for item in before if item.at < late.recorded_at
    ]
    high = next(item for item in after if item.at == late.recorded_at)
    assert high.findings["blood_pressure_absolute"] is Finding.NOT_MET


def test_findings_are_told_anew_for_another_patients_facts() -> None:
    looked = Looked(view.view(), ZONE, sample.NOW)
    patient = replace(looked.view.head.patient, known_arrhythmia=True, spo2_scale=2)
    other = replace(
        looked, view=replace(looked.view, head=replace(looked.view.head, patient=patient))
    )
    told_of(looked)

    assert told_of(other) is not told_of(looked)


def test_a_row_is_drawn_again_only_where_it_would_differ() -> None:
    shown = view.view()
    sets, timeline = observation_sets(shown), present.timeline_of(shown, ZONE, sample.NOW, ())

    first, second = read_out(sets, timeline), read_out(sets, timeline)
    without = read_out(sets[1:], timeline)

    assert all(one is other for one, other in zip(first, second, strict=True))
    assert without[:-1] == first[:-2]
    assert '"read__set is-shown"' in without[-1].utf8.decode()
    assert '"read__set is-shown"' not in first[-2].utf8.decode()


def test_what_is_kept_is_bounded_and_the_longest_unused_goes_first() -> None:
    kept: Kept[int, str] = Kept(2)
    kept.keep(1, "one")
    kept.keep(2, "two")
    assert kept.take(1) == "one"

    kept.keep(3, "three")

    assert len(kept) == 2
    assert kept.take(2) is None
    assert kept.take(1) == "one"


def offered(shown: SessionView, who: Actor) -> set[str]:
    return {name for name, _, _ in choices(Looked(shown, ZONE, sample.NOW), who)}


def test_only_a_physician_is_offered_what_only_a_physician_can_settle() -> None:
    findings = view.findings()
    findings["red_flags"] = findings["red_flags"]._replace(finding=Finding.NOT_MET)
    shown = view.view(findings=findings, baseline=Baseline("missing"))

    assert {"clear_flags", "accept_baseline"} <= offered(shown, PHYSICIAN)
    assert not {"clear_flags", "accept_baseline"} & offered(shown, NURSE)
    assert not {"clear_flags", "accept_baseline"} & offered(view.view(), PHYSICIAN)


def test_a_closed_session_takes_corrections_only() -> None:
    assert offered(view.view(discharged_to="home"), NURSE) == {"correct"}


def test_an_infusion_is_offered_only_where_the_protocol_has_one() -> None:
    nasal = replace(view.view(), protocol=replace(view.protocol(), has_infusion=False))

    assert "infusion" in offered(view.view(), NURSE)
    assert "infusion" not in offered(nasal, NURSE)
    assert "dose" in offered(nasal, NURSE)


def test_hollow_marks_and_crosses_are_explained_where_there_are_any() -> None:
    usual = present.timeline_of(view.view(), ZONE, sample.NOW, ())
    corrected = present.timeline_of(with_correction(), ZONE, sample.NOW, ())
    late_fact = event("vitals", 60, {"systolic_mmhg": 140, "diastolic_mmhg": 88}, recorded=25)
    late = replace(usual, state=sample.state(facts=(*sample.facts(), late_fact)))

    assert "struck out" not in words(beside(usual, "Infusion IV"))
    assert "✕ struck out" in words(beside(corrected, "Infusion IV"))
    assert "▽ entered late" in words(beside(late, "Infusion IV"))


@pytest.mark.parametrize("name", sorted(path.stem for path in view.PROTOCOLS.glob("*.toml")))
def test_a_session_of_every_protocol_can_be_drawn(name: str) -> None:
    rules = read_protocol((view.PROTOCOLS / f"{name}.toml").read_text(encoding="utf-8"), name)
    facts = [fact for fact in sample.facts() if not fact.kind.startswith("infusion")]
    route = {"im": "im", "sublingual": "sublingual", "intranasal": "intranasal"}.get(rules.route)
    if route is None:
        facts = list(sample.facts())
    else:
        facts.append(event("dose_given", 0, {"dose_mg": 56.0, "route": route}))
    state = evaluate(rules, PatientFacts(), facts, sample.NOW)
    entries = tuple(StoredEvent(fact, "P. Nair", fact.recorded_at, None) for fact in facts)
    base = view.view()
    shown = replace(
        base,
        protocol=rules,
        state=state,
        entries=entries,
        head=replace(base.head, id=name, protocol_id=name, route=rules.route),
    )

    drawn = draw(Looked(shown, ZONE, sample.NOW), Scheme.LIGHT)

    said = words(drawn.beside)
    assert [trace for trace in drawn.figure.to_plotly_json()["data"] if trace["name"] == "met"]
    assert ("Infusion" in said) == rules.has_infusion
    if route is not None:
        assert "Dose 56 mg" in drawn.figure.utf8.decode()


def test_the_table_tells_critically_high_from_high_and_from_outside_the_band() -> None:
    far = event("vitals", 47, {"systolic_mmhg": 204, "diastolic_mmhg": 96, "spo2_percent": 93})
    shown = view.view(facts=tuple(sorted((*sample.facts(), far), key=lambda fact: fact.at)))
    timeline = present.timeline_of(shown, ZONE, sample.NOW, ())
    table = words(sets_card(shown, observation_sets(shown), timeline)).replace("\\", "")

    for text, look in (
        ('"204/96 critically high"', "is-urgent"),
        ('"163/98 high"', "is-news"),
        ('"155/97 above the band"', "is-outside"),
        ('"93", " low"', "is-news"),
    ):
        told = re.search(rf'{re.escape(text)}[^{{}}]*"className": ?"([^"]*)"', table)
        assert told is not None, text
        assert told.group(1) == look

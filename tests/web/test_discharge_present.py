"""The discharge screen: groups, signatures, overrides and what each person is offered."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from dash.development.base_component import Component
from plotly.utils import PlotlyJSONEncoder

from monitor.access.actor import Actor
from monitor.access.roles import Role
from monitor.clinical.kinds import KINDS
from monitor.clinical.state import Finding
from monitor.services.views import SessionView, Signature
from monitor.web.looking import Looked
from monitor.web.pages.discharge import present
from monitor.web.pages.discharge.parts import screen
from monitor.web.pages.discharge.rows import EVIDENCE
from tests.charts import sample, view
from tests.charts.sample import at

ZONE = "America/Los_Angeles"
NURSE = Actor("n", "demo-clinic", "P. Nair", frozenset({Role.NURSE}))
PHYSICIAN = Actor("p", "demo-clinic", "Dr A. Rahman", frozenset({Role.PHYSICIAN}))
ADMINISTRATOR = Actor("a", "demo-clinic", "S. Hale", frozenset({Role.ADMINISTRATOR}))


def signed(who: Actor, minutes: float, **changes: object) -> Signature:
    role = "physician" if who is PHYSICIAN else "nurse"
    signature = Signature(who.person_id, who.name, role, "discharge", at(minutes))
    return replace(signature, **changes)  # type: ignore[arg-type]


def all_met() -> SessionView:
    findings = {
        name: verdict._replace(finding=Finding.MET) for name, verdict in view.findings().items()
    }
    return view.view(findings=findings, met=True)


def words(shown: SessionView, who: Actor) -> str:
    parts: list[Component] = screen(Looked(shown, ZONE, sample.NOW), who)
    return json.dumps(parts, cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_every_criterion_stands_in_exactly_one_group() -> None:
    shown = view.view()

    groups = present.groups_of(shown)

    names = [item.rule.id for group in groups for item in group.items]
    assert sorted(names) == sorted(shown.state.findings)
    assert [group.name for group in groups] == list(present.GROUPS)


def test_value_age_limit_and_source_stand_with_each_finding() -> None:
    said = words(view.view(), NURSE)
    rule = view.protocol().rules["blood_pressure_relative"]

    assert "1 of 2 sets" in said
    assert "6 min" in said
    assert rule.limit in said
    assert view.protocol().sources[rule.source][:40] in said


def test_sign_off_is_shut_while_anything_waits_and_says_what() -> None:
    signing = present.signing(view.view(), NURSE)

    assert not signing.may_sign
    assert signing.why_not.startswith("Observation time not met")
    assert "and 2 more" in signing.why_not


@pytest.mark.parametrize("who", [NURSE, PHYSICIAN])
def test_either_may_sign_first_when_all_is_met(who: Actor) -> None:
    assert present.signing(all_met(), who).may_sign


def test_the_same_person_never_signs_twice() -> None:
    shown = replace(all_met(), signatures=(signed(NURSE, 105),))

    signing = present.signing(shown, NURSE)

    assert not signing.may_sign
    assert signing.why_not == "You have signed. Now a physician signs."


def test_a_second_nurse_cannot_give_the_physicians_signature() -> None:
    shown = replace(all_met(), signatures=(signed(NURSE, 105),))
    second = replace(NURSE, person_id="n2", name="T. Oduya")

    assert present.signing(shown, PHYSICIAN).may_sign
    assert not present.signing(shown, second).may_sign


def test_a_lapsed_signature_is_shown_and_counts_for_nothing() -> None:
    shown = replace(all_met(), signatures=(signed(NURSE, 95, lapsed=True),))

    signing = present.signing(shown, NURSE)

    assert signing.nurse is None
    assert signing.may_sign
    assert "lapsed" in words(shown, NURSE)


def test_an_override_settles_its_criterion_and_the_finding_keeps_its_state() -> None:
    against = Signature(
        "p",
        "Dr A. Rahman",
        "physician",
        "override",
        at(104),
        reason="Usual for this patient: wheelchair",
        criteria=("dizziness_and_gait",),
    )
    shown = replace(view.view(), signatures=(against,))

    (item,) = [one for one in present.items_of(shown) if one.rule.id == "dizziness_and_gait"]

    assert item.is_settled
    assert item.verdict.finding is Finding.NOT_ASSESSED
    assert item not in present.pending(shown)
    assert "wheelchair" in words(shown, PHYSICIAN)


def test_a_lapsed_override_settles_nothing() -> None:
    against = Signature(
        "p", "Dr A. Rahman", "physician", "override", at(104), lapsed=True, criteria=("escort",)
    )

    assert present.standing_overrides(replace(view.view(), signatures=(against,))) == {}


def test_only_a_physician_is_offered_an_override_and_every_ending() -> None:
    shown = view.view()

    assert "Override …" in words(shown, PHYSICIAN)
    assert "Override …" not in words(shown, NURSE)
    assert present.endings_for(PHYSICIAN) == ("hospital", "against_advice", "left_unseen", "died")
    assert present.endings_for(NURSE) == ("left_unseen",)
    assert present.endings_for(ADMINISTRATOR) == ()


def test_what_nobody_may_override_is_not_among_the_choices() -> None:
    findings = view.findings()
    findings["open_alerts"] = findings["open_alerts"]._replace(finding=Finding.NOT_MET)

    said = words(view.view(findings=findings), PHYSICIAN)

    assert '"data-value": "open_alerts"' not in said
    assert "Nobody may override: No open alert" in said


def test_a_missing_step_is_offered_where_it_is_missing() -> None:
    said = words(view.view(), NURSE)

    assert '"data-dialog": "walk"' in said


def test_after_the_decision_there_is_nothing_left_to_press() -> None:
    given = (signed(NURSE, 105), signed(PHYSICIAN, 106))
    shown = replace(
        all_met(), signatures=given, state=replace(all_met().state, discharged_to="home")
    )

    said = words(shown, PHYSICIAN)

    assert "Went home" in said
    assert "Dr A. Rahman" in said
    assert "Sign with PIN" not in said
    assert "data-dialog" not in said


@pytest.mark.parametrize("who", [NURSE, PHYSICIAN])
def test_no_screen_tells_anybody_to_discharge(who: Actor) -> None:
    for shown in (view.view(), all_met()):
        said = words(shown, who).lower()

        assert "discharge the patient" not in said
        assert "clinician decision required" in said


def test_every_kind_of_entry_that_a_finding_can_rest_on_has_a_name() -> None:
    assert KINDS.keys() - {"corrected", "entered_in_error"} <= EVIDENCE.keys()

"""The scales that a session asks for, as the dialogs need them."""

from __future__ import annotations

from monitor.api.schemas.entry import (
    EntryScale,
    ScaleAnswer,
    ScaleDerived,
    ScaleItem,
    ScaleLast,
    SelfHarm,
)
from monitor.clinical.patient import PatientFacts
from monitor.clinical.scales.forms import AskedScale, ScaleForm, asked_scales
from monitor.clinical.scales.showing import (
    Asked,
    asked_so_far,
    derived_now,
    needs_person,
    self_harm_answer,
)
from monitor.language.reader import tr
from monitor.services.views import SessionView


def entry_scales(view: SessionView) -> list[EntryScale]:
    """Every scale that the session's protocol asks for, with its items and its latest total."""
    events = [entry.event for entry in view.entries]
    facts = facts_of(view)
    asked = asked_so_far(view.protocol, facts, events, view.state.at)
    return [_scale(each, view, facts, asked) for each in asked_scales(view.protocol)]


def self_harm(view: SessionView) -> SelfHarm | None:
    """PHQ-9's ninth item, whenever it was answered."""
    said = self_harm_answer(view.state)
    return (
        None
        if said is None
        else SelfHarm(score=said.score, at=said.at, needs_person=said.needs_person)
    )


def facts_of(view: SessionView) -> PatientFacts:
    """What of the patient changes how readings are judged."""
    patient = view.head.patient
    return PatientFacts(patient.birth_date, patient.spo2_scale, patient.known_arrhythmia)


def _scale(
    each: AskedScale, view: SessionView, facts: PatientFacts, asked: tuple[Asked, ...]
) -> EntryScale:
    form = each.form
    last = next((one for one in asked if one.name == form.name), None)
    return EntryScale(
        name=form.name,
        title=form.title,
        variant=tr(form.variant),
        highest=form.highest,
        moment=each.moment.value,
        items=items_of(form),
        derived=_derived(form, view, facts),
        last=_last(last),
    )


def items_of(form: ScaleForm) -> list[ScaleItem]:
    """What one scale asks, in the reader's language."""
    return [
        ScaleItem(
            id=item.id,
            label=tr(item.label),
            answers=[
                ScaleAnswer(
                    score=one.score,
                    words=tr(one.words),
                    needs_person=needs_person(form.name, item.id, one.score),
                )
                for one in item.answers
            ],
        )
        for item in form.items
    ]


def _derived(form: ScaleForm, view: SessionView, facts: PatientFacts) -> ScaleDerived | None:
    if not form.derived:
        return None
    events = [entry.event for entry in view.entries]
    score = derived_now(view.protocol, facts, events, view.state.at, form.name)
    return ScaleDerived(
        at=view.state.at,
        items={item: (score.items or {}).get(item) for item in form.derived},
        missing=list(score.missing),
    )


def _last(asked: Asked | None) -> ScaleLast | None:
    if asked is None:
        return None
    return ScaleLast(at=asked.entry.at, total=asked.score.total, missing=list(asked.score.missing))

"""What is laid over a column of the entry form: templates that the script clones."""

from __future__ import annotations

from monitor.language.reader import tr
from monitor.language.said import say
from monitor.web.names import asked_if_felt, red_flags
from monitor.web.pages.record.parts import (
    ACVPU,
    AMT4,
    MINUS,
    POSITIONS,
    RASS,
    REASONS,
    button,
    effect_row,
    glyph,
    pick,
)

TEN = "more__row more__row--ten"
BIG = "btn btn--big"
EFFECTS_TAB = (("effects", say("Other effects")), ("mind", say("Mind, position, temperature")))


def check_panel() -> str:
    """An unlikely value, asked back once."""
    title = tr("Please check")
    kept = tr("Kept values are saved and raise the alert of the protocol.")
    return (
        f"<h3>{glyph('caution')} {title}</h3>"
        '<div><span class="faint" data-say="check-name"></span>'
        '<div class="big" data-say="check-value"></div></div>'
        '<p data-say="check-usual"></p><div class="check__line" data-part="check-line"></div>'
        '<p class="check__warn" data-say="check-warn"></p><span class="grow"></span>'
        + button("retype", tr("Retype"), css=BIG)
        + button("keep", tr("Keep"), css=BIG)
        + f'<p class="faint">{kept}</p>'
    )


def reason_panel() -> str:
    """Why something was not measured."""
    reasons = "".join(
        button("reason", tr(words), css="btn btn--big", reason=key) for key, words in REASONS
    )
    ask = tr("Why? The set is saved as a partial set.")
    label, use, back = tr("In words"), tr("Use this reason"), tr("Go back")
    return (
        f'<h3>{glyph("not-measured")} <span data-say="reason-title"></span></h3>'
        f'<p data-say="reason-ask">{ask}</p>'
        f'<div class="over__list">{reasons}</div>'
        '<form class="over__words" data-part="reason-words" hidden>'
        f'<label for="reason-words">{label}</label>'
        '<input id="reason-words" type="text" maxlength="120" autocomplete="off">'
        f'<button type="submit" class="btn btn--big">{use}</button></form>'
        f'<span class="grow"></span>{button("over-close", back, css="btn btn--quiet")}'
    )


def flags_panel() -> str:
    """Red-flag symptoms, any number of them."""
    flags = "".join(
        pick("flag", words, css="pick pick--row", flag=key) for key, words in red_flags()
    )
    call, title, ask = tr("Emergency"), tr("Red flags"), tr("Which are present now?")
    emergency = (
        '<button type="button" class="btn btn--danger" data-dialog="emergency">'
        f"{glyph('phone')} {call}</button>"
    )
    return (
        f"<h3>{glyph('urgent')} {title}</h3><p>{ask}</p>"
        f'<div class="over__list">{flags}</div><span class="grow"></span>{emergency}'
        + button("over-close", tr("Done"), css="btn btn--big")
    )


def partial_panel() -> str:
    """What is missing before a partial set is saved, with a reason for each vital sign."""
    reasons = "".join(
        button("partial-reason", tr(words), reason=key) for key, words in REASONS if key != "other"
    ) + button("partial-reason", tr("Other"), reason="other")
    title, ask = tr("Partial set"), tr("Not measured, why?")
    return (
        f"<h3>{glyph('not-measured')} {title}</h3>"
        '<ul class="partial" data-part="partial-list"></ul>'
        f'<p data-say="partial-ask">{ask}</p>'
        f'<div class="over__list over__list--two">{reasons}</div>'
        '<p class="faint" data-say="partial-rest"></p><span class="grow"></span>'
        + button("partial-save", tr("Save partial set"), css="btn btn--big btn--primary")
        + button("over-close", tr("Go back"), css="btn btn--quiet")
    )


def _asked(title: str, hint: str, answers: str, css: str = "more__row") -> str:
    return (
        f'<div role="group" aria-label="{title}"><p><b>{title}</b> {hint}</p>'
        f'<div class="{css}">{answers}</div></div>'
    )


def _signed(score: int) -> str:
    return f"{MINUS}{-score}" if score < 0 else f"+{score}" if score else "0"


def _mind() -> str:
    amt4 = "".join(pick("amt4", str(wrong), value=str(wrong)) for wrong in AMT4)
    acvpu = "".join(
        pick("acvpu", f"{letter}<small>{tr(words)}</small>", value=letter)
        for letter, words in ACVPU
    )
    rass = "".join(pick("rass", _signed(score), value=str(score)) for score in RASS)
    positions = "".join(pick("position", tr(words), value=key) for key, words in POSITIONS)
    label, title = tr("Temperature in degrees Celsius"), tr("Temperature")
    temperature = (
        '<button type="button" class="pick more__temperature" data-act="field"'
        f' data-field="temperature_c" data-label="{label}">'
        f'{title} °C <b data-figure="temperature_c"></b></button>'
    )
    anchors = tr("0 = alert and calm, {lowest} = unrousable, +4 = combative", lowest=f"{MINUS}5")
    return (
        '<div class="more__mind" data-tab="mind" hidden>'
        + _asked(tr("Orientation, AMT4"), tr("wrong answers: age, birth date, place, year"), amt4)
        + _asked("ACVPU", "", acvpu)
        + _asked("RASS", anchors, rass, TEN)
        + _asked(tr("Position"), tr("seated unless said"), positions)
        + f"<div>{temperature}</div></div>"
    )


def more_panel() -> str:
    """The remaining effects, and mind, position and temperature."""
    tabs = "".join(pick("tab", tr(words), css="", tab=key) for key, words in EFFECTS_TAB)
    rows = "".join(effect_row(effect, name) for effect, name in asked_if_felt())
    title, done = tr("More"), tr("Done")
    return (
        f'<div class="more__head"><div class="seg" role="group" aria-label="{title}">{tabs}</div>'
        f"{button('more-close', done)}</div>"
        f'<div class="felt" data-tab="effects">{rows}</div>{_mind()}'
        + button("discard", tr("Discard this set"), css="btn btn--quiet more__discard")
    )


def templates() -> str:
    """All panels, waiting in the document."""
    made = {
        "check": check_panel(),
        "reason": reason_panel(),
        "flags": flags_panel(),
        "partial": partial_panel(),
        "more": more_panel(),
    }
    return "".join(
        f'<template data-panel="{name}">{html}</template>' for name, html in made.items()
    )

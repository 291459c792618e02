"""What is laid over a column of the entry form: templates that the script clones."""

from __future__ import annotations

from monitor.web.pages.record.parts import (
    ACVPU,
    AMT4,
    MINUS,
    OTHERS,
    POSITIONS,
    RASS,
    REASONS,
    RED_FLAGS,
    button,
    effect_row,
    glyph,
    pick,
)

TEN = "more__row more__row--ten"
BIG = "btn btn--big"
EFFECTS_TAB = (("effects", "Other effects"), ("mind", "Mind, position, temperature"))


def check_panel() -> str:
    """An unlikely value, asked back once."""
    return (
        f"<h3>{glyph('caution')} Please check</h3>"
        '<div><span class="faint" data-say="check-name"></span>'
        '<div class="big" data-say="check-value"></div></div>'
        '<p data-say="check-usual"></p><div class="check__line" data-part="check-line"></div>'
        '<p class="check__warn" data-say="check-warn"></p><span class="grow"></span>'
        f"{button('retype', 'Retype', css=BIG)}{button('keep', 'Keep', css=BIG)}"
        '<p class="faint">Kept values are saved and raise the alert of the protocol.</p>'
    )


def reason_panel() -> str:
    """Why something was not measured."""
    reasons = "".join(
        button("reason", words, css="btn btn--big", reason=key) for key, words in REASONS
    )
    return (
        f'<h3>{glyph("not-measured")} <span data-say="reason-title"></span></h3>'
        '<p data-say="reason-ask">Why? The set is saved as a partial set.</p>'
        f'<div class="over__list">{reasons}</div>'
        '<form class="over__words" data-part="reason-words" hidden>'
        '<label for="reason-words">In words</label>'
        '<input id="reason-words" type="text" maxlength="120" autocomplete="off">'
        '<button type="submit" class="btn btn--big">Use this reason</button></form>'
        f'<span class="grow"></span>{button("over-close", "Go back", css="btn btn--quiet")}'
    )


def flags_panel() -> str:
    """Red-flag symptoms, any number of them."""
    flags = "".join(pick("flag", words, css="pick pick--row", flag=key) for key, words in RED_FLAGS)
    emergency = (
        '<button type="button" class="btn btn--danger" data-dialog="emergency">'
        f"{glyph('phone')} Emergency</button>"
    )
    return (
        f"<h3>{glyph('urgent')} Red flags</h3><p>Which are present now?</p>"
        f'<div class="over__list">{flags}</div><span class="grow"></span>{emergency}'
        f"{button('over-close', 'Done', css='btn btn--big')}"
    )


def partial_panel() -> str:
    """What is missing before a partial set is saved, with a reason for each vital sign."""
    reasons = "".join(
        button("partial-reason", words, reason=key) for key, words in REASONS if key != "other"
    ) + button("partial-reason", "Other", reason="other")
    return (
        f"<h3>{glyph('not-measured')} Partial set</h3>"
        '<ul class="partial" data-part="partial-list"></ul>'
        '<p data-say="partial-ask">Not measured, why?</p>'
        f'<div class="over__list over__list--two">{reasons}</div>'
        '<p class="faint" data-say="partial-rest"></p><span class="grow"></span>'
        f"{button('partial-save', 'Save partial set', css='btn btn--big btn--primary')}"
        f"{button('over-close', 'Go back', css='btn btn--quiet')}"
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
        pick("acvpu", f"{letter}<small>{words}</small>", value=letter) for letter, words in ACVPU
    )
    rass = "".join(pick("rass", _signed(score), value=str(score)) for score in RASS)
    positions = "".join(pick("position", words, value=key) for key, words in POSITIONS)
    temperature = (
        '<button type="button" class="pick more__temperature" data-act="field"'
        ' data-field="temperature_c" data-label="Temperature in degrees Celsius">'
        'Temperature °C <b data-figure="temperature_c"></b></button>'
    )
    return (
        '<div class="more__mind" data-tab="mind" hidden>'
        + _asked("Orientation, AMT4", "wrong answers: age, birth date, place, year", amt4)
        + _asked("ACVPU", "", acvpu)
        + _asked("RASS", f"0 = alert and calm, {MINUS}5 = unrousable, +4 = combative", rass, TEN)
        + _asked("Position", "seated unless said", positions)
        + f"<div>{temperature}</div></div>"
    )


def more_panel() -> str:
    """The remaining effects, and mind, position and temperature."""
    tabs = "".join(pick("tab", words, css="", tab=key) for key, words in EFFECTS_TAB)
    rows = "".join(effect_row(effect, name) for effect, name in OTHERS)
    return (
        f'<div class="more__head"><div class="seg" role="group" aria-label="More">{tabs}</div>'
        f"{button('more-close', 'Done')}</div>"
        f'<div class="felt" data-tab="effects">{rows}</div>{_mind()}'
        f"{button('discard', 'Discard this set', css='btn btn--quiet more__discard')}"
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

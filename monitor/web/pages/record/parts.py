"""The pieces of the entry form as HTML text: no value, no patient, no script in it."""

from __future__ import annotations

from html import escape

from monitor.language.reader import decimal_mark, reader, tr, tr_in
from monitor.language.said import say, say_in
from monitor.web.names import asked_always, read_from_signs

GRADES = (
    ("none", say_in("answer", "None")),
    ("mild", say("Mild")),
    ("moderate", say("Moderate")),
    ("severe", say("Severe")),
)
REASONS = (
    ("refused", say("Refused")),
    ("asleep", say("Asleep, resting")),
    ("not_possible", say("No clear signal")),
    ("equipment", say("Equipment")),
    ("other", say("Other, type")),
)
MOAAS = (
    say("no response to a painful squeeze"),
    say("responds only to a painful squeeze"),
    say("responds only to prodding or shaking"),
    say("responds to name said loud or repeatedly"),
    say("responds lethargically to name"),
    say("responds readily to name"),
)
ACVPU = (
    ("A", say("Alert")),
    ("C", say("New confusion")),
    ("V", say("To voice")),
    ("P", say("To pain")),
    ("U", say("No response")),
)
RASS = range(-5, 5)
AMT4 = range(5)
POSITIONS = (
    ("seated", say("Seated")),
    ("supine", say("Lying")),
    ("standing", say("Standing")),
)
MINUS = "\u2212"


def glyph(name: str) -> str:
    """A drawn sign; the word beside it says the same."""
    return f'<i class="g g--{name}" aria-hidden="true"></i>'


def button(act: str, words: str, *, css: str = "btn", **data: str) -> str:
    """A button that the form's own script listens to; ``words`` is HTML."""
    extra = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items())
    return f'<button type="button" class="{css}" data-act="{act}"{extra}>{words}</button>'


def pick(act: str, words: str, *, css: str = "pick", label: str = "", **data: str) -> str:
    """One answer of several: pressed or not."""
    extra = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items())
    said = f' aria-label="{escape(label)}"' if label else ""
    return (
        f'<button type="button" class="{css}" data-act="{act}"{extra}{said}'
        f' aria-pressed="false">{words}</button>'
    )


def _bars(rank: int) -> str:
    if not rank:
        return ""
    return f'<span class="grade grade--{rank}" aria-hidden="true"><i></i><i></i><i></i></span>'


def effect_row(effect: str, name: str, css: str = "") -> str:
    """One side effect with its four answers."""
    answers = "".join(
        pick("grade", _bars(rank) + tr(words), css=f"pick g{rank}", effect=effect, grade=grade)
        for rank, (grade, words) in enumerate(GRADES)
    )
    name = tr(name)
    return (
        f'<div class="felt__row {css}" role="group" aria-label="{name}" data-row="{effect}">'
        f'<div class="felt__name">{name}<small data-say="row-{effect}"></small></div>'
        f"{answers}</div>"
    )


def time_card() -> str:
    """When the set was measured, with its nudges."""
    steps = "".join(
        button("time", f"{MINUS if step < 0 else '+'}{abs(step)}<small>min</small>", step=str(step))
        for step in (-5, -1, 1)
    )
    title, now = tr("Measured at"), tr("Now")
    return (
        f'<div class="card when" role="group" aria-label="{title}" data-card="when">'
        f'<div><span>{title}</span><b data-say="at"></b>'
        '<span data-say="at-elapsed"></span></div>'
        f"{steps}{button('time-now', now)}</div>"
    )


def _key(field: str, name: str, unit: str, label: str) -> str:
    return (
        f'<button type="button" class="sign__key" data-act="field" data-field="{field}"'
        f' data-label="{escape(label)}"><span>{name} <i>{unit}</i></span>'
        f'<b data-figure="{field}"></b><small data-last="{field}"></small></button>'
    )


def pressure_card() -> str:
    """Blood pressure: two numbers that belong together, and the change from baseline."""
    title = tr("Blood pressure")
    systolic, diastolic = tr("Systolic pressure, mmHg"), tr("Diastolic pressure, mmHg")
    halves = (
        '<div class="sign__pair"><span class="sign__title" aria-hidden="true">'
        f"{title} <i>mmHg</i></span>"
        '<div class="sign__halves">'
        '<button type="button" class="sign__half" data-act="field" data-field="systolic_mmhg"'
        f' data-label="{systolic}"><b data-figure="systolic_mmhg"></b></button>'
        '<em aria-hidden="true">/</em>'
        '<button type="button" class="sign__half" data-act="field" data-field="diastolic_mmhg"'
        f' data-label="{diastolic}"><b data-figure="diastolic_mmhg"></b></button></div>'
        '<small data-last="systolic_mmhg"></small></div>'
    )
    return (
        f'<div class="card sign sign--bp" data-card="systolic_mmhg diastolic_mmhg">{halves}'
        '<div class="sign__read" data-say="from-baseline"></div></div>'
    )


def _sign(field: str, key: str, side: str, title: str) -> str:
    return (
        f'<div class="card sign" data-card="{field}">{key}'
        f'<div class="sign__side" role="group" aria-label="{title}">{side}</div></div>'
    )


def signs() -> str:
    """Heart rate with rhythm, SpO2 with air or oxygen, breathing with its timer."""
    rhythm = pick("rhythm", tr_in("rhythm", "Regular"), value="regular") + pick(
        "rhythm", tr_in("rhythm", "Irregular"), value="irregular"
    )
    air = pick("air", tr("Air") + '<small data-say="air"></small>', value="air") + pick(
        "air", tr("Oxygen") + '<small data-say="oxygen"></small>', value="oxygen"
    )
    words = tr("Count {seconds} s", seconds=30)
    count = pick(
        "count", f'<span data-say="count">{words}</span><small data-say="count-hint"></small>'
    )
    return (
        _sign(
            "heart_rate_bpm",
            _key("heart_rate_bpm", tr("Heart rate"), "/min", tr("Heart rate per minute")),
            rhythm,
            tr("Rhythm"),
        )
        + _sign(
            "spo2_percent oxygen_l_min",
            _key("spo2_percent", "SpO₂", "%", tr("Oxygen saturation, percent")),
            air,
            tr("Breathing air or oxygen"),
        )
        + _sign(
            "respiratory_rate_per_min",
            _key(
                "respiratory_rate_per_min", tr("Breathing rate"), "/min", tr("Breaths per minute")
            ),
            count,
            tr("Count breaths"),
        )
    )


def alertness_card() -> str:
    """MOAA/S: six answers, most awake first."""
    answers = "".join(
        pick("moaas", str(score), value=str(score), label=f"{score}, {tr(MOAAS[score])}")
        for score in range(5, -1, -1)
    )
    title = tr("Alertness, MOAA/S")
    return (
        f'<div class="card alert5" role="group" aria-label="{title}">'
        f'<p><b>{title}</b><span data-say="moaas">5 = {tr(MOAAS[5])}</span></p>'
        f"<div>{answers}</div></div>"
    )


def keypad() -> str:
    """The form's own keys, so that no system keyboard jumps in."""
    digit = "".join(
        button("key", str(number), css="key", key=str(number)) for number in range(1, 10)
    )
    corner = button("not-measured", tr("Not measured"), css="key key--small") + button(
        "key", decimal_mark(reader()), css="key key--point", key="."
    )
    name = tr("Erase")
    erase = (
        f'<button type="button" class="key" data-act="key" data-key="erase" aria-label="{name}">'
        f"{glyph('erase')}</button>"
    )
    nudges = "".join(
        button("nudge", f"{MINUS if step < 0 else '+'}{abs(step)}", step=str(step))
        for step in (-5, -1, 1, 5)
    )
    change = tr("Change the value")
    return (
        '<div class="card pad" data-part="pad"><div class="pad__for">'
        '<div><b data-say="pad-name"></b><span data-say="pad-last"></span></div>'
        '<u data-say="pad-value"></u></div>'
        '<p class="pad__no" role="alert" data-say="refused" hidden></p>'
        f'<div class="keys">{digit}{corner}{button("key", "0", css="key", key="0")}{erase}</div>'
        f'<div class="nudges" role="group" aria-label="{change}">{nudges}</div>'
        f"{button('next', '', css='btn btn--big')}</div>"
        '<div class="card over" data-part="over" hidden></div>'
    )


def felt_column() -> str:
    """Side effects, red flags and what can be added."""
    title, red_flags = tr("Side effects"), tr("Red-flag symptoms")
    head = (
        f'<div class="felt__all"><h2>{title}<small data-say="felt-last"></small></h2>'
        + button("unchanged", tr("Unchanged"))
        + button("all-none", tr("All none"))
        + "</div>"
    )
    rows = "".join(effect_row(effect, name) for effect, name in asked_always())
    read = "".join(effect_row(effect, name, "is-read") for effect, name in read_from_signs())
    examples = tr("chest pain, fainting …")
    flags = (
        f'<div class="felt__row flags" role="group" aria-label="{red_flags}" data-row="flags">'
        f'<div class="felt__name">{red_flags}<small data-say="row-flags"></small></div>'
        + pick("flags-none", tr_in("red flags answer", "None"))
        + pick("flags-report", tr("Report") + f'<small data-say="flags">{examples}</small>')
        + "</div>"
    )
    adds = "".join(
        f'<button type="button" class="btn" data-dialog="{name}">{glyph(sign)} {words}</button>'
        for name, sign, words in (
            ("note", "note", tr("Note")),
            ("medication", "dose", tr("Medicine")),
            ("walk", "walk", tr("Walk test")),
        )
    )
    words = tr("More")
    more = button("more", f'{glyph("plus")} <span data-say="more">{words}</span>')
    cut = tr("Read from the vital signs. Tap to grade it yourself.")
    return (
        f'{head}<div class="felt">{rows}'
        f'<p class="felt__cut">{cut}</p>'
        f'{read}{flags}</div><div class="adds">{more}{adds}</div>'
        '<div class="card over over--more" data-part="more" hidden></div>'
    )

"""The pieces of the entry form as HTML text: no value, no patient, no script in it."""

from __future__ import annotations

from html import escape

GRADES = (("none", "None"), ("mild", "Mild"), ("moderate", "Moderate"), ("severe", "Severe"))
FELT = (
    ("hallucinations", "Hallucinations"),
    ("dizziness", "Dizziness"),
    ("confusion", "Confusion"),
    ("dissociation", "Dissociation"),
    ("nausea", "Nausea"),
)
READ_FROM_SIGNS = (
    ("irregular_heart_rate", "Irregular heart rate"),
    ("high_blood_pressure", "High blood pressure"),
)
OTHERS = (
    ("sedation", "Sedation"),
    ("vomiting", "Vomiting"),
    ("headache", "Headache"),
    ("anxiety", "Anxiety"),
    ("blurred_vision", "Blurred vision"),
    ("palpitations", "Palpitations"),
    ("other", "Other effect"),
)
RED_FLAGS = (
    ("chest_pain", "Chest pain"),
    ("dyspnoea", "Short of breath"),
    ("sudden_severe_headache", "Sudden severe headache"),
    ("visual_loss", "Loss of vision"),
    ("seizure", "Seizure"),
    ("focal_deficit", "Weakness, speech, face"),
    ("syncope", "Fainting"),
)
REASONS = (
    ("refused", "Refused"),
    ("asleep", "Asleep, resting"),
    ("not_possible", "No clear signal"),
    ("equipment", "Equipment"),
    ("other", "Other, type"),
)
MOAAS = (
    "no response to a painful squeeze",
    "responds only to a painful squeeze",
    "responds only to prodding or shaking",
    "responds to name said loud or repeatedly",
    "responds lethargically to name",
    "responds readily to name",
)
ACVPU = (
    ("A", "Alert"),
    ("C", "New confusion"),
    ("V", "To voice"),
    ("P", "To pain"),
    ("U", "No response"),
)
RASS = range(-5, 5)
AMT4 = range(5)
POSITIONS = (("seated", "Seated"), ("supine", "Lying"), ("standing", "Standing"))
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
        pick("grade", _bars(rank) + words, css=f"pick g{rank}", effect=effect, grade=grade)
        for rank, (grade, words) in enumerate(GRADES)
    )
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
    return (
        '<div class="card when" role="group" aria-label="Measured at" data-card="when">'
        '<div><span>Measured at</span><b data-say="at"></b>'
        '<span data-say="at-elapsed"></span></div>'
        f"{steps}{button('time-now', 'Now')}</div>"
    )


def _key(field: str, name: str, unit: str, label: str) -> str:
    return (
        f'<button type="button" class="sign__key" data-act="field" data-field="{field}"'
        f' data-label="{escape(label)}"><span>{name} <i>{unit}</i></span>'
        f'<b data-figure="{field}"></b><small data-last="{field}"></small></button>'
    )


def pressure_card() -> str:
    """Blood pressure: two numbers that belong together, and the change from baseline."""
    halves = (
        '<div class="sign__pair"><span class="sign__title" aria-hidden="true">'
        "Blood pressure <i>mmHg</i></span>"
        '<div class="sign__halves">'
        '<button type="button" class="sign__half" data-act="field" data-field="systolic_mmhg"'
        ' data-label="Systolic pressure, mmHg"><b data-figure="systolic_mmhg"></b></button>'
        '<em aria-hidden="true">/</em>'
        '<button type="button" class="sign__half" data-act="field" data-field="diastolic_mmhg"'
        ' data-label="Diastolic pressure, mmHg"><b data-figure="diastolic_mmhg"></b></button></div>'
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
    rhythm = pick("rhythm", "Regular", value="regular") + pick(
        "rhythm", "Irregular", value="irregular"
    )
    air = pick("air", 'Air<small data-say="air"></small>', value="air") + pick(
        "air", 'Oxygen<small data-say="oxygen"></small>', value="oxygen"
    )
    count = pick(
        "count", '<span data-say="count">Count 30 s</span><small data-say="count-hint"></small>'
    )
    return (
        _sign(
            "heart_rate_bpm",
            _key("heart_rate_bpm", "Heart rate", "/min", "Heart rate per minute"),
            rhythm,
            "Rhythm",
        )
        + _sign(
            "spo2_percent oxygen_l_min",
            _key("spo2_percent", "SpO₂", "%", "Oxygen saturation, percent"),
            air,
            "Breathing air or oxygen",
        )
        + _sign(
            "respiratory_rate_per_min",
            _key("respiratory_rate_per_min", "Breathing rate", "/min", "Breaths per minute"),
            count,
            "Count breaths",
        )
    )


def alertness_card() -> str:
    """MOAA/S: six answers, most awake first."""
    answers = "".join(
        pick("moaas", str(score), value=str(score), label=f"{score}, {MOAAS[score]}")
        for score in range(5, -1, -1)
    )
    return (
        '<div class="card alert5" role="group" aria-label="Alertness, MOAA/S">'
        f'<p><b>Alertness, MOAA/S</b><span data-say="moaas">5 = {MOAAS[5]}</span></p>'
        f"<div>{answers}</div></div>"
    )


def keypad() -> str:
    """The form's own keys, so that no system keyboard jumps in."""
    digit = "".join(
        button("key", str(number), css="key", key=str(number)) for number in range(1, 10)
    )
    corner = button("not-measured", "Not meas&shy;ured", css="key key--small") + button(
        "key", ".", css="key key--point", key="."
    )
    erase = (
        '<button type="button" class="key" data-act="key" data-key="erase" aria-label="Erase">'
        f"{glyph('erase')}</button>"
    )
    nudges = "".join(
        button("nudge", f"{MINUS if step < 0 else '+'}{abs(step)}", step=str(step))
        for step in (-5, -1, 1, 5)
    )
    return (
        '<div class="card pad" data-part="pad"><div class="pad__for">'
        '<div><b data-say="pad-name"></b><span data-say="pad-last"></span></div>'
        '<u data-say="pad-value"></u></div>'
        '<p class="pad__no" role="alert" data-say="refused" hidden></p>'
        f'<div class="keys">{digit}{corner}{button("key", "0", css="key", key="0")}{erase}</div>'
        f'<div class="nudges" role="group" aria-label="Change the value">{nudges}</div>'
        f"{button('next', '', css='btn btn--big')}</div>"
        '<div class="card over" data-part="over" hidden></div>'
    )


def felt_column() -> str:
    """Side effects, red flags and what can be added."""
    head = (
        '<div class="felt__all"><h2>Side effects<small data-say="felt-last"></small></h2>'
        f"{button('unchanged', 'Unchanged')}{button('all-none', 'All none')}</div>"
    )
    rows = "".join(effect_row(effect, name) for effect, name in FELT)
    read = "".join(effect_row(effect, name, "is-read") for effect, name in READ_FROM_SIGNS)
    flags = (
        '<div class="felt__row flags" role="group" aria-label="Red-flag symptoms" data-row="flags">'
        '<div class="felt__name">Red-flag symptoms<small data-say="row-flags"></small></div>'
        + pick("flags-none", "None")
        + pick("flags-report", 'Report<small data-say="flags">chest pain, fainting …</small>')
        + "</div>"
    )
    adds = "".join(
        f'<button type="button" class="btn" data-dialog="{name}">{glyph(sign)} {words}</button>'
        for name, sign, words in (
            ("note", "note", "Note"),
            ("medication", "dose", "Medicine"),
            ("walk", "walk", "Walk test"),
        )
    )
    more = button("more", f'{glyph("plus")} <span data-say="more">More</span>')
    return (
        f'{head}<div class="felt">{rows}'
        '<p class="felt__cut">Read from the vital signs. Tap to grade it yourself.</p>'
        f'{read}{flags}</div><div class="adds">{more}{adds}</div>'
        '<div class="card over over--more" data-part="more" hidden></div>'
    )

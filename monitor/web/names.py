"""What is observed, by code and name: one source for the screens and for the browser's scripts.

The codes and their order are the core's, the names are those of ``web/words.py``. The document
itself carries them, so that a tablet without contact has them too.
"""

from __future__ import annotations

import json

from monitor.clinical.grading import ALWAYS_ASKED, READ_FROM_VITAL_SIGNS
from monitor.clinical.words import OTHER_EFFECTS
from monitor.language.reader import tr
from monitor.web import words

Names = tuple[tuple[str, str], ...]


def asked_always() -> Names:
    """The side effects that every set asks about."""
    return _effects(*ALWAYS_ASKED)


def read_from_signs() -> Names:
    """The side effects that are read from the vital signs unless somebody grades them."""
    return _effects(*(code for code in words.SIDE_EFFECTS if code in READ_FROM_VITAL_SIGNS))


def asked_if_felt() -> Names:
    """The side effects behind *More*."""
    return _effects(*OTHER_EFFECTS)


def red_flags() -> Names:
    """The symptoms that are asked as red flags, as they begin a line."""
    return tuple((code, _begin(tr(name))) for code, name in words.RED_FLAGS.items())


def emergencies() -> Names:
    """What no vital sign can say, as it begins a line."""
    return tuple((code, _begin(tr(name))) for code, name in words.EMERGENCIES.items())


def names_tag() -> str:
    """All names for the browser's scripts, in the reader's language, as data in the document."""
    kept = {
        "asked_always": dict(asked_always()),
        "read_from_signs": dict(read_from_signs()),
        "asked_if_felt": dict(asked_if_felt()),
        "red_flags": dict(red_flags()),
        "emergencies": dict(emergencies()),
        "alerts": {code: tr(name) for code, name in words.ALERTS.items()},
    }
    text = json.dumps(kept, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/json" data-names>{text}</script>'


def _effects(*codes: str) -> Names:
    return tuple((code, tr(words.SIDE_EFFECTS[code])) for code in codes)


def _begin(name: str) -> str:
    return name[:1].upper() + name[1:]

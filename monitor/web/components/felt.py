"""What a patient feels, told alike on the board and in a handover. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.language.reader import tr
from monitor.web.components.marks import GRADES

Asked = Mapping[str, object]
"""The grade of each side effect that was asked; None was not assessed."""


def graded_effects(asked: Asked) -> tuple[tuple[str, str], ...]:
    """What the patient feels, the strongest first: (side effect, grade)."""
    found = [(name, str(grade)) for name, grade in asked.items() if grade not in {None, "none"}]
    return tuple(sorted(found, key=lambda pair: -GRADES.index(pair[1])))


def nothing_felt(asked: Asked) -> str:
    """Say why no side effect is shown: what was never asked is not assessed, never none."""
    if not asked:
        return tr("Side effects not assessed yet")
    if all(grade is None for grade in asked.values()):
        return tr("Side effects not assessed")
    return tr("None reported")

"""What a patient feels, told alike on the board and in a handover. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.clinical.grading import ALWAYS_ASKED
from monitor.language.reader import tr
from monitor.web.components.marks import GRADES
from monitor.web.words import SIDE_EFFECTS

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


def unassessed(asked: Asked) -> tuple[str, ...]:
    """Those asked in every set of which nobody knows, where others are known: they are not none."""
    if all(grade is None for grade in asked.values()):
        return ()
    return tuple(name for name in ALWAYS_ASKED if asked.get(name) is None)


def unassessed_words(names: tuple[str, ...]) -> str:
    """What stands beside the others: one by its name, several counted, none left out."""
    if not names:
        return ""
    if len(names) == 1:
        return tr("{side_effect} not assessed", side_effect=tr(SIDE_EFFECTS[names[0]]))
    return tr("{count} side effects not assessed", count=len(names))


def unassessed_said(names: tuple[str, ...]) -> str:
    """All of them by name, for who hears or points at it."""
    listed = ", ".join(tr(SIDE_EFFECTS[name]) for name in names)
    return tr("Not assessed: {side_effects}", side_effects=listed)

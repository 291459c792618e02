"""From the frame to what may be shown of it, in words."""

from __future__ import annotations

from monitor.analytics.clinic import Spread, effect_shares
from monitor.analytics.proportions import FEWEST_SHOWN, Share, is_shown, is_stronger_shown
from monitor.language import writing
from monitor.language.reader import tr
from monitor.services.clinic_figures import ClinicFigures
from monitor.web.context import house
from monitor.web.words import record_word

PERCENT = 100


def criterion_name(criterion: str) -> str:
    """How a criterion is called by the protocols that this clinic has."""
    rules = (one.rules for one in house().protocols.values())
    label = next((one[criterion].label for one in rules if criterion in one), None)
    return record_word(criterion) if label is None else tr(label)


def shown_effects(found: ClinicFigures) -> list[tuple[str, Share]]:
    """The side effects that may be shown, the most frequent first."""
    told = [(name, felt) for name, (felt, _) in effect_shares(found.frame).items()]
    kept = [one for one in told if may_show(found, one[1].count, one[1].of)]
    return sorted(kept, key=lambda one: -one[1].share)


def may_show(found: ClinicFigures, count: int, of: int | None = None) -> bool:
    """Whether this reader may see a count."""
    return is_shown(count, of, sees_patients=found.sees_patients)


def may_show_stronger(found: ClinicFigures, strong: Share, felt: Share) -> bool:
    """Whether this reader may see the share at least moderate beside the one of any grade."""
    return is_stronger_shown(strong, felt, sees_patients=found.sees_patients)


def count_words(found: ClinicFigures, count: int, of: int | None = None) -> str:
    """A count, or that it is too small to be shown."""
    return writing.number(count) if may_show(found, count, of) else few_words(count)


def few_words(count: int) -> str:
    """What stands for a count that is not shown: it is too small, or what is left of all is."""
    if count < FEWEST_SHOWN:
        return tr("fewer than {number}", number=FEWEST_SHOWN)
    return tr("not shown")


def share_words(found: ClinicFigures, one: Share) -> str:
    """``41 (36 to 46)``: per hundred, with the interval."""
    if not may_show(found, one.count, one.of):
        return few_words(one.count)
    return tr(
        "{share} ({low} to {high})",
        share=_per_hundred(one.share),
        low=_per_hundred(one.low),
        high=_per_hundred(one.high),
    )


def _per_hundred(share: float) -> str:
    return writing.number(round(PERCENT * share, 1))


def spread_words(found: ClinicFigures, one: Spread | None) -> str:
    """``12 (8 to 20)``: the median and where half of the values lie."""
    if one is None:
        return "\u2013"
    if not may_show(found, one.count):
        return few_words(one.count)
    return tr(
        "{median} ({lower} to {upper})",
        median=writing.number(round(one.median)),
        lower=writing.number(round(one.lower)),
        upper=writing.number(round(one.upper)),
    )


def rate_words(found: ClinicFigures, count: int, rate: float) -> str:
    """A number for each session, of a count that may be shown."""
    return writing.number(round(rate, 2)) if may_show(found, count) else few_words(count)

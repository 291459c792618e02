"""What an observer is asked for each scale, in this project's own words, and when.

The wording of CADSS-6 is copyrighted, so its items go by number. PHQ-9 items carry a short name
only: the patient answers the clinic's own sheet. Each form names the variant of its scale, because
published versions differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from monitor.clinical.protocol import Protocol
from monitor.clinical.scales.derived import DERIVED
from monitor.language.said import say


class Moment(StrEnum):
    """When in a session a scale is asked."""

    BEFORE = "before"
    AFTER = "after"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to an item: its score and what it stands for."""

    score: int
    words: str


@dataclass(frozen=True, slots=True)
class Item:
    """One item that somebody is asked for."""

    id: str
    label: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class ScaleForm:
    """A scale as it is asked; ``derived`` items come from the readings and are only shown."""

    name: str
    title: str
    variant: str
    highest: int
    items: tuple[Item, ...]

    @property
    def derived(self) -> tuple[str, ...]:
        """The items that nobody is asked for."""
        return DERIVED.get(self.name, ())


@dataclass(frozen=True, slots=True)
class AskedScale:
    """A scale that a session asks for, and when."""

    form: ScaleForm
    moment: Moment


def _item(name: str, label: str, *words: str) -> Item:
    """An item whose answers are listed from its highest score down to 0."""
    top = len(words) - 1
    return Item(name, label, tuple(Answer(top - place, word) for place, word in enumerate(words)))


def _rising(name: str, label: str, words: tuple[str, ...]) -> Item:
    """An item whose answers are listed from 0 up."""
    return Item(name, label, tuple(Answer(score, word) for score, word in enumerate(words)))


ALDRETE = ScaleForm(
    "aldrete",
    "Aldrete",
    say("modified 1995; circulation in percent of the baseline, saturation on air or oxygen"),
    10,
    (
        _item(
            "activity",
            say("Moves on request"),
            say("all four limbs"),
            say("two limbs"),
            say("no limb"),
        ),
        _item(
            "respiration",
            say("Breathing"),
            say("deep, coughs freely"),
            say("laboured or shallow"),
            say("none"),
        ),
        _item(
            "consciousness",
            say("Awake"),
            say("fully awake"),
            say("wakes when called"),
            say("no response"),
        ),
    ),
)
MPADSS = ScaleForm(
    "mpadss",
    "MPADSS",
    say("modified post-anaesthetic discharge score, Chung; vital signs in percent of the baseline"),
    10,
    (
        _item(
            "ambulation",
            say("Walking"),
            say("steady, not dizzy"),
            say("needs a hand"),
            say("cannot, or dizzy"),
        ),
        _item("nausea", say("Nausea, vomiting"), say("minimal"), say("moderate"), say("severe")),
        _item("pain", say("Pain of 10"), say("0 to 3"), say("4 to 6"), say("7 to 10")),
        _item(
            "bleeding", say("Bleeding at the site"), say("minimal"), say("moderate"), say("severe")
        ),
    ),
)
_AMOUNTS = (say("not at all"), say("mild"), say("moderate"), say("severe"), say("extreme"))
CADSS6 = ScaleForm(
    "cadss6",
    "CADSS-6",
    say(
        "items 1, 2, 6, 7, 15 and 22 of the 23, from the licensed sheet; an unvalidated short form"
    ),
    24,
    tuple(
        _rising(f"item_{number}", say("Item {number}", number=number), _AMOUNTS)
        for number in (1, 2, 6, 7, 15, 22)
    ),
)
_DAYS = (say("not at all"), say("several days"), say("more than half"), say("nearly every day"))
PHQ9_ITEMS = (
    say("little interest"),
    say("low mood"),
    say("sleep"),
    say("tired"),
    say("appetite"),
    say("thinks badly of oneself"),
    say("concentration"),
    say("slowed or restless"),
    say("thoughts of death or self-harm"),
)
PHQ9 = ScaleForm(
    "phq9",
    "PHQ-9",
    say("nine items over the last two weeks, 0 to 27, answered on the patient's sheet"),
    27,
    tuple(
        _rising(f"item_{number}", say("{number} {item}", number=number, item=words), _DAYS)
        for number, words in enumerate(PHQ9_ITEMS, start=1)
    ),
)
FORMS = {form.name: form for form in (ALDRETE, MPADSS, CADSS6, PHQ9)}
"""Every scale that can be asked, by its name in a case file."""

_ALWAYS = ("phq9", Moment.BEFORE)
_GATING = {"aldrete": Moment.AFTER, "mpadss": Moment.AFTER, "cadss6": Moment.BOTH}


def asked_scales(protocol: Protocol) -> tuple[AskedScale, ...]:
    """The scales of a session: PHQ-9 before every dose, the others where a criterion asks."""
    enabled = {rule.id for rule in protocol.criteria}
    gating = [(name, moment) for name, moment in _GATING.items() if name in enabled]
    return tuple(AskedScale(FORMS[name], moment) for name, moment in (_ALWAYS, *gating))

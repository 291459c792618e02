"""What was typed into a field, read or refused by the name that the screen gives it. Pure."""

from __future__ import annotations

from datetime import date

from monitor.errors import BadInput
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.services.wording import LONGEST_NAME, plain
from monitor.web.words import IDENTIFIER_SYSTEM

_NO_NUMBER = 10**15
"""So large a number is none that anybody types; one that is not finite is none either."""


def text(said: object, ask: str, field: str) -> str:
    """What may not be left empty; ``ask`` says what to enter."""
    if not isinstance(said, str) or not said.strip():
        raise BadInput(tr("{ask}; nothing was saved", ask=ask), field=field)
    return said.strip()


def number(said: object, ask: str, field: str) -> float:
    """A number; ``ask`` says which."""
    if (
        isinstance(said, bool)
        or not isinstance(said, int | float)
        or not -_NO_NUMBER < said < _NO_NUMBER
    ):
        raise BadInput(tr("{ask}; nothing was saved", ask=ask), field=field)
    return float(said)


def birth_date(said: object) -> date:
    """A day as year-month-day, so that no month is taken for a day."""
    try:
        return date.fromisoformat(said.strip() if isinstance(said, str) else "")
    except ValueError:
        message = tr("That is no date; nothing was saved")
        allowed = tr("year-month-day, such as 1987-04-14")
        raise BadInput(message, field="birth_date", allowed=allowed) from None


def line(said: object, called: str, field: str, longest: int = LONGEST_NAME) -> str:
    """What may be left empty, on one line; a refusal names it as the screen does."""
    if said is None or (isinstance(said, str) and not said.strip()):
        return ""
    try:
        return plain(said if isinstance(said, str) else "", field, longest)
    except BadInput as error:
        message = say("{place}: {message}", place=called, message=error.message)
        raise BadInput(message, field=field, allowed=error.allowed) from None


def one_of(said: object, choices: tuple[str, ...], ask: str, field: str) -> str:
    """What changes the rules for a patient is never guessed."""
    if not isinstance(said, str) or said not in choices:
        raise BadInput(tr("{ask}; nothing was saved", ask=ask), field=field)
    return said


def kind_of_number(kind: str) -> str:
    """The kind of an identifier as it is kept, whatever the reader's language calls our own."""
    ours = {str(IDENTIFIER_SYSTEM).casefold(), tr(IDENTIFIER_SYSTEM).casefold()}
    return str(IDENTIFIER_SYSTEM) if kind.casefold() in ours else kind

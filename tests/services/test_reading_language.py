"""Each person reads their own language, on whatever device they sign in."""

from __future__ import annotations

import pytest

from monitor.errors import BadInput
from monitor.language.reader import reader, reading_in
from monitor.services import people
from monitor.services.reading_language import choose_language
from monitor.web.context import set_context
from tests.people import PASSWORD, Cast


def test_a_chosen_language_comes_with_the_next_sign_in(cast: Cast) -> None:
    choose_language(cast.house, cast.nurse, "es")

    signed_in = people.sign_in_with_password(cast.house, "nurse", PASSWORD)

    assert signed_in.actor.language == "es"
    assert people.identify(cast.house, signed_in.sign_in_token).language == "es"


def test_a_language_that_is_not_there_is_refused(cast: Cast) -> None:
    with pytest.raises(BadInput, match="no such language") as refused:
        choose_language(cast.house, cast.nurse, "xx")

    assert refused.value.allowed == "en, es"


def test_screens_are_told_in_the_language_of_the_person_before_the_devices(cast: Cast) -> None:
    choose_language(cast.house, cast.nurse, "es")
    actor = people.sign_in_with_password(cast.house, "nurse", PASSWORD).actor

    with set_context(cast.house, actor):
        assert reader() == "es"
    with reading_in("es"), set_context(cast.house, cast.physician):
        assert reader() == "es"
    assert reader() == "en"

from __future__ import annotations

import pytest

from monitor.access.actor import Actor
from monitor.access.roles import Role


def somebody(name: str, *roles: Role) -> Actor:
    return Actor("person", "clinic", name, frozenset(roles))


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("P. Nair", "PN"),
        ("Dr A. Rahman", "AR"),
        ("Maya", "MM"),
        ("maria del mar ruiz", "MR"),
        ("Dr", "?"),
    ],
)
def test_initials_leave_titles_out(name: str, initials: str) -> None:
    assert somebody(name, Role.NURSE).initials == initials


@pytest.mark.parametrize(
    ("roles", "word"),
    [
        ((Role.NURSE,), "nurse"),
        ((Role.PHYSICIAN,), "physician"),
        ((Role.NURSE, Role.PHYSICIAN), "physician"),
        ((Role.ADMINISTRATOR, Role.NURSE), "nurse"),
    ],
)
def test_the_word_of_a_case_file_is_the_higher_role(roles: tuple[Role, ...], word: str) -> None:
    assert somebody("P. Nair", *roles).by == word

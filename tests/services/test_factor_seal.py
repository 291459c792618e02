"""Secrets of second factors are sealed: the database alone makes no code."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from monitor.errors import InvalidSettings, NotSignedIn, SecondFactorAsked
from monitor.services import people, second_factor, totp
from monitor.services.factor_asked import NewFactor
from monitor.services.factor_seal import SEALED, opened, seal_what_is_clear, sealed
from monitor.store.factor_key import KEY_BYTES, FactorKey
from tests.people import PASSWORD, Cast
from tests.services.test_second_factor import code_now, set_up, sign_in

SECRET = totp.new_secret()


def kept(cast: Cast) -> str:
    with cast.house.engine.connect() as connection:
        (secret,) = connection.execute(text("SELECT secret FROM second_factors")).scalars()
    return str(secret)


def keep(cast: Cast, secret: str) -> None:
    with cast.house.engine.begin() as connection:
        connection.execute(text("UPDATE second_factors SET secret = :s"), {"s": secret})


def with_key(cast: Cast, key: FactorKey) -> Cast:
    """The same clinic after a start with that key."""
    return replace(cast, house=replace(cast.house, factor_key=key))


def test_the_database_holds_no_secret_and_codes_open_the_door(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    factor = set_up(cast)

    assert kept(cast).startswith(SEALED)
    assert factor.secret not in kept(cast)
    assert sign_in(cast, code_now(cast, factor))


def test_the_key_is_made_once_in_a_file_that_nobody_else_reads(tmp_path: Path) -> None:
    file = tmp_path / "data" / "second-factor.key"
    first, other = FactorKey(file), FactorKey(file)
    assert first.read() is None
    assert not file.exists()

    inside = sealed(first, "c", "p", SECRET)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(one.name for one in file.parent.iterdir()) == [file.name]
    assert opened(other, "c", "p", inside) == SECRET
    assert other.made() == first.made() == bytes.fromhex(file.read_text().strip())


def test_two_at_once_keep_the_key_of_the_first(tmp_path: Path) -> None:
    file = tmp_path / "second-factor.key"
    late = FactorKey(file)
    assert late.read() is None
    first = FactorKey(file).made()

    assert late.made() == first
    assert len(first) == KEY_BYTES


@pytest.mark.parametrize("content", ["", "abc", "zz" * 32, "ab" * 31, "ab" * 33])
def test_a_file_that_is_no_key_is_said(tmp_path: Path, content: str) -> None:
    file = tmp_path / "second-factor.key"
    file.write_text(content)

    with pytest.raises(InvalidSettings, match="no key of second factors"):
        FactorKey(file).read()
    assert file.read_text() == content


@pytest.mark.parametrize(
    ("clinic", "person", "change"),
    [("d", "p", ""), ("c", "q", ""), ("c", "p", "A"), ("c", "p", "="), ("c", "p", "\u00e9")],
)
def test_a_sealed_secret_belongs_to_its_person_and_stays_whole(
    clinic: str, person: str, change: str
) -> None:
    key = FactorKey()
    inside = sealed(key, "c", "p", SECRET)
    told = inside if not change else inside[:-6] + change + inside[-5:]
    if change and told == inside:
        told = inside[:-6] + "B" + inside[-5:]

    assert opened(key, clinic, person, told) is None
    assert opened(key, "c", "p", inside) == SECRET
    assert sealed(key, "c", "p", SECRET) != inside


def test_with_another_key_only_recovery_codes_sign_in(cast: Cast, tmp_path: Path) -> None:
    factor = set_up(cast)
    for key in (FactorKey(), FactorKey(tmp_path / "none.key")):
        lost = with_key(cast, key)
        assert seal_what_is_clear(lost.house) == 1
        with pytest.raises(SecondFactorAsked):
            sign_in(lost)
        with pytest.raises(NotSignedIn, match="The code is wrong"):
            sign_in(lost, code_now(cast, factor))
    assert not (tmp_path / "none.key").exists()
    assert sign_in(lost, factor.recovery_codes[0])
    cast.clock.move(minutes=5)
    assert sign_in(cast, code_now(cast, factor))
    assert seal_what_is_clear(cast.house) == 0


def test_what_an_earlier_version_kept_in_clear_is_good_and_sealed_at_the_start(
    cast_anywhere: Cast,
) -> None:
    cast = cast_anywhere
    factor: NewFactor = set_up(cast)
    keep(cast, factor.secret)
    assert sign_in(cast, code_now(cast, factor))

    assert seal_what_is_clear(cast.house) == 0

    assert kept(cast).startswith(SEALED)
    cast.clock.move(seconds=30)
    assert sign_in(cast, code_now(cast, factor))
    again = kept(cast)
    assert seal_what_is_clear(cast.house) == 0
    assert kept(cast) == again


def test_what_was_only_begun_is_sealed_too(cast: Cast) -> None:
    begun = second_factor.begin_second_factor(cast.house, cast.nurse, PASSWORD)

    assert kept(cast).startswith(SEALED)
    code = code_now(cast, begun)
    assert second_factor.confirm_second_factor(cast.house, cast.nurse, code).set_up_at
    assert people.sign_in_with_password(cast.house, "nurse", PASSWORD, code=begun.recovery_codes[1])

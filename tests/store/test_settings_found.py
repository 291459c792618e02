"""Settings that somebody changed past the program: found though they were lawfully changed since.

A person's secrets, roles and chairs are rows that change. Who changes one of them next, lawfully,
must not vouch for what stood there by then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, Table, delete, insert, select, update

from monitor.access.audit import AuditAction
from monitor.access.roles import Role
from monitor.services import chairs, roster
from monitor.services.admin_views import PersonChange, PersonKept
from monitor.services.reading_language import choose_language
from monitor.store.sealing import name_settings
from monitor.store.tables import audit_entries, person_roles
from monitor.store.tables import chairs as chair_table
from monitor.store.tables import people as people_table
from monitor.store.verifying import Verdict, verify
from monitor.store.vouched import Vouched
from tests.databases import ENGINES, fresh_postgresql, fresh_sqlite
from tests.people import PASSWORD, Cast, SettableClock, gathered


@pytest.fixture(params=ENGINES)
def clinic(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Cast]:
    if request.param == "sqlite":
        made = fresh_sqlite(tmp_path)
        yield gathered(made, SettableClock())
        made.dispose()
        return
    with fresh_postgresql(request.getfixturevalue("postgresql_server")) as made:
        yield gathered(made, SettableClock())


def of(cast: Cast) -> Verdict:
    return next(it for it in verify(cast.house.engine) if it.clinic_id == cast.nurse.clinic_id)


def tamper(engine: Engine, table: Table, row_id: str, **values: Any) -> None:
    with engine.begin() as connection:
        done = connection.execute(update(table).where(table.c.id == row_id).values(**values))
    assert done.rowcount == 1


def kept(cast: Cast) -> PersonKept:
    listed = roster.read_roster(cast.house, cast.administrator)
    return next(one for one in listed if one.id == cast.nurse_too.person_id)


def speak_spanish(cast: Cast) -> None:
    choose_language(cast.house, cast.nurse_too, "es")


def set_a_pin(cast: Cast) -> None:
    one = kept(cast)
    roster.set_secrets(cast.house, cast.administrator, one.id, PASSWORD, "6048", one.revision)


def close_the_chair(cast: Cast) -> None:
    (seen, *_) = [one for one in chairs.read_room(cast.house, cast.administrator)
                  if one.id == cast.chair.id]  # fmt: skip
    chairs.take_out_of_use(cast.house, cast.administrator, seen.id, seen.revision)


@pytest.mark.parametrize(
    ("column", "lawful"),
    [
        ("pin_hash", speak_spanish),
        ("pin_hash", set_a_pin),  # which writes over what was forged
        ("password_hash", speak_spanish),
        ("phone", speak_spanish),
        ("label", close_the_chair),
    ],
)
def test_the_next_lawful_change_does_not_vouch_for_what_somebody_forged(
    clinic: Cast, column: str, lawful: Callable[[Cast], None]
) -> None:
    table = chair_table if column == "label" else people_table
    row_id = clinic.chair.id if column == "label" else clinic.nurse_too.person_id
    assert row_id is not None
    assert of(clinic).faults == []
    tamper(clinic.house.engine, table, row_id, **{column: "forged"})

    lawful(clinic)
    at = of(clinic).entries
    speak_spanish(clinic)  # and once more: the fault stays where it was

    (fault,) = of(clinic).faults
    assert (fault.table, fault.what, fault.seq) == (table.name, "changed", at)
    assert row_id in fault.where


def test_lawful_changes_of_the_same_rows_are_no_fault(clinic: Cast) -> None:
    speak_spanish(clinic)
    one = kept(clinic)
    for role in (Role.PHYSICIAN, Role.NURSE, Role.PHYSICIAN):
        change = PersonChange(one.name, frozenset({role}), "")
        one = roster.change_person(clinic.house, clinic.administrator, one.id, change, one.revision)
    set_a_pin(clinic)
    close_the_chair(clinic)

    assert of(clinic).faults == []


@pytest.mark.parametrize("what", ["inserted", "removed"])
def test_a_forged_role_is_found_though_the_roles_were_given_anew(clinic: Cast, what: str) -> None:
    one, before = kept(clinic), of(clinic).entries
    role = "administrator" if what == "inserted" else "nurse"
    row = {"clinic_id": clinic.nurse.clinic_id, "person_id": one.id, "role": role}
    with clinic.house.engine.begin() as connection:
        if what == "inserted":
            connection.execute(insert(person_roles).values(**row))
        else:
            here = (person_roles.c.person_id == one.id) & (person_roles.c.role == role)
            connection.execute(delete(person_roles).where(here))
    change = PersonChange(one.name, frozenset({Role.NURSE}), "")

    roster.change_person(clinic.house, clinic.administrator, one.id, change, one.revision)

    (fault,) = of(clinic).faults
    assert (fault.table, fault.what, fault.seq) == ("person_roles", what, before + 1)
    assert (one.id in fault.where, role in fault.where) == (True, True)


def test_no_seal_blesses_a_role_that_somebody_inserted(clinic: Cast) -> None:
    row = {"clinic_id": clinic.nurse.clinic_id, "person_id": clinic.nurse_too.person_id,
           "role": "administrator"}  # fmt: skip
    before = of(clinic).entries
    with clinic.house.engine.begin() as connection:
        connection.execute(insert(person_roles).values(**row))
        name_settings(connection, ["person_roles"])

    found = of(clinic).faults
    assert [(it.table, it.what, it.seq) for it in found] == [
        ("person_roles", "changed", before + 1),
        ("person_roles", "inserted", None),
    ]
    assert "may not" in found[0].note
    assert "administrator" in found[1].where


def test_every_entry_tells_what_its_change_found(clinic: Cast) -> None:
    speak_spanish(clinic)
    here = audit_entries.c.clinic_id == clinic.nurse.clinic_id
    with clinic.house.engine.connect() as connection:
        asked = select(audit_entries.c.detail).where(here).order_by(audit_entries.c.seq)
        told = [
            row
            for (detail,) in connection.execute(asked)
            for row in detail.get("rows", {}).get("people", ())
            if row[0] == clinic.nurse_too.person_id
        ]

    (_, added, nothing), (_, changed, found) = told
    assert (nothing, found) == (None, added)
    assert changed != added


def _entry(seq: int, *row: Any, seals: bool = False) -> dict[str, Any]:
    action = AuditAction.RECORD_SEALED if seals else AuditAction.CHAIR_CHANGED
    detail = {"rows": {"chairs": [list(row)]}}
    return {"seq": seq, "action": action.value, "at": "then", "detail": detail}


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([("c", "1"), ("c", "2"), ("c", None), ("c", "3")], []),  # as earlier versions wrote
        ([("c", "1"), ("c", "2", "1"), ("c", None, "2"), ("c", "3", None)], []),
        ([("c", "1"), ("c", "2", "other")], [(2, "changed")]),
        ([("c", "1"), ("c", "2", None)], [(2, "removed")]),
        ([("c", "1", "was")], [(1, "inserted")]),
        ([("c", "1", None), ("c", None, "1"), ("c", None, "1")], [(3, "inserted")]),
        ([("c", "1", None), ("c", "2")], [(2, "changed")]),  # since it is told, it must be
    ],
)
def test_what_an_entry_says_was_there_is_held_against_the_entry_before(
    rows: list[tuple[Any, ...]], wrong: list[tuple[int, str]]
) -> None:
    with Vouched() as told:
        for seq, row in enumerate(rows, 1):
            told.take(_entry(seq, *row))

        assert [(one.seq, one.what) for one in told.wrong] == wrong


def test_only_the_first_seal_names_settings() -> None:
    with Vouched() as told:
        told.take(_entry(1, "c", "1", seals=True))
        told.take(_entry(2, "c", "2", "1"))
        told.take(_entry(3, "d", "1", seals=True))

        assert (told.resealed, told.wrong) == ([("chairs", 3)], [])
        assert (told.check("chairs", '["c"]', "2"), told.check("chairs", '["d"]', "1")) == (2, None)

"""Tampers with a day in each way and at every place, and is found every time.

Somebody who holds the database has dropped its triggers, its checks and its references first. Each
tampering is done in a transaction that is undone after it was looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Table, UniqueConstraint, delete, insert, select, update

from monitor.store.chain import link
from monitor.store.covering import CORRECTED, COVERED, KEYS, named_by, row_key
from monitor.store.findings import Fault
from monitor.store.following import rows_apart
from monitor.store.row_walk import _where
from monitor.store.tables import (
    audit_entries,
    clinics,
    courses,
    handover_chairs,
    handover_endings,
    metadata,
    open_handovers,
    patient_identifiers,
    patient_words,
    recovery_codes,
    second_factors,
    session_events,
    session_summaries,
    sessions,
    sign_ins,
    summary_months,
    watches,
)
from monitor.store.vouched import as_key
from tests.databases import ENGINES, fresh_postgresql, fresh_sqlite
from tests.store import tampering
from tests.store.tampering import EVERY_PLACE, Row, Victim

Columns = [column for column in audit_entries.columns if column.name not in {"clinic_id", "seq"}]


@pytest.fixture(scope="module", params=ENGINES)
def victim(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Victim]:
    """One day, played once."""
    if request.param == "sqlite":
        engine = fresh_sqlite(tmp_path_factory.mktemp("victim"))
        yield tampering.victim(engine)
        engine.dispose()
        return
    with fresh_postgresql(request.getfixturevalue("postgresql_server")) as engine:
        yield tampering.victim(engine)


def found_after(victim: Victim, tamper: Callable[[Connection], None]) -> Fault:
    """What is named first of the chain after it was tampered with."""
    with victim.open() as connection:
        tamper(connection)
        fault = victim.chain_fault(connection)
    assert fault is not None, "it was not found"
    assert fault.table == "audit_entries"
    return fault


def every(victim: Victim, tamper: Callable[[Connection, Row], None]) -> list[tuple[Row, Fault]]:
    """The same at every entry of the chain."""
    chain = victim.chain
    return [(one, found_after(victim, lambda on, it=one: tamper(on, it))) for one in chain]  # type: ignore[misc]


def test_a_whole_day_is_as_it_was_written(victim: Victim) -> None:
    with victim.open() as connection:
        found = victim.verdict(connection, against=True)

    assert found.faults == []
    assert (found.entries, found.rows) == (len(victim.chain), len(victim.rows))
    assert (found.uncovered, found.in_block, found.heads) == (0, 0, 1)
    assert {table for table, _ in victim.rows} == set(COVERED)
    assert len(victim.chain) >= 30


@pytest.mark.parametrize("column", Columns, ids=[column.name for column in Columns])
def test_a_change_of_any_column_is_found_at_every_entry(victim: Victim, column: Any) -> None:
    def tamper(connection: Connection, entry: Row) -> None:
        value = tampering.spoiled(column, entry[column.name])
        tampering.set_entry(connection, entry, **{column.name: value})

    for entry, fault in every(victim, tamper):
        assert (fault.seq, fault.what) == (entry["seq"], "changed")
        assert column.name in fault.columns


def test_an_entry_with_another_number_is_found(victim: Victim) -> None:
    for entry, fault in every(
        victim, lambda on, it: tampering.set_entry(on, it, seq=it["seq"] + 1000)
    ):
        assert (fault.seq, fault.what, fault.columns) == (entry["seq"], "changed", ("seq",))


def test_an_entry_put_into_another_clinic_is_found(victim: Victim) -> None:
    for entry, fault in every(
        victim, lambda on, it: tampering.set_entry(on, it, clinic_id="elsewhere")
    ):
        assert (fault.seq, fault.what) == (entry["seq"], "removed")


def test_an_entry_that_was_changed_with_its_hash_is_found(victim: Victim) -> None:
    def tamper(connection: Connection, entry: Row) -> None:
        changed = {**entry, "action": "board:nothing:done"}
        changed["hash"] = link(changed)
        tampering.set_entry(connection, entry, action=changed["action"], hash=changed["hash"])

    for entry, fault in every(victim, tamper):
        assert (fault.seq, fault.what) == (entry["seq"], "changed")


def test_a_removed_entry_is_found(victim: Victim) -> None:
    for entry, fault in every(victim, tampering.remove_entry):
        assert (fault.seq, fault.what) == (entry["seq"], "removed")


def test_a_removed_entry_is_found_where_those_after_it_were_numbered_anew(victim: Victim) -> None:
    def tamper(connection: Connection, entry: Row) -> None:
        tampering.remove_entry(connection, entry)
        tampering.shift(connection, victim.clinic_id, entry["seq"], -1)

    for entry, fault in every(victim, tamper):
        assert (fault.seq, fault.what) == (entry["seq"], "removed")


def test_an_inserted_entry_is_found_whole_as_it_is(victim: Victim) -> None:
    def tamper(connection: Connection, entry: Row) -> None:
        tampering.shift(connection, victim.clinic_id, entry["seq"], 1)
        made = {**entry, "action": "board:nothing:done"}
        tampering.add_entry(connection, {**made, "hash": link(made)})

    for entry, fault in every(victim, tamper):
        assert (fault.seq, fault.what) == (entry["seq"], "inserted")


def test_a_copied_entry_is_found(victim: Victim) -> None:
    copied = victim.chain[4]

    def tamper(connection: Connection, entry: Row) -> None:
        tampering.shift(connection, victim.clinic_id, entry["seq"], 1)
        tampering.add_entry(connection, {**copied, "seq": entry["seq"]})

    for entry, fault in every(victim, tamper):
        # Beside its likeness nobody can tell which of the two is the copy: the second one is.
        at = entry["seq"] + 1 if entry["seq"] == copied["seq"] else entry["seq"]
        assert (fault.seq, fault.what) == (at, "inserted")


def test_an_entry_added_at_the_end_is_found(victim: Victim) -> None:
    last = victim.chain[-1]
    made = {**last, "seq": last["seq"] + 1, "previous_hash": last["hash"]}
    made["hash"] = link(made)

    fault = found_after(victim, lambda on: tampering.add_entry(on, made))

    assert (fault.seq, fault.what) == (made["seq"], "inserted")


@pytest.mark.parametrize("apart", [1, 2, 9])
def test_entries_in_each_other_s_place_are_found(victim: Victim, apart: int) -> None:
    for one, other in zip(victim.chain, victim.chain[apart:], strict=False):

        def tamper(connection: Connection, one: Row = one, other: Row = other) -> None:
            tampering.exchange(connection, one, other)

        fault = found_after(victim, tamper)
        assert (fault.seq, fault.what) == (one["seq"], "reordered")


def test_an_end_that_was_cut_off_is_found(victim: Victim) -> None:
    def tamper(connection: Connection, entry: Row) -> None:
        here = audit_entries.c.clinic_id == victim.clinic_id
        connection.execute(delete(audit_entries).where(here, audit_entries.c.seq >= entry["seq"]))

    for entry, fault in every(victim, tamper):
        assert (fault.seq, fault.what) == (entry["seq"], "removed")


def _set_head(connection: Connection, victim: Victim, seq: int, hash_: str) -> None:
    here = clinics.c.clinic_id == victim.clinic_id
    connection.execute(update(clinics).where(here).values(audit_seq=seq, audit_hash=hash_))


def test_an_end_cut_off_with_the_clinic_s_own_note_is_found_against_the_heads_outside(
    victim: Victim,
) -> None:
    for at in range(2, len(victim.chain), 5):
        with victim.open() as connection:
            here = audit_entries.c.clinic_id == victim.clinic_id
            connection.execute(delete(audit_entries).where(here, audit_entries.c.seq > at))
            _set_head(connection, victim, at, victim.chain[at - 1]["hash"])
            for table, row in victim.rows:  # and every row that the cut entries name
                if table is not clinics:
                    connection.execute(delete(table).where(tampering.where(table, row)))

            assert victim.chain_fault(connection) is None
            found = victim.verdict(connection, against=True)
        assert any("cut off" in fault.note for fault in found.faults)


def test_a_chain_made_anew_is_found_against_the_heads_outside(victim: Victim) -> None:
    for at in range(1, len(victim.chain) + 1, 5):
        with victim.open() as connection:
            last = tampering.forge(connection, victim.chain, at, action="board:nothing:done")
            _set_head(connection, victim, last["seq"], last["hash"])

            assert victim.chain_fault(connection) is None, "nothing inside shows it"
            found = victim.verdict(connection, against=True).first
        assert found is not None
        assert "made anew" in found.note or "written anew" in found.note


def _columns(victim: Victim) -> Iterator[tuple[Any, Row, Any]]:
    """Each column of each row; on the slower engine one in three, another of each row."""
    step = 1 if EVERY_PLACE or victim.engine.dialect.name == "sqlite" else 3
    for number, (table, row) in enumerate(victim.rows):
        for column in COVERED[table][number % step :: step]:
            yield table, row, column


def test_a_change_of_any_column_of_any_row_is_found(victim: Victim) -> None:
    for table, row, column in _columns(victim):
        with victim.open() as connection:
            value = tampering.spoiled(column, row[column.name])
            changed = update(table).where(tampering.where(table, row))
            connection.execute(changed.values({column.name: value}))
            found = victim.row_faults(connection, table)
            if column.name in CORRECTED.get(table, ()):  # held against the versions where there are
                found += rows_apart(connection, victim.clinic_id)

        keyed = named_by(table, row_key(table, row))
        assert found, (table.name, column.name)
        assert found[0].table == table.name
        assert found[0].what == ("removed" if column.name == "clinic_id" else "changed")
        assert str(row[keyed[0].name]) in found[0].where
        if column in keyed and column.name != "clinic_id":
            assert found[0].columns == (column.name,)


def alone(table: Table) -> set[Any]:
    """The columns in which no two rows are the same."""
    unique = (one for one in table.constraints if isinstance(one, UniqueConstraint))
    also = {column for one in unique for column in one.columns}
    return {*KEYS[table], *also} - {table.c.clinic_id}


def test_a_removed_row_and_one_too_many_are_found(victim: Victim) -> None:
    for table, row in victim.rows:
        if table is clinics:
            continue  # its row is the clinic itself
        with victim.open() as connection:
            connection.execute(delete(table).where(tampering.where(table, row)))
            removed = victim.row_faults(connection, table)
        with victim.open() as connection:
            more = {key.name: tampering.spoiled(key, row[key.name]) for key in alone(table)}
            one = {"reverses_id": None, "reason": None} if "reverses_id" in row else {}
            connection.execute(insert(table).values(**{**row, **more, **one}))
            added = victim.row_faults(connection, table)

        assert [fault.what for fault in removed] == ["removed"], table.name
        assert [fault.what for fault in added] == ["inserted"], table.name
        assert removed[0].seq is not None


def test_a_clinic_s_own_row_that_is_gone_is_found(victim: Victim) -> None:
    with victim.open() as connection:
        row = next(one for table, one in victim.rows if table is clinics)
        connection.execute(delete(clinics).where(tampering.where(clinics, row)))
        found = victim.verdict(connection)

    assert found.first is not None
    assert found.first.note == "there is no clinic of that id"


def test_a_fault_names_no_patient_s_number(victim: Victim) -> None:
    numbered = [(table, row) for table, row in victim.rows if table is patient_identifiers]
    assert numbered
    for table, row in numbered:
        with victim.open() as connection:
            connection.execute(delete(table).where(tampering.where(table, row)))
            (fault,) = victim.row_faults(connection, table)

        assert row["value"] not in str(fault)
        assert row["id"] in fault.where
        # Those from before each had an id are named by their value.
        assert _where(table, as_key([row["system"], row["value"]])) == (
            f"system {row['system']}, value kept back"
        )


def test_events_in_each_other_s_place_are_found(victim: Victim) -> None:
    events = [row for table, row in victim.rows if table is session_events]
    for one, other in pairwise(events):
        with victim.open() as connection:
            number = session_events.c.seq
            for row, seq in (
                (one, 1000),
                (other, one["seq"]),
                ({**one, "seq": 1000}, other["seq"]),
            ):
                at = tampering.where(session_events, row)
                connection.execute(update(session_events).where(at).values({number: seq}))
            found = victim.row_faults(connection, session_events)

        assert {fault.what for fault in found} == {"reordered"}


def test_a_session_that_says_another_end_than_its_decision_is_found(victim: Victim) -> None:
    for change in (
        {"last_seq": 3},
        {"closed_to": "hospital"},
        {"closed_at": None, "closed_to": None},
    ):
        with victim.open() as connection:
            connection.execute(update(sessions).values(change))
            found = victim.verdict(connection)

        assert [fault.table for fault in found.faults] == ["sessions"]


def test_a_session_in_another_chair_than_its_entries_say_is_found(victim: Victim) -> None:
    with victim.open() as connection:
        connection.execute(update(sessions).values(chair_id="another"))
        found = victim.verdict(connection).faults

    assert [(fault.table, fault.columns) for fault in found] == [("sessions", ("chair_id",))]


@pytest.mark.parametrize("what", ["changed", "removed", "inserted"])
def test_a_watch_that_no_change_of_the_watch_made_is_found(victim: Victim, what: str) -> None:
    with victim.open() as connection:
        row = dict(connection.execute(select(watches)).one()._mapping)
        if what == "changed":
            connection.execute(update(watches).values(person_id="another"))
        elif what == "removed":
            connection.execute(delete(watches))
        else:
            connection.execute(insert(watches).values(**{**row, "chair_id": "another"}))
        found = victim.verdict(connection).faults

    assert [(fault.table, fault.what) for fault in found] == [("watches", what)]


@pytest.mark.parametrize("column", ["closed_at", "closed_by", "closed_reason"])
def test_a_course_closed_otherwise_than_its_entry_says_is_found(
    victim: Victim, column: str
) -> None:
    with victim.open() as connection:
        (row,) = connection.execute(select(courses).where(courses.c.closed_at.is_not(None)))
        value = tampering.spoiled(courses.c[column], getattr(row, column))
        at = tampering.where(courses, dict(row._mapping))
        connection.execute(update(courses).where(at).values({column: value}))
        found = victim.verdict(connection).faults

    assert [(fault.table, fault.what, fault.columns) for fault in found] == [
        ("courses", "changed", (column,))
    ]


def test_a_course_opened_again_by_hand_is_found(victim: Victim) -> None:
    with victim.open() as connection:
        nothing = {"closed_at": None, "closed_by": None, "closed_reason": None}
        connection.execute(update(courses).values(nothing))
        (fault,) = victim.verdict(connection).faults

    assert (fault.table, fault.columns) == ("courses", tuple(nothing))


@pytest.mark.parametrize("what", ["removed", "inserted"])
def test_a_handover_that_waits_otherwise_than_it_was_signed_is_found(
    victim: Victim, what: str
) -> None:
    with victim.open() as connection:
        row = dict(connection.execute(select(handover_chairs)).first()._mapping)  # type: ignore[union-attr]
        waits = {name: row[name] for name in ("clinic_id", "chair_id", "handover_id")}
        if what == "removed":
            connection.execute(delete(handover_endings))
        else:
            connection.execute(insert(open_handovers).values(**waits))
        found = list(rows_apart(connection, victim.clinic_id))

    assert [(fault.table, fault.what) for fault in found] == [("open_handovers", what)]
    assert row["chair_id"] in found[0].where


@pytest.mark.parametrize("what", ["changed", "removed", "inserted"])
def test_a_patient_found_by_other_words_is_found_and_not_named(victim: Victim, what: str) -> None:
    with victim.open() as connection:
        row = connection.execute(select(patient_words).order_by(patient_words.c.word)).first()
        assert row is not None
        at = tampering.where(patient_words, dict(row._mapping))
        if what == "changed":
            connection.execute(update(patient_words).where(at).values(word="another"))
        elif what == "removed":
            connection.execute(delete(patient_words).where(at))
        else:
            more = {**row._mapping, "word": "another"}
            connection.execute(insert(patient_words).values(**more))
        found = victim.verdict(connection).faults

    assert [(fault.table, fault.what) for fault in found] == [("patient_words", what)]
    assert row.word not in found[0].sentence()


def test_every_table_is_held_or_said_not_to_be() -> None:
    """What a table holds is named in the chain, follows from what is, or is no part of a record."""
    follows = {watches, open_handovers, patient_words}
    # Who is signed in where, and with which second thing; what they did says who. What sessions
    # were summed up to is no record: it is made anew from their entries.
    passing = {sign_ins, second_factors, recovery_codes, session_summaries, summary_months}

    assert {*COVERED, *follows, *passing, audit_entries} == set(metadata.sorted_tables)


_PLACES = st.integers(min_value=0, max_value=10_000)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from(["change", "remove", "swap", "forge"]), _PLACES, _PLACES),
                min_size=1, max_size=4))  # fmt: skip
def test_whatever_is_done_at_random_is_found_where_it_begins(
    victim: Victim, done: list[tuple[str, int, int]]
) -> None:
    """Several tamperings at once: never found later than at the first of them.

    Only where one entry stands between the first and another, and both disagree with it, can it be
    that one which is named: nothing in the chain tells then who of the three lies.
    """
    chain, places, gone = victim.chain, [], set()
    with victim.open() as connection:
        for what, first, second in done:
            one, other = chain[first % len(chain)], chain[second % len(chain)]
            if one["seq"] in gone or other["seq"] in gone or one is other:
                continue
            # Beside what is gone nobody can tell which of the two was first.
            gone |= {each["seq"] + by for each in (one, other) for by in (-1, 0, 1)}
            places += [one["seq"]]
            if what == "change":
                column = Columns[second % len(Columns)]
                value = tampering.spoiled(column, one[column.name])
                tampering.set_entry(connection, one, **{column.name: value})
            elif what == "remove":
                tampering.remove_entry(connection, one)
            elif what == "forge":
                made = {**one, "action": "board:nothing:done"}
                tampering.set_entry(connection, one, action=made["action"], hash=link(made))
            else:
                tampering.exchange(connection, one, other)
                places += [other["seq"]]
        fault = victim.chain_fault(connection)

    assert (fault is None) == (not places)
    if fault is not None:
        between = {min(places) + 1} if min(places) + 2 in places else set()
        assert fault.seq in {min(places), *between}

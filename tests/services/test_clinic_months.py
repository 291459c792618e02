"""Months of sessions kept packed: never older than the record, and made anew whenever they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete, select, update

from monitor.services import chairs, clinic_figures, discharge, erasure, patients, summaries
from monitor.services.clinic_figures import ClinicQuestion
from monitor.services.clinic_months import closed_in, framed
from monitor.services.memory import SessionMemory
from monitor.services.summaries import Summing
from monitor.services.views import NewPatient
from monitor.store.carrying import carry_rows
from monitor.store.dump import dump_rows, load_rows
from monitor.store.engine import for_writing
from monitor.store.migrate import migrate
from monitor.store.tables import session_summaries, summary_months
from tests.databases import ENGINES, bare_postgresql, fresh_sqlite
from tests.people import PINS, Cast, build_house
from tests.services.acts import TODAY, record

EVER = ClinicQuestion(date(1990, 1, 1), date(2100, 1, 1))


def treat(cast: Cast, *, pin: str = PINS["physician"], nausea: str = "moderate") -> str:
    """One closed session, begun now; a quarter of an hour goes by."""
    session_id = cast.start().head.id
    record(cast, cast.nurse, session_id, cast.body("infusion_started", dose_mg=35))
    cast.clock.move(minutes=10)
    grades = {"nausea": nausea, "dizziness": "none"}
    record(cast, cast.nurse, session_id, cast.body("side_effects", grades=grades))
    cast.clock.move(minutes=5)
    discharge.end_otherwise(cast.house, cast.physician, session_id, "hospital", "a test", pin)
    return session_id


def looked(cast: Cast, question: ClinicQuestion = EVER) -> Any:
    """The frame as a server sees it that has just started."""
    fresh = replace(cast.house, memory=SessionMemory())
    return clinic_figures.read_clinic_figures(fresh, cast.physician, question).frame


def kept(engine: Engine) -> dict[str, Any]:
    with engine.connect() as connection:
        return {row.month: row for row in connection.execute(select(summary_months))}


@contextmanager
def changing(cast: Cast) -> Iterator[Any]:
    with for_writing(cast.house.engine).connect() as connection, connection.begin():
        yield connection


@pytest.fixture
def past(cast_anywhere: Cast) -> tuple[Cast, str, str]:
    """One session in March and one in April; it is May."""
    cast = cast_anywhere
    march = treat(cast)
    cast.clock.move(days=40)
    april = treat(cast)
    cast.clock.move(days=30)
    return cast, march, april


def test_months_that_are_over_are_kept_and_read_without_a_single_line(
    past: tuple[Cast, str, str],
) -> None:
    cast, march, april = past
    now = treat(cast)
    first = looked(cast)
    assert list(first["id"]) == [march, april, now]
    assert set(kept(cast.house.engine)) == {"2026-03", "2026-04"}

    with changing(cast) as connection:
        connection.execute(delete(session_summaries).where(session_summaries.c.session_id != now))
    again = looked(cast)

    assert again.equals(first)
    assert list(again["chair"].unique()) == ["3"]
    assert list(again["grade_nausea"]) == [2.0, 2.0, 2.0]


def test_a_month_that_is_not_over_is_not_kept(cast_anywhere: Cast) -> None:
    treat(cast_anywhere)

    assert len(looked(cast_anywhere)) == 1
    assert kept(cast_anywhere.house.engine) == {}


def test_a_late_entry_in_an_old_session_is_in_the_next_look(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    cast.clock.move(days=29)  # the last day of March
    session_id = treat(cast)
    cast.clock.move(hours=6)
    assert list(looked(cast)["grade_nausea"]) == [2.0]
    before = kept(cast.house.engine)["2026-03"]
    body = cast.body("side_effects", grades={"nausea": "severe", "dizziness": "none"})
    body["at"] = (cast.clock.now - timedelta(hours=6, minutes=3)).isoformat()
    record(cast, cast.nurse, session_id, body)

    assert list(looked(cast)["grade_nausea"]) == [3.0]
    after = kept(cast.house.engine)["2026-03"]
    assert (after.made_from, after.packed) != (before.made_from, before.packed)
    assert list(looked(cast)["grade_nausea"]) == [3.0]


def test_a_session_that_closes_after_its_month_is_in_the_next_look(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    treat(cast)
    cast.clock.move(days=28, hours=23)  # the last evening of March
    still_open = cast.start().head.id
    cast.clock.move(days=1)
    assert len(looked(cast)) == 1
    assert len(kept(cast.house.engine)) == 1

    pin = PINS["physician"]
    discharge.end_otherwise(cast.house, cast.physician, still_open, "hospital", "late", pin)

    assert list(looked(cast)["id"])[-1] == still_open
    assert len(kept(cast.house.engine)["2026-03"].facts) == 1
    assert len(looked(cast)) == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"facts": {}, "packed": ""},
        {"packed": "0" * 400},
        {"made_from": "0" * 32},
        {"facts": {"somebody": "else"}},
    ],
)
def test_a_kept_month_that_is_another_or_damaged_is_made_anew(
    past: tuple[Cast, str, str], changed: dict[str, Any]
) -> None:
    cast, march, april = past
    first = looked(cast)
    whole = kept(cast.house.engine)
    with changing(cast) as connection:
        connection.execute(update(summary_months).values(**changed))

    assert list(looked(cast)["id"]) == [march, april]
    assert looked(cast).equals(first)
    assert kept(cast.house.engine) == whole


def test_all_that_is_kept_can_be_removed_and_is_made_anew(past: tuple[Cast, str, str]) -> None:
    cast, _, _ = past
    first = looked(cast)
    whole = kept(cast.house.engine)
    with changing(cast) as connection:
        connection.execute(delete(summary_months))
        connection.execute(delete(session_summaries))

    made = clinic_figures.keep_summaries(cast.house, cast.nurse, 5)

    assert made == 2
    assert kept(cast.house.engine) == whole
    assert looked(cast).equals(first)


def test_another_way_of_summing_up_makes_every_month_old(
    past: tuple[Cast, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, _, _ = past
    looked(cast)
    before = kept(cast.house.engine)
    monkeypatch.setattr(summaries, "MADE_BY", summaries.MADE_BY + 1)

    assert len(looked(cast)) == 2
    after = kept(cast.house.engine)
    assert {row.made_from for row in after.values()}.isdisjoint(
        row.made_from for row in before.values()
    )


def test_a_month_of_which_a_session_waits_is_not_kept_before_it_is_whole(
    cast_anywhere: Cast,
) -> None:
    cast = cast_anywhere
    march = {treat(cast), treat(cast)}
    cast.clock.move(days=40)
    treat(cast)
    cast.clock.move(days=30)

    told = []
    for _ in range(4):
        made = clinic_figures.keep_summaries(cast.house, cast.nurse, 1)
        told.append((made, sorted(kept(cast.house.engine))))

    both = ["2026-03", "2026-04"]
    assert told == [(1, []), (1, ["2026-03"]), (1, both), (0, both)]
    assert set(looked(cast)["id"][:2]) == march


def test_days_within_a_kept_month_are_told_of_it_alone(past: tuple[Cast, str, str]) -> None:
    cast, march, april = past
    looked(cast)
    with changing(cast) as connection:
        connection.execute(delete(session_summaries))

    day = TODAY + timedelta(days=40)
    assert list(looked(cast, ClinicQuestion(day, day))["id"]) == [april]
    assert list(looked(cast, ClinicQuestion(TODAY, day - timedelta(days=1)))["id"]) == [march]
    assert looked(cast, ClinicQuestion(TODAY + timedelta(days=1), TODAY + timedelta(days=9))).empty


def test_only_whole_months_of_the_question_are_kept(past: tuple[Cast, str, str]) -> None:
    cast, _, _ = past

    looked(cast, ClinicQuestion(TODAY, TODAY + timedelta(days=45)))

    assert kept(cast.house.engine) == {}


def test_days_at_the_end_of_the_calendar_are_days(cast: Cast) -> None:
    treat(cast)

    assert len(looked(cast, ClinicQuestion(date.min, date.max))) == 1


def test_a_chair_is_called_as_it_is_called_today(past: tuple[Cast, str, str]) -> None:
    cast, _, _ = past
    house, keeper = cast.house, cast.administrator
    found = clinic_figures.read_clinic_figures(house, cast.physician, EVER)
    assert set(found.frame["chair"]) == {"3"}
    (chair,) = chairs.read_room(house, keeper)
    chairs.change_chair(house, keeper, chair.id, "12", "East", chair.revision)

    found = clinic_figures.read_clinic_figures(house, cast.physician, EVER)

    assert set(found.frame["chair"]) == {"12"}
    assert set(looked(cast)["chair"]) == {"12"}


def test_an_erased_patient_leaves_no_month_and_the_others_stay(
    past: tuple[Cast, str, str],
) -> None:
    cast, march, april = past
    other = NewPatient("DEMO Other Person", date(1990, 1, 1), (("MRN", "D-2002"),), weight_kg=70)
    beside = replace(cast, patient=patients.register_patient(cast.house, cast.nurse, other))
    cast.clock.now -= timedelta(days=30)
    stays = treat(beside)
    cast.clock.move(days=30)
    assert set(looked(cast)["id"]) == {march, april, stays}

    cast.clock.move(days=400 * 12)
    new = erasure.NewErasure("asked for it", lawful_request=True, name=cast.patient.name)
    erasure.erase_patient(cast.house, cast.administrator, cast.patient.id, new)

    assert kept(cast.house.engine) == {}
    assert list(looked(cast)["id"]) == [stays]
    assert list(kept(cast.house.engine)["2026-04"].facts) == [beside.patient.id]


def test_a_look_that_began_before_an_erasure_keeps_nothing_of_the_patient(
    past: tuple[Cast, str, str],
) -> None:
    cast, _, _ = past
    summing = Summing(cast.house, cast.nurse.clinic_id, 5)
    span = clinic_figures.bounds(EVER, "UTC")
    with cast.house.reading(cast.nurse.clinic_id) as look:
        framed(look, closed_in(look, span), span, summing)
    assert (len(summing.fresh), set(summing.months)) == (2, {"2026-03", "2026-04"})

    cast.clock.move(days=400 * 12)
    new = erasure.NewErasure("asked for it", lawful_request=True, name=cast.patient.name)
    erasure.erase_patient(cast.house, cast.administrator, cast.patient.id, new)
    summing.keep()

    assert kept(cast.house.engine) == {}
    with cast.house.engine.connect() as connection:
        assert connection.execute(select(session_summaries)).all() == []


def test_a_database_that_keeps_no_month_still_tells_the_figures(
    past: tuple[Cast, str, str],
) -> None:
    cast, march, april = past
    with changing(cast) as connection:
        summary_months.drop(connection)
        summary_months.create(connection)
        connection.exec_driver_sql(REFUSING[connection.dialect.name])

    assert list(looked(cast)["id"]) == [march, april]
    assert kept(cast.house.engine) == {}


REFUSING = {
    "sqlite": "CREATE TRIGGER full BEFORE INSERT ON summary_months "
    "BEGIN SELECT RAISE(ABORT, 'no'); END",
    "postgresql": "ALTER TABLE summary_months ADD CHECK (month = '')",
}


@pytest.fixture(params=ENGINES)
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        folder = tmp_path / "elsewhere"
        folder.mkdir()
        engine = fresh_sqlite(folder)
        yield engine
        engine.dispose()
        return
    with bare_postgresql(request.getfixturevalue("postgresql_server")) as engine:
        migrate(engine)
        yield engine


def _restored(here: Engine, there: Engine, folder: Path) -> None:
    dump_rows(here, folder / "rows.gz")
    load_rows(there, folder / "rows.gz")


def _moved(here: Engine, there: Engine, _folder: Path) -> None:
    carry_rows(here, there, lambda _here, _there: None)


@pytest.mark.parametrize("put", [_restored, _moved])
def test_what_is_kept_counts_in_another_database_of_either_kind(
    past: tuple[Cast, str, str],
    elsewhere: Engine,
    tmp_path: Path,
    put: Callable[[Engine, Engine, Path], None],
) -> None:
    cast, _, _ = past
    first = looked(cast)
    put(cast.house.engine, elsewhere, tmp_path)
    there = replace(cast, house=build_house(elsewhere, cast.clock))
    assert kept(elsewhere) == kept(cast.house.engine)
    with changing(there) as connection:
        connection.execute(delete(session_summaries))

    assert looked(there).equals(first)
    with elsewhere.connect() as connection:  # the kept months were enough: nothing was summed up
        assert connection.execute(select(session_summaries)).all() == []


def in_another_clinic(cast: Cast) -> Cast:
    """The same house as somebody of another clinic works in it."""
    who = cast.stranger
    other = NewPatient("DEMO Else Where", date(1980, 2, 2), (("MRN", "E-1"),), weight_kg=70)
    return replace(
        cast,
        nurse=who,
        physician=who,
        administrator=who,
        chair=chairs.add_chair(cast.house, who, "77", "West"),
        patient=patients.register_patient(cast.house, who, other),
    )


def test_nothing_of_one_clinic_is_in_the_figures_of_another(past: tuple[Cast, str, str]) -> None:
    """In one house, so that what it remembers of one clinic would be found by the other."""
    cast, march, april = past
    ours = clinic_figures.read_clinic_figures(cast.house, cast.physician, EVER)
    empty = clinic_figures.read_clinic_figures(cast.house, cast.stranger, EVER)
    assert list(ours.frame["id"]) == [march, april]
    assert (len(empty.frame), empty.waiting, empty.outcomes) == (0, 0, ())
    assert (empty.routes, empty.protocols) == ((), ())

    there = in_another_clinic(cast)
    cast.clock.now -= timedelta(days=30)
    theirs = treat(there, pin="9517")
    cast.clock.move(days=30)
    for _ in range(2):  # the second time from memory
        found = clinic_figures.read_clinic_figures(there.house, there.physician, EVER)
        assert list(found.frame["id"]) == [theirs]
        assert set(found.frame["patient"]) == {there.patient.id}
        assert set(found.frame["chair"]) == {"77"}
        again = clinic_figures.read_clinic_figures(cast.house, cast.physician, EVER)
        assert list(again.frame["id"]) == [march, april]
    assert list(looked(there)["id"]) == [theirs]
    assert list(looked(cast)["id"]) == [march, april]
    with cast.house.engine.connect() as connection:
        rows = connection.execute(select(summary_months)).all()
    assert sorted((row.clinic_id == cast.nurse.clinic_id, row.month) for row in rows) == [
        (False, "2026-04"), (True, "2026-03"), (True, "2026-04"),
    ]  # fmt: skip
    assert clinic_figures.keep_summaries(there.house, there.nurse, 9) == 0

"""The physician's review: a course of 24 sessions, and a clinic of fifty thousand."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from monitor.bootstrap import build_house, prepare_database
from monitor.demo.clinic import DemoClinic, booking, read_clinic
from monitor.demo.seeding import bring_up
from monitor.services.clinic_figures import keep_summaries
from monitor.services.clock import system_clock
from monitor.services.founding import console_actor
from monitor.settings import Settings
from monitor.web import ids as shell
from monitor.web.pages.clinic import ids as clinic
from monitor.web.pages.course import ids as course
from tests.benchmarks.calls import milliseconds, side_by_side
from tests.benchmarks.clinic import CHAIRS, SEED, multiply
from tests.benchmarks.measures import Floor, Measure, against
from tests.benchmarks.product import Product, writing
from tests.benchmarks.servers import MONITOR, free_port, product_settings, serving

HELD, MANY, ROUNDS = 24, 50_000, 60
COLD_MS = 1000.0


def make_course(file: Path) -> str:
    """One patient with a course of 24 closed sessions, all summed up; answers the patient's id."""
    settings = Settings(database_url=f"sqlite:///{file}")
    prepare_database(settings)
    house = build_house(settings, demo=True)
    now, told = system_clock(), read_clinic()
    guests = tuple(replace(one, course=None) for one in told.guests[:CHAIRS])
    openings = tuple(
        replace(told.openings[0], chair=f"{place + 1:02}", guest=guest)
        for place, guest in enumerate(guests)
    )
    small = DemoClinic(told.name, told.zone, told.people, guests, openings)
    guest = guests[0]
    past = [
        booking(SEED, guest, "01", now - timedelta(days=7 * (HELD - place)), number=place + 1)
        for place in range(HELD)
    ]
    bring_up(house, small, past, now)
    text = next(house.schedules.text(one) for one in house.schedules)
    patient = _plan(file, next(iter(house.schedules)), text)
    keep_summaries(house, console_actor(house, told.people[0].login), HELD + 1)
    house.engine.dispose()
    return patient


def _plan(file: Path, schedule: str, text: str) -> str:
    """Write the course that these sessions were, as if each had been started from it."""
    database = sqlite3.connect(file)
    with database:
        (clinic_id, patient, protocol) = database.execute(
            "SELECT clinic_id, patient_id, protocol_id FROM sessions LIMIT 1"
        ).fetchone()
        (person,) = database.execute("SELECT id FROM people LIMIT 1").fetchone()
        (first,) = database.execute("SELECT min(started_at) FROM sessions").fetchone()
        known = database.execute("SELECT id FROM courses WHERE patient_id = ?", (patient,))
        (course_id,) = known.fetchone() or (str(uuid4()),)
        database.execute(
            "INSERT OR IGNORE INTO courses (clinic_id, id, patient_id, indication, "
            "indication_words, protocol_id, schedule_id, schedule_text, opened_at, opened_by) "
            "VALUES (?, ?, ?, 'depression', '', ?, ?, ?, ?, ?)",
            (clinic_id, course_id, patient, protocol, schedule, text, first, person),
        )
        for session_id, started in database.execute(
            "SELECT id, started_at FROM sessions"
        ).fetchall():
            database.execute(
                "INSERT INTO planned_sessions (clinic_id, id, version, course_id, patient_id, "
                "status, day, reason, session_id, said_at, person_id) "
                "VALUES (?, ?, 1, ?, ?, 'started', ?, '', ?, ?, ?)",
                (
                    clinic_id,
                    str(uuid4()),
                    course_id,
                    patient,
                    started[:10],
                    session_id,
                    started,
                    person,
                ),
            )
    database.close()
    return str(patient)


def with_many(file: Path, longer: Path) -> int:
    """Copy the database, and its closed sessions with their summaries to fifty thousand.

    Then as in a clinic of years: what `monitor summaries` would keep of them is kept.
    """
    shutil.copy(file, longer)
    database = sqlite3.connect(longer)
    database.execute("PRAGMA synchronous = OFF")
    with database:
        database.execute("CREATE TEMP TABLE copies (day INTEGER PRIMARY KEY)")
        copies = [(day,) for day in range(1, MANY // HELD + 1)]
        database.executemany("INSERT INTO copies VALUES (?)", copies)
        database.execute(
            "CREATE TEMP TABLE past AS SELECT id FROM sessions WHERE closed_at NOTNULL"
        )
        for table in ("sessions", "session_summaries"):
            multiply(database, table)
    (past,) = database.execute("SELECT count(*) FROM session_summaries").fetchone()
    database.close()
    house = build_house(Settings(database_url=f"sqlite:///{longer}"), demo=True)
    keep_summaries(house, console_actor(house, read_clinic().people[0].login), HELD)
    house.engine.dispose()
    return int(past)


def measure_review(room: Path) -> list[Measure]:
    """The course drawn from kept summaries, and the clinic from cold and from memory."""
    patient = make_course(room / "course.db")
    many = with_many(room / "course.db", room / "many.db")
    with ExitStack() as stack:
        ours = Product(_serve(stack, room / "course.db"))
        specs = ours.client.specs()
        matrix = writing(specs, f"{course.FIGURE}.figure")
        said = {shell.LIVE: 1, course.SCHEME: "light", course.PATIENT: patient, course.COURSE: ""}
        large = Product(_serve(stack, room / "many.db"))
        effects = writing(large.client.specs(), f"{clinic.EFFECTS}.figure")
        ever = {clinic.SCHEME: "light", clinic.QUERY: {"period": "ever"}}

        def draw_course() -> bytes:
            return ours.client.call(matrix, said)

        def draw_clinic() -> bytes:
            return large.client.call(effects, ever)

        cold = milliseconds(draw_clinic)
        kept = {
            "course": json.loads(draw_course())["response"],
            "clinic": json.loads(draw_clinic())["response"],
        }
        (room / "review.json").write_text(json.dumps(kept), encoding="utf-8")
        floor = Floor(_serve_floor(stack, room / "review.json"))
        acts = {
            "course": draw_course,
            "course floor": floor.screen(course.FIGURE),
            "clinic": draw_clinic,
            "clinic floor": floor.screen(clinic.EFFECTS),
        }
        taken = side_by_side(acts, ROUNDS)
    memory, over = "the same payload from memory", f"clinic over {many:,} sessions"
    return [
        against(f"course of {HELD} sessions", taken["course"], taken["course floor"], memory, 2.0),
        against(f"{over}, cold", cold, COLD_MS, "1 s", 1.0),
        against(f"{over}, after", taken["clinic"], taken["clinic floor"], memory, 2.0),
    ]


def _serve(stack: ExitStack, file: Path) -> int:
    port = free_port()
    command = [str(MONITOR), "serve"]
    stack.enter_context(serving(command, port, "/api/v1/tiles", product_settings(file, port)))
    return port


def _serve_floor(stack: ExitStack, kept: Path) -> int:
    port = free_port()
    command = [sys.executable, "-m", "tests.benchmarks.floor_app", str(port), str(kept)]
    stack.enter_context(serving(command, port, "/_dash-layout"))
    return port

"""What is measured: each product act beside its floor, in turn, in the same run."""

from __future__ import annotations

import gc
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median

from monitor.clinical.patient import PatientFacts
from monitor.clinical.reading_events import read_event
from monitor.clinical.session import evaluate
from monitor.demo.clinic import booking, read_clinic
from monitor.demo.planner import plan
from monitor.services.clock import system_clock
from tests.benchmarks.calls import Client, milliseconds, side_by_side, timed
from tests.benchmarks.floor_app import ASKED, EMPTY, KEEP
from tests.benchmarks.product import Product
from tests.benchmarks.servers import (
    MONITOR,
    environment,
    free_port,
    product_settings,
    serving,
)
from tools.clinical_rules import read_protocols

SCREEN_ROUNDS, RECORD_ROUNDS, FOLD_ROUNDS, START_ROUNDS = 200, 100, 400, 5
FOLDED_EVENTS = 40
CHANGED_ROUNDS = 36
PAPERS, MOST_PAPER_MS = 20, 300.0


@dataclass(frozen=True)
class Measure:
    """One line of the report: ours against the floor, and the aim."""

    name: str
    ours: float
    unit: str
    floor: float
    floor_name: str
    ratio: float
    aim: float

    @property
    def holds(self) -> bool:
        """Whether the aim is reached."""
        return self.ratio <= self.aim


def against(  # noqa: PLR0917 - a line of the report has these parts
    name: str, ours: float, floor: float, floor_name: str, aim: float, unit: str = "ms"
) -> Measure:
    """A measure as a ratio to its floor."""
    return Measure(name, ours, unit, floor, floor_name, ours / floor, aim)


def bare_insert(file: Path) -> Callable[[], None]:
    """One durable row in SQLite, with the settings that the product uses."""
    database = sqlite3.connect(file, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, body TEXT)")

    def insert() -> None:
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO rows (body) VALUES (?)", ("x" * 600,))
        database.execute("COMMIT")

    return insert


def keep_screens(product: Product, file: Path) -> None:
    """Write the answers of board and chart down, for the floor to return from memory."""
    kept = {
        "board": json.loads(product.draw_board())["response"],
        "chart": json.loads(product.draw_chart())["response"],
    }
    file.write_text(json.dumps(kept), encoding="utf-8")


class Floor:
    """The bare application's callbacks."""

    def __init__(self, port: int) -> None:
        self.client = Client(port)
        self.specs = self.client.specs()

    def empty(self) -> bytes:
        """The empty callback."""
        return self.client.call(self.specs[f"{EMPTY}.children"], {ASKED: 1})

    def screen(self, part: str) -> Callable[[], bytes]:
        """The callback that returns a kept screen; ``part`` is an id in it."""
        spec = next(spec for output, spec in self.specs.items() if part in output)
        return lambda: self.client.call(spec, {ASKED: 1})

    def keep(self, answer: bytes) -> None:
        """Remember a screen as the product has just answered it, instead of what it was."""
        told = json.dumps(json.loads(answer)["response"]).encode()
        status, said = self.client.ask("POST", KEEP, told)
        if status != 200:
            raise RuntimeError(f"the floor answered {status}: {said!r}")


def measure_recording(floor: Floor, insert: Callable[[], None], short: Product) -> Measure:
    """A routine set over the machine interface, until it is acknowledged."""
    taken = side_by_side(
        {"empty": floor.empty, "insert": insert, "record": short.record_set}, RECORD_ROUNDS
    )
    return against(
        "recording a set over the API",
        taken["record"],
        taken["empty"] + taken["insert"],
        f"empty callback {taken['empty']:.2f} + bare durable insert {taken['insert']:.2f}",
        2.0,
    )


@dataclass(frozen=True)
class Screen:
    """A screen in both clinics, what changes it in each, and the floor that remembers it."""

    name: str
    part: str
    floor: Floor
    draws: Mapping[str, Callable[[], bytes]]
    changes: Sequence[Callable[[], None]]


def measure_screen(screen: Screen) -> list[Measure]:
    """A screen against the same payload from memory, with short and long history."""
    name, acts = screen.name, {"memory": screen.floor.screen(screen.part), **screen.draws}
    still = side_by_side(acts, SCREEN_ROUNDS)
    new = _after_changes(screen, acts)
    memory = "the same payload from memory"
    return [
        against(f"{name}, asked again", still["short"], still["memory"], memory, 2.0),
        against(f"{name}, after a new set", new["short"], new["memory"], memory, 2.0),
        against(
            f"{name}, after a new set, 20,000 past sessions",
            new["long"],
            new["short"],
            "with 20 past sessions",
            1.1,
        ),
    ]


def _after_changes(screen: Screen, acts: Mapping[str, Callable[[], bytes]]) -> dict[str, float]:
    """The median of each act after both clinics changed; the order turns round with each round.

    The act that comes last finds the processor's memory full of the others' work, and the change
    that comes last has its log still to be carried over: neither always falls on the same. A
    screen grows with what is recorded, so after each round the floor is given what was answered.
    """
    taken: dict[str, list[float]] = {key: [] for key in acts}
    for turn in range(CHANGED_ROUNDS):
        step = -1 if turn % 2 else 1
        for change in screen.changes[::step]:
            change()
        answers = {}
        for key in [*acts][::step]:
            took, answers[key] = timed(acts[key])
            taken[key].append(took)
        screen.floor.keep(answers["short"])
    return {key: median(times) for key, times in taken.items()}


def measure_paper(product: Product) -> Measure:
    """The record of the longest session as a PDF over HTTP, after the first one."""
    product.print_record()
    ours = median(milliseconds(product.print_record) for _ in range(PAPERS))
    return against("PDF of a 3-hour session", ours, MOST_PAPER_MS, "300 ms", 1.0)


def measure_folding() -> Measure:
    """Fold and evaluate a session of forty events, nothing remembered."""
    guest = read_clinic().guests[0]
    protocol = next(one for one in read_protocols() if one.id == guest.protocol_id)
    started_at = system_clock() - timedelta(hours=3)
    entries = plan(booking(1, guest, "1", started_at, number=1), protocol)
    bodies = [
        {**body, "recorded_at": entry.at, "by": entry.by}
        for entry in entries
        for body in entry.bodies
    ][:FOLDED_EVENTS]
    events = tuple(
        read_event(body, position=place, default_id=f"e{place}")
        for place, body in enumerate(bodies)
    )
    at, facts = events[-1].recorded_at, PatientFacts(guest.birth_date)
    gc.collect()
    gc.freeze()  # as the server does when it listens: what the bench holds is not gone through
    taken = side_by_side({"fold": lambda: evaluate(protocol, facts, events, at)}, FOLD_ROUNDS)
    gc.unfreeze()
    return against("folding and evaluating 40 events", taken["fold"], 1.0, "1 ms", 1.0)


_NAMES = """
import sys
from pathlib import Path
from monitor.bootstrap import open_house
from monitor.settings import load_settings
from monitor.server import create_app
import uvicorn, uvicorn.lifespan.on, uvicorn.protocols.http.auto, uvicorn.loops.auto
settings = load_settings()
create_app(open_house(settings), settings)
names = [n for n in sys.modules if n.split(".")[0] not in {*sys.stdlib_module_names, "monitor"}]
print("\\n".join(n for n in names if n != "__main__" and n.split(".")[0].isidentifier()))
"""
_IMPORTS = """
import importlib, sys
for name in sys.stdin.read().split():
    try:
        importlib.import_module(name)
    except Exception:
        pass
"""


def measure_start(file: Path) -> Measure:
    """From the command to the first answer, against importing the same libraries alone."""
    ours: list[float] = []
    floor: list[float] = []
    settings = product_settings(file, free_port())
    names = _run(_NAMES, settings=settings)
    for _ in range(START_ROUNDS):
        floor.append(milliseconds(lambda: _run(_IMPORTS, names)))
        ours.append(milliseconds(lambda: _start_once(file)))
    return against(
        "start until ready, database migrated",
        median(ours),
        median(floor),
        "importing its libraries",
        1.5,
    )


def _start_once(file: Path) -> None:
    port = free_port()
    began = serving([str(MONITOR), "serve"], port, "/api/v1/tiles", product_settings(file, port))
    process: subprocess.Popen[bytes] = began.__enter__()
    process.kill()
    began.__exit__(None, None, None)


def _run(code: str, told: str = "", settings: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=told,
        capture_output=True,
        text=True,
        check=True,
        env={**environment(), **(settings or {})},
    )
    return done.stdout

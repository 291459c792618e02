"""`make bench`: measure the product against its floors and write docs/benchmarks.md."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.clinic import make_clinic, with_long_history
from tests.benchmarks.measures import (
    Floor,
    Measure,
    Screen,
    against,
    bare_insert,
    keep_screens,
    measure_folding,
    measure_paper,
    measure_recording,
    measure_screen,
    measure_start,
)
from tests.benchmarks.page_weight import page_bytes
from tests.benchmarks.product import Product
from tests.benchmarks.report import write_report
from tests.benchmarks.review import measure_review
from tests.benchmarks.servers import MONITOR, free_port, product_settings, resident_mb, serving
from tests.benchmarks.trying import measure_back_test

MOST_MEMORY_MB = 250.0
BOARD_CARD = "#board-cards article"


def main() -> int:
    """Measure everything; tell each line as it comes, and write the page."""
    measures: list[Measure] = []

    def tell(*found: Measure) -> None:
        for measure in found:
            measures.append(measure)
            mark = "ok " if measure.holds else "MISSED"
            print(
                f"{mark:6} {measure.ratio:6.2f} (aim {measure.aim:g})  {measure.name}", flush=True
            )

    with TemporaryDirectory() as folder:
        room = Path(folder)
        print("making the clinics ...", flush=True)
        make_clinic(room / "short.db")
        past = with_long_history(room / "short.db", room / "long.db")
        print(f"with 20 and with {past:,} past sessions", flush=True)
        tell(measure_folding())
        tell(measure_start(room / "short.db"))
        _measure_servers(room, tell)
        tell(*measure_review(room))
        tell(measure_back_test())
    write_report(measures, past)
    return 0


def _measure_servers(room: Path, tell: Callable[..., None]) -> None:
    with ExitStack() as stack:
        short_port, short_pid = _serve(stack, room / "short.db")
        long_port, long_pid = _serve(stack, room / "long.db")
        short, long = Product(short_port), Product(long_port)
        keep_screens(short, room / "kept.json")
        floor = Floor(_serve_floor(stack, room / "kept.json"))
        tell(measure_recording(floor, bare_insert(room / "bare.db"), short))
        drawn = {"short": short.draw_board, "long": long.draw_board}
        changes = (short.record_set, long.record_set)
        tell(*measure_screen(Screen("board of 12 chairs", "board-cards", floor, drawn, changes)))
        drawn = {"short": short.draw_chart, "long": long.draw_chart}
        changes = (short.record_reading, long.record_reading)
        name = "chart of a 3-hour session"
        tell(*measure_screen(Screen(name, "chart-figure", floor, drawn, changes)))
        tell(measure_paper(short))
        held = max(resident_mb(short_pid), resident_mb(long_pid))
        tell(
            against(
                "memory of the server after all this", held, MOST_MEMORY_MB, "250 MB", 1.0, "MB"
            )
        )
        tell(_weigh(stack, short_port, short))


def _weigh(stack: ExitStack, port: int, product: Product) -> Measure:
    stock_port = free_port()
    command = [sys.executable, "-m", "tests.benchmarks.page_weight", str(stock_port)]
    stack.enter_context(serving(command, stock_port, "/"))
    stock = page_bytes(stock_port, "/", {}, "#graph .main-svg") / 1024
    ours = page_bytes(port, "/", product.client.cookies, BOARD_CARD) / 1024
    return against(
        "bytes of the board page", ours, stock, "stock Dash page with one graph", 1 / 3, "KB"
    )


def _serve(stack: ExitStack, file: Path) -> tuple[int, int]:
    port = free_port()
    command = [str(MONITOR), "serve"]
    process = stack.enter_context(
        serving(command, port, "/api/v1/tiles", product_settings(file, port))
    )
    return port, process.pid


def _serve_floor(stack: ExitStack, kept: Path) -> int:
    port = free_port()
    command = [sys.executable, "-m", "tests.benchmarks.floor_app", str(port), str(kept)]
    stack.enter_context(serving(command, port, "/_dash-layout"))
    return port


if __name__ == "__main__":
    sys.exit(main())

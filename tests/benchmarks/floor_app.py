"""The floor: a bare Dash application that returns nothing, or the same screens from memory.

Run as ``python -m tests.benchmarks.floor_app PORT [KEPT.json]``; KEPT holds answers of callbacks.
What it remembers of a screen can be replaced while it runs, so that it is the same payload.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, cast

import uvicorn
from dash import Dash, Input, Output, dcc, html
from fastapi import FastAPI, HTTPException

EMPTY, ASKED, KEEP = "floor-empty", "floor-asked", "/keep"

Answer = dict[str, dict[str, Any]]
Kept = dict[str, Answer]


def create_floor(kept: Kept) -> FastAPI:
    """An application with one empty callback, and one for each kept screen."""
    server = FastAPI()
    memory = {tuple(answer): _values(answer) for answer in kept.values()}

    @server.post(KEEP)
    async def keep(answer: Answer) -> None:
        if tuple(answer) not in memory:
            raise HTTPException(409, "it remembers no screen of these parts")
        memory[tuple(answer)] = _values(answer)

    app = Dash("floor", server=cast(Any, server), use_async=True, suppress_callback_exceptions=True)
    app.layout = html.Div([dcc.Store(id=ASKED), html.Div(id=EMPTY)])

    async def empty(_asked: object) -> None:
        return None

    app.callback(Output(EMPTY, "children"), Input(ASKED, "data"))(empty)
    for answer in kept.values():
        _return_from_memory(app, answer, memory)
    return server


def _values(answer: Answer) -> tuple[Any, ...]:
    return tuple(value for props in answer.values() for value in props.values())


def _return_from_memory(
    app: Dash, answer: Answer, memory: dict[tuple[str, ...], tuple[Any, ...]]
) -> None:
    outputs = [Output(identity, name) for identity, props in answer.items() for name in props]
    screen = tuple(answer)

    async def remembered(_asked: object) -> tuple[Any, ...]:
        return memory[screen]

    app.callback(*outputs, Input(ASKED, "data"))(remembered)


def main(arguments: list[str]) -> None:
    """Serve the floor."""
    kept: Kept = json.loads(Path(arguments[1]).read_text("utf-8")) if len(arguments) > 1 else {}
    app = create_floor(kept)
    uvicorn.run(app, host="127.0.0.1", port=int(arguments[0]), log_level="error", access_log=False)


if __name__ == "__main__":
    main(sys.argv[1:])

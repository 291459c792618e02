"""For whoever runs the server: is it well, how much has it done."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, Request, Response

from monitor.api.calling import house_of
from monitor.api.metrics import CONTENT_TYPE, Metrics
from monitor.api.problems import problem_docs
from monitor.api.schemas.board import Health
from monitor.services.beside import beside
from monitor.services.house import House

router = APIRouter(tags=["system"])
VERSION = version("post-infusion-monitor")
OPEN: dict[str, Any] = {"security": []}


@router.get("/health", summary="Can it save?", responses=problem_docs(503), openapi_extra=OPEN)
async def health(request: Request) -> Health:
    await beside(_look, house_of(request))
    return Health(status="ok", version=VERSION)


@router.get(
    "/metrics",
    summary="Counters for Prometheus; no patient data",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    openapi_extra=OPEN,
)
async def metrics(request: Request) -> Response:
    counted: Metrics = request.app.state.metrics
    return Response(counted.text(), headers={"content-type": CONTENT_TYPE})


def _look(house: House) -> None:
    with house.engine.connect() as connection:
        connection.exec_driver_sql("SELECT version FROM clinics LIMIT 1").all()

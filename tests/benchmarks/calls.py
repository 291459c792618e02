"""Requests over one kept connection, with as little of the client in them as can be."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPResponse, RemoteDisconnected
from statistics import median
from typing import Any, TypeVar

HOST = "127.0.0.1"
CALL = "/_dash-update-component"

Spec = Mapping[str, Any]
T = TypeVar("T")


class Client:
    """One browser's connection: its cookies, and the same connection for every request."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.connection = HTTPConnection(HOST, port, timeout=30)
        self.cookies: dict[str, str] = {}

    def close(self) -> None:
        """End the connection."""
        self.connection.close()

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """One request; the answer is status and body."""
        sent = {"Origin": f"http://{HOST}:{self.port}", "Sec-Fetch-Site": "same-origin"}
        if body:
            sent["Content-Type"] = "application/json"
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            sent["X-CSRF-Token"] = self.cookies.get("monitor_csrf", "")
        answer = self._answer(method, path, body, {**sent, **(headers or {})})
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, _ = value.partition(";")
                key, _, held = cookie.partition("=")
                self.cookies[key] = held
        return answer.status, answer.read()

    def _answer(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> HTTPResponse:
        """Ask once more where the server had closed a connection that lay idle."""
        try:
            self.connection.request(method, path, body or None, dict(headers))
            return self.connection.getresponse()
        except (BrokenPipeError, RemoteDisconnected):
            self.connection.close()
            self.connection.request(method, path, body or None, dict(headers))
            return self.connection.getresponse()

    def call(self, spec: Spec, values: Mapping[str, Any]) -> bytes:
        """Call a Dash callback as the page would; anything but 200 is a mistake."""
        status, answer = self.ask("POST", CALL, callback_body(spec, values))
        if status != 200:
            raise RuntimeError(f"the callback answered {status}: {answer[:300]!r}")
        return answer

    def specs(self) -> dict[str, Spec]:
        """The callbacks of the application, by the output they write."""
        _, answer = self.ask("GET", "/_dash-dependencies")
        return {spec["output"]: spec for spec in json.loads(answer)}


def callback_body(spec: Spec, values: Mapping[str, Any]) -> bytes:
    """What the page posts to have this callback run."""
    outputs = [_part(name) for name in spec["output"].strip(".").split("...")]
    several = spec["output"].startswith("..")
    inputs = [_valued(one, values) for one in spec["inputs"]]
    return json.dumps(
        {
            "output": spec["output"],
            "outputs": outputs if several else outputs[0],
            "inputs": inputs,
            "changedPropIds": [f"{inputs[0]['id']}.{inputs[0]['property']}"],
            "state": [_valued(one, values) for one in spec["state"]],
        }
    ).encode()


def _part(name: str) -> dict[str, str]:
    identity, _, named = name.rpartition(".")
    return {"id": identity, "property": named}


def _valued(one: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": one["id"], "property": one["property"], "value": values.get(one["id"])}


def milliseconds(act: Callable[[], object]) -> float:
    """How long one act takes."""
    return timed(act)[0]


def timed(act: Callable[[], T]) -> tuple[float, T]:
    """How long one act takes in milliseconds, and what it answers."""
    began = time.perf_counter_ns()
    answer = act()
    return (time.perf_counter_ns() - began) / 1e6, answer


def side_by_side(acts: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median of each, in turn, so that whatever disturbs the machine disturbs all."""
    for act in acts.values():
        act()
    taken: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(rounds):
        for name, act in acts.items():
            taken[name].append(milliseconds(act))
    return {name: median(times) for name, times in taken.items()}

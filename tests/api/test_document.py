"""The OpenAPI document tells the truth: what it declares is what is answered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import given
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from tests.api.served import API, Served
from tests.fuzz import tell, tries

EXAMPLES = 2
PATIENCE_S = 120  # a paper of every open session takes its time on a busy machine
CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def served(served: Served) -> Served:
    """A clinic of its own, whose room holds few sessions."""
    return served.apart()


@pytest.fixture(scope="module")
def document(served: Served) -> dict[str, Any]:
    answer: dict[str, Any] = served.client.get(f"{API}/openapi.json").json()
    return answer


def test_every_route_declares_its_errors_in_the_one_shape(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    schema = response["content"]["application/json"]["schema"]
                    assert schema["$ref"].endswith("/ProblemBody"), (method, path, status)
            assert "422" not in operation["responses"], (method, path)


def test_every_route_of_the_interface_says_how_to_sign_in(document: dict[str, Any]) -> None:
    open_paths = {
        path
        for path, operations in document["paths"].items()
        for operation in operations.values()
        if operation["security"] == []
    }

    assert open_paths == {
        "/health",
        "/metrics",
        f"{API}/tiles",
        f"{API}/sign-in/password",
        f"{API}/sign-in/pin",
        f"{API}/sign-in/second-factor",
        f"{API}/set-up",
    }


def test_every_route_has_its_line_on_the_page_of_the_interface(document: dict[str, Any]) -> None:
    page = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    listed = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `")}

    assert listed == {
        f"{method.upper()} {path}"
        for path, operations in document["paths"].items()
        for method in operations
    }


def test_every_kind_of_event_is_described(document: dict[str, Any]) -> None:
    from monitor.clinical.kinds import KINDS
    from monitor.clinical.running_kinds import RUNNING_KINDS

    body = document["paths"][f"{API}/sessions/{{session_id}}/events"]["post"]["requestBody"]
    one = body["content"]["application/json"]["schema"]["anyOf"][0]["oneOf"]
    described = {kind["properties"]["kind"]["const"]: set(kind["properties"]) for kind in one}

    known = {**KINDS, **RUNNING_KINDS}
    assert described.keys() == known.keys() - {"discharged"}
    for kind in described.keys() - {"corrected"}:
        assert known[kind].fields.keys() <= described[kind], kind
        assert set(known[kind].needed) <= described[kind], kind


def test_the_document_names_the_idempotency_key_as_required(document: dict[str, Any]) -> None:
    operation = document["paths"][f"{API}/sessions/{{session_id}}/events"]["post"]
    key = next(one for one in operation["parameters"] if one["name"] == "Idempotency-Key")

    assert key["required"] is True


def _cases(operation: Any) -> Any:
    return operation.ok().as_strategy()


@pytest.mark.soak
@pytest.mark.parametrize("who", ["physician", "administrator", "nobody"])
def test_whatever_a_fuzzer_sends_the_answer_is_a_declared_one(
    served: Served, document: dict[str, Any], who: str
) -> None:
    """Every operation of the document; what is refused has changed nothing."""
    schema = schemathesis.openapi.from_dict(document)
    session, house = served.session(), served.cast.house
    headers = {} if who == "nobody" else getattr(served, who)
    tried = 0

    def version() -> int:
        with house.reading(served.cast.nurse.clinic_id) as look:
            return look.version()

    for operation in schema.get_all_operations():
        case_of = _cases(operation)

        @tries(EXAMPLES, 250)
        @given(case=case_of)
        def ask(case: Any) -> None:
            nonlocal tried
            tried += 1
            if "session_id" in case.path_parameters and tried % 2:
                case.path_parameters["session_id"] = session
            before = version()
            answer = case.call(base_url=served.origin, headers=headers, timeout=PATIENCE_S)
            case.validate_response(answer, checks=CHECKS)
            if answer.status_code >= 400:
                assert version() == before, case

        ask()
    tell(f"fuzzed document, {who}: {tried} calls")
    assert tried > EXAMPLES * 10

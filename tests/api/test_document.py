"""The OpenAPI document tells the truth: what it declares is what is answered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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


def described_kinds(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The keys that a body of each kind of event may have, with what each may hold."""
    body = document["paths"][f"{API}/sessions/{{session_id}}/events"]["post"]["requestBody"]
    one = body["content"]["application/json"]["schema"]["anyOf"][0]["oneOf"]
    return {kind["properties"]["kind"]["const"]: kind["properties"] for kind in one}


def test_every_kind_of_event_is_described(document: dict[str, Any]) -> None:
    from monitor.clinical.kinds import ENVELOPE, KINDS
    from monitor.clinical.running_kinds import RUNNING_KINDS

    described = {kind: set(keys) for kind, keys in described_kinds(document).items()}

    known = {**KINDS, **RUNNING_KINDS}
    assert described.keys() == known.keys() - {"discharged"}
    for kind, keys in described.items():
        assert set(ENVELOPE) <= keys, kind
    for kind in described.keys() - {"corrected"}:
        assert known[kind].fields.keys() <= described[kind], kind
        assert set(known[kind].needed) <= described[kind], kind


@pytest.mark.parametrize(
    "said",
    ["a", "A" * 36, "A" * 37, "018f-Zz_9", "a.b", "a:b", "a b", "ø", ""],
    ids=["one", "longest", "too long", "each", "stop", "colon", "space", "letter", "none"],
)
def test_an_event_has_the_id_that_the_document_allows_or_is_refused(
    served: Served, document: dict[str, Any], said: str
) -> None:
    told = described_kinds(document)["vitals"]["id"]
    fits = told["minLength"] <= len(said) <= told["maxLength"]
    fits = fits and re.search(told["pattern"], said) is not None

    answer = served.record(served.session(), {**served.event(), "id": said})

    assert answer.status_code == (201 if fits else 400), answer.text
    assert not fits or answer.json()["event_ids"] == [said]


def test_an_event_is_by_whom_the_document_allows(served: Served, document: dict[str, Any]) -> None:
    told = described_kinds(document)["vitals"]["by"]

    assert told["enum"] == ["nurse", "physician"]
    for role in told["enum"]:
        body = {**served.event(), "by": role}
        answer = served.record(served.session(), body, headers=getattr(served, role))
        assert answer.status_code == 201, answer.text
    refused = served.record(served.session(), {**served.event(), "by": "administrator"})
    assert refused.status_code == 400
    assert refused.json()["error"]["field"] == "by"


def test_an_event_with_every_key_around_its_fields_is_taken(
    served: Served, document: dict[str, Any]
) -> None:
    now = served.cast.clock.now.isoformat()
    body = served.event() | {"at": now, "recorded_at": now, "id": "whole", "by": "nurse"}
    fields = {"systolic_mmhg", "diastolic_mmhg"}
    described = described_kinds(document)["vitals"].keys()
    assert body.keys() <= described

    assert served.record(served.session(), body).status_code == 201
    for key in body.keys() - fields - {"kind", "at"}:
        less = {each: value for each, value in body.items() if each != key}
        assert served.record(served.session(), less).status_code == 201, key
    unknown = served.record(served.session(), {**body, "device": "3"})
    assert unknown.status_code == 400


def declared_and_answered(
    document: dict[str, Any], schema: dict[str, Any], answered: object, where: str
) -> Iterator[tuple[str, str, set[str], set[str]]]:
    """Of every table in an answer: where it stands, its schema, the keys declared and answered."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if isinstance(answered, list) and "items" in schema:
        for each in answered:
            yield from declared_and_answered(document, schema["items"], each, f"{where}[]")
    if isinstance(answered, Mapping):
        properties = schema.get("properties", {})
        if properties:
            yield where, schema["title"], set(properties), set(answered)
        for key, value in answered.items():
            inner = properties.get(key, schema.get("additionalProperties"))
            if isinstance(inner, dict):
                yield from declared_and_answered(document, inner, value, f"{where}.{key}")


def test_the_state_answers_the_keys_that_are_declared_and_no_others(
    served: Served, document: dict[str, Any]
) -> None:
    """In a session that has something of everything: an alert, an episode, a score."""
    session = served.session()
    served.record(session, served.event())
    served.cast.clock.move(minutes=2)
    begun = [served.event("infusion_started", dose_mg=35)]
    begun += [served.event("side_effects", grades={"nausea": "mild"})]
    assert served.record(session, {"events": begun}).status_code == 201
    served.cast.clock.move(minutes=10)
    high = served.event(systolic_mmhg=196, diastolic_mmhg=112)
    assert served.record(session, high).status_code == 201
    path = f"{API}/sessions/{{session_id}}/state"
    ok = document["paths"][path]["get"]["responses"]["200"]
    schema = ok["content"]["application/json"]["schema"]

    answer = served.client.get(path.format(session_id=session), headers=served.nurse).json()

    found = list(declared_and_answered(document, schema, answer, "state"))
    for where, _, declared, answered in found:
        assert declared == answered, where
    assert {title for _, title, _, _ in found} == {
        "StateShown",
        "BaselineShown",
        "FindingShown",
        "AlertShown",
        "ScoreShown",
        "PeakShown",
        "CurrentShown",
        "EpisodeShown",
        "ScheduleShown",
    }


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

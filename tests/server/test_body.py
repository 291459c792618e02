"""No body is larger than the settings allow, whether it says its length or not."""

from __future__ import annotations

from monitor.server.body import BodyLimit
from tests.server.asgi_client import ask, echo, scope_of

LIMIT = 1000
APP = BodyLimit(echo, LIMIT)
TEN_MB = 10 * 1024 * 1024


def test_a_body_up_to_the_limit_arrives_whole_however_it_is_cut() -> None:
    answer = ask(APP, scope_of("POST", "/x"), [b"a" * 400, b"b" * 600])

    assert answer.status == 200
    assert answer.body == b"a" * 400 + b"b" * 600


def test_one_byte_more_is_refused_naming_the_limit() -> None:
    answer = ask(APP, scope_of("POST", "/x"), [b"a" * 400, b"b" * 601])

    assert answer.status == 413
    error = answer.json()["error"]
    assert error["code"] == "too_large"
    assert "1000" in error["allowed"]
    assert error["saved"] is False


def test_ten_megabytes_without_a_length_are_refused_and_read_to_the_end() -> None:
    parts = [b"x" * 65536] * (TEN_MB // 65536)

    assert ask(APP, scope_of("PUT", "/x"), parts).status == 413


def test_a_length_beyond_the_limit_is_refused_even_if_less_comes() -> None:
    scope = scope_of("POST", "/x", [("Content-Length", str(TEN_MB))])

    assert ask(APP, scope, [b"{}"]).status == 413


def test_a_length_that_is_no_number_counts_for_nothing() -> None:
    scope = scope_of("POST", "/x", [("Content-Length", "²")])

    assert ask(APP, scope, [b"ok"]).body == b"ok"


def test_a_sender_that_never_ends_is_given_up() -> None:
    def endless() -> list[bytes]:
        return [b"x" * 1_000_000] * 200

    assert ask(APP, scope_of("POST", "/x"), endless()).status == 413

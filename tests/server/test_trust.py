"""Where a request came from is believed from a trusted proxy only."""

from __future__ import annotations

from monitor.server.trust import TrustedProxy
from monitor.settings import Settings
from tests.server.asgi_client import ask, echo, scope_of

FORWARDED = [("X-Forwarded-For", "198.51.100.7, 10.0.0.5"), ("X-Forwarded-Proto", "https")]
BEHIND_PROXY = TrustedProxy(echo, Settings(host="0.0.0.0", trusted_proxies=("10.0.0.0/8",)))


def test_a_trusted_proxy_says_who_asked_and_that_it_came_over_tls() -> None:
    scope = scope_of("GET", "/", FORWARDED, client=("10.0.0.4", 1))

    told = ask(BEHIND_PROXY, scope).json()

    assert told == {"client": "198.51.100.7", "scheme": "https"}


def test_anybody_else_who_says_so_is_not_believed() -> None:
    scope = scope_of("GET", "/", FORWARDED, client=("203.0.113.9", 1))

    answer = ask(BEHIND_PROXY, scope)

    assert answer.status == 403
    assert "TLS" in answer.json()["error"]["message"]


def test_a_trusted_proxy_that_took_clear_text_is_refused() -> None:
    scope = scope_of("GET", "/", [("X-Forwarded-Proto", "http")], client=("10.0.0.4", 1))

    assert ask(BEHIND_PROXY, scope).status == 403


def test_an_address_invented_by_the_sender_is_not_taken_for_the_client() -> None:
    said = [("X-Forwarded-For", "1.2.3.4, 198.51.100.7"), ("X-Forwarded-Proto", "https")]

    told = ask(BEHIND_PROXY, scope_of("GET", "/", said, client=("10.0.0.4", 1))).json()

    assert told["client"] == "198.51.100.7"


def test_on_localhost_clear_text_is_fine() -> None:
    told = ask(TrustedProxy(echo, Settings()), scope_of("GET", "/")).json()

    assert told["scheme"] == "http"


def test_our_own_tls_is_enough_beyond_localhost() -> None:
    app = TrustedProxy(echo, Settings(host="0.0.0.0"))

    assert ask(app, scope_of("GET", "/", scheme="https")).status == 200
    assert ask(app, scope_of("GET", "/")).status == 403

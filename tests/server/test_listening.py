"""`monitor serve` beyond localhost: by its own certificate, or behind a proxy that ends TLS."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import Morsel, SimpleCookie
from pathlib import Path

import httpx
import pytest
import trustme

from tests.command import monitor
from tests.databases import settings_here

MONITOR = Path(sys.executable).with_name("monitor")
STARTS_WITHIN_S, ENDS_WITHIN_S = 120.0, 30.0
EVERYWHERE, HERE, ELSEWHERE = "0.0.0.0", "127.0.0.1", "127.0.0.2"
LOGIN, PASSWORD = "iris", "a long pass phrase"
PROXY_NAME = "https://monitor.clinic.example"
COOKIES = {"monitor_sign_in", "monitor_csrf", "monitor_device"}


@dataclass(frozen=True)
class Certified:
    """A certificate authority of our own, and what it signed for this server."""

    authority: ssl.SSLContext
    settings: dict[str, str]
    address: str


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clinic with one person."""
    made = tmp_path_factory.mktemp("listening")
    assert monitor("migrate", folder=made).returncode == 0
    arguments = ("user", "add", LOGIN, "--name", "Iris Vega", "--role", "administrator")
    added = monitor(*arguments, folder=made, said=f"{PASSWORD}\n", MONITOR_CLINIC_NAME="DEMO")
    assert added.returncode == 0, added.stderr
    return made


@pytest.fixture(scope="module")
def certified(folder: Path) -> Certified:
    """A chain and a key, as a clinic would put them on the server."""
    address = _address_in_the_network()
    authority = trustme.CA()
    issued = authority.issue_cert("localhost", HERE, address)
    chain, key = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(b"".join(each.bytes() for each in issued.cert_chain_pems))
    key.write_bytes(issued.private_key_pem.bytes())
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    settings = {"MONITOR_TLS_CERTIFICATE": str(chain), "MONITOR_TLS_KEY": str(key)}
    return Certified(trusting, settings, address)


@pytest.fixture(scope="module")
def by_tls(folder: Path, certified: Certified) -> Iterator[str]:
    """The clinic served with the certificate; the address at which others find it."""
    with listening(folder, **certified.settings) as port:
        yield f"{certified.address}:{port}"


def test_a_clinic_without_people_is_served_to_be_set_up_and_says_how_it_goes_by_hand(
    tmp_path: Path,
) -> None:
    monitor("migrate", folder=tmp_path)

    with listening(tmp_path, MONITOR_HOST=HERE):
        pass

    told = (tmp_path / "server.log").read_text()
    assert "/set-up and enter the set-up code" in told
    assert "monitor user add" in told


@contextmanager
def listening(folder: Path, **settings: str) -> Iterator[int]:
    """Run the installed command until the end of the block; answers its port."""
    port = _free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("MONITOR_")},
        **settings_here(folder / "var"),
        "MONITOR_HOST": EVERYWHERE,
        "MONITOR_PORT": str(port),
        **settings,
    }
    with (folder / "server.log").open("w+b") as log:
        process = subprocess.Popen(
            [str(MONITOR), "serve"], cwd=folder, env=environment, stdout=log, stderr=log
        )
        try:
            _wait(process, port, folder)
            yield port
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(ENDS_WITHIN_S)


def _wait(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection((HERE, port), timeout=1.0).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the server did not start: {(folder / 'server.log').read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((EVERYWHERE, 0))
        port: int = probe.getsockname()[1]
    return port


def _address_in_the_network() -> str:
    """Where other machines find this one; without a network, another name for ourselves."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent: it only chooses the way out
        except OSError:
            return ELSEWHERE
        address: str = probe.getsockname()[0]
    return address


def sign_in(client: httpx.Client, origin: str, **headers: str) -> httpx.Response:
    body = {"login": LOGIN, "password": PASSWORD}
    return client.post("/api/v1/sign-in/password", json=body, headers={"Origin": origin, **headers})


def cookies_of(answer: httpx.Response) -> dict[str, Morsel[str]]:
    told: SimpleCookie = SimpleCookie()
    for line in answer.headers.get_list("set-cookie"):
        told.load(line)
    return dict(told)


def test_a_certificate_opens_the_server_to_the_network_by_https_alone(
    by_tls: str, certified: Certified
) -> None:
    with httpx.Client(base_url=f"https://{by_tls}", verify=certified.authority) as client:
        page = client.get("/sign-in")
        answer = sign_in(client, f"https://{by_tls}")
        me = client.get("/api/v1/me")
    with pytest.raises(httpx.TransportError):
        httpx.get(f"http://{by_tls}/sign-in")
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(f"https://{by_tls}/sign-in")

    assert page.status_code == 200
    assert "max-age" in page.headers["strict-transport-security"]
    assert answer.status_code == 200, answer.text
    assert me.json()["name"] == "Iris Vega"
    told = cookies_of(answer)
    assert set(told) == COOKIES
    assert all(each["secure"] for each in told.values())
    assert all(each["samesite"] == "strict" for each in told.values())
    assert {name for name, each in told.items() if each["httponly"]} == COOKIES - {"monitor_csrf"}


def test_a_page_that_came_in_clear_text_signs_nobody_in(by_tls: str, certified: Certified) -> None:
    with httpx.Client(base_url=f"https://{by_tls}", verify=certified.authority) as client:
        answer = sign_in(client, f"http://{by_tls}")

    assert answer.status_code == 403
    assert cookies_of(answer) == {}


def test_behind_a_trusted_proxy_only_what_came_to_it_by_tls_is_answered(folder: Path) -> None:
    settings = {"MONITOR_TRUSTED_PROXIES": HERE, "MONITOR_PUBLIC_ORIGIN": PROXY_NAME}
    secured, in_clear = {"X-Forwarded-Proto": "https"}, {"X-Forwarded-Proto": "http"}
    with listening(folder, **settings) as port:
        address = f"http://{HERE}:{port}"
        stranger = httpx.HTTPTransport(local_address=ELSEWHERE)
        with (
            httpx.Client(base_url=address) as proxy,
            httpx.Client(base_url=address, transport=stranger) as other,
        ):
            answer = sign_in(proxy, PROXY_NAME, **secured)
            refused = [
                proxy.get("/sign-in"),
                proxy.get("/sign-in", headers=in_clear),
                other.get("/sign-in", headers=secured),
                sign_in(other, PROXY_NAME, **secured),
            ]

    assert answer.status_code == 200, answer.text
    assert "max-age" in answer.headers["strict-transport-security"]
    told = cookies_of(answer)
    assert set(told) == COOKIES
    assert all(each["secure"] for each in told.values())
    assert [each.status_code for each in refused] == [403] * 4
    assert all("only over TLS" in each.json()["error"]["message"] for each in refused)


def test_beyond_localhost_nothing_is_served_without_either(folder: Path) -> None:
    refused = monitor("serve", folder=folder, MONITOR_HOST=EVERYWHERE)

    assert refused.returncode == 2
    assert "clear text" in refused.stderr
    assert "MONITOR_TLS_CERTIFICATE" in refused.stderr

"""Where the server may listen: nowhere that passwords and patients would cross in clear text."""

from __future__ import annotations

import os
from ipaddress import ip_address
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext, SSLError

from monitor.errors import InvalidSettings
from monitor.settings import PREFIX, Settings

LOCALHOSTS = frozenset({"127.0.0.1", "::1", "localhost"})


def check_listening(settings: Settings) -> None:
    """Refuse to listen where passwords and patients would cross a network in clear text."""
    _check_readable(settings.tls_certificate, "tls_certificate")
    _check_readable(settings.tls_key, "tls_key")
    _check_fitting(settings.tls_certificate, settings.tls_key)
    if is_local(settings.host) or settings.tls_certificate or settings.trusted_proxies:
        return
    raise InvalidSettings(
        f"listening on {settings.host} without TLS would send patients and PINs in clear text, "
        "and tablets keep entries only over a secure connection",
        where="settings.listening",
        field=f"{PREFIX}HOST",
        allowed=f"127.0.0.1; or set {PREFIX}TLS_CERTIFICATE and {PREFIX}TLS_KEY; "
        f"or {PREFIX}TRUSTED_PROXIES, if a proxy in front ends TLS",
    )


def is_local(host: str) -> bool:
    """Whether an address can be reached from this computer only."""
    if host in LOCALHOSTS:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _check_readable(path: Path | None, name: str) -> None:
    if path is None or (path.is_file() and os.access(path, os.R_OK)):
        return
    raise InvalidSettings(
        f"there is no readable file {path}",
        where="settings.file",
        field=PREFIX + name.upper(),
        allowed="the path of a PEM file that this user may read",
    )


def _check_fitting(certificate: Path | None, key: Path | None) -> None:
    if certificate is None:
        return
    try:
        SSLContext(PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except SSLError as error:
        raise InvalidSettings(
            f"certificate and key cannot be used ({error.reason or 'not PEM'})",
            where="settings.tls",
            field=f"{PREFIX}TLS_CERTIFICATE",
            allowed="a PEM certificate chain, and the PEM key that belongs to it",
        ) from None

"""Settings are read once, checked, and refused with a hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.cli.settings_page import settings_page
from monitor.errors import InvalidSettings
from monitor.server.listening import check_listening, is_local
from monitor.settings import Settings, load_settings

DOCS = Path(__file__).parent.parent / "docs"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("MONITOR_"):
            monkeypatch.delenv(name)


def test_without_any_setting_the_server_listens_on_localhost_with_its_own_database() -> None:
    settings = load_settings()

    assert settings.host == "127.0.0.1"
    assert settings.database == "sqlite:///var/monitor.db"
    assert settings.database_file == Path("var/monitor.db")


def test_an_unknown_name_is_refused_with_the_nearest_known_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MONITOR_DATABSE_URL", "x")

    with pytest.raises(InvalidSettings) as refused:
        load_settings()

    assert refused.value.field == "MONITOR_DATABSE_URL"
    assert "MONITOR_DATABASE_URL" in (refused.value.allowed or "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "http"),
        ("MAX_BODY_BYTES", "1"),
        ("STORE_WAIT_S", "0"),
        ("STORE_WAIT_S", "nan"),
        ("LOG_LEVEL", "loud"),
        ("CLINIC_ZONE", "Los_Angeles"),
        ("CLINIC_ZONE", "../etc/passwd"),
        ("TRUSTED_PROXIES", "10.0.0.0/8, somewhere"),
        ("PUBLIC_ORIGIN", "monitor.clinic.example"),
        ("PUBLIC_ORIGIN", "https://monitor.clinic.example/"),
        ("DATABASE_URL", "mysql://u:secret@h/n"),
        ("TLS_CERTIFICATE", "/some/file.pem"),
        ("IDLE_LOCK_TABLET_MIN", "0"),
    ],
)
def test_a_value_without_sense_is_refused_naming_the_variable_and_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"MONITOR_{name}", value)

    with pytest.raises(InvalidSettings) as refused:
        load_settings()

    assert refused.value.field == f"MONITOR_{name}"
    assert refused.value.where == "settings.value"
    assert refused.value.allowed
    assert "secret" not in refused.value.sentence()


def test_several_proxies_are_given_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_TRUSTED_PROXIES", "10.0.0.0/8, 192.168.7.2")

    assert load_settings().trusted_proxies == ("10.0.0.0/8", "192.168.7.2")


def test_postgresql_is_reached_through_psycopg() -> None:
    settings = Settings(database_url="postgresql://nurse@db/clinic")

    assert settings.database == "postgresql+psycopg://nurse@db/clinic"
    assert settings.database_file is None


def test_settings_cannot_be_changed_once_read() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().port = 1  # type: ignore[misc]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "monitor.clinic.example"])
def test_beyond_localhost_nothing_is_served_in_clear_text(host: str) -> None:
    with pytest.raises(InvalidSettings) as refused:
        check_listening(Settings(host=host))

    sentence = refused.value.sentence()
    assert "clear text" in sentence
    assert "MONITOR_TLS_CERTIFICATE" in sentence
    assert "MONITOR_TRUSTED_PROXIES" in sentence


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.0.1"])
def test_localhost_needs_no_certificate(host: str) -> None:
    assert is_local(host)
    check_listening(Settings(host=host))


def test_what_is_no_certificate_is_refused(tmp_path: Path) -> None:
    certificate, key = tmp_path / "c.pem", tmp_path / "k.pem"
    certificate.write_text("c")
    key.write_text("k")

    with pytest.raises(InvalidSettings) as refused:
        check_listening(Settings(host="0.0.0.0", tls_certificate=certificate, tls_key=key))

    assert refused.value.where == "settings.tls"


def test_beyond_localhost_a_trusted_proxy_is_enough() -> None:
    check_listening(Settings(host="0.0.0.0", trusted_proxies=("10.0.0.1",)))


def test_a_certificate_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "gone.pem"

    with pytest.raises(InvalidSettings) as refused:
        check_listening(Settings(tls_certificate=missing, tls_key=missing))

    assert refused.value.where == "settings.file"
    assert str(missing) in refused.value.message


def test_every_setting_says_in_one_sentence_what_it_is() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name


def test_the_settings_page_is_the_one_that_the_program_writes() -> None:
    page = settings_page()

    assert (DOCS / "settings.md").read_text(encoding="utf-8") == page
    assert all(f"MONITOR_{name.upper()}" in page for name in Settings.model_fields)

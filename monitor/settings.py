"""Settings from the environment (`MONITOR_…`): frozen, documented, checked at start."""

from __future__ import annotations

import os
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from monitor.errors import InvalidSettings
from monitor.language.catalogue import languages

PREFIX = "MONITOR_"
KNOWN_SCHEMES = ("sqlite:///", "postgresql+psycopg://", "postgresql://")
WEB_SCHEMES = ("http", "https")


class Settings(BaseSettings):
    """Everything a clinic may set without touching code."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    data_dir: Path = Field(
        default=Path("var"), description="Folder for the embedded database and its backups."
    )
    database_url: str = Field(
        default="",
        description="Database: sqlite:///FILE or postgresql://USER@HOST/NAME; empty is the "
        "embedded SQLite file monitor.db in the data folder.",
    )
    backup_dir: Path | None = Field(
        default=None,
        description="Folder for the backups that the serving program makes by itself; empty makes "
        "none.",
    )
    backup_every_hours: float = Field(
        default=24.0, ge=0.25, le=168, description="Hours from one such backup to the next."
    )
    backup_keep: int = Field(
        default=14,
        ge=1,
        le=366,
        description="How many days keep their last backup, and how many weeks; those of the last "
        "24 hours stay all.",
    )
    backup_passphrase_file: Path | None = Field(
        default=None,
        description="File with the passphrase on its first line that seals every backup.",
    )
    backup_passphrase: SecretStr = Field(
        default=SecretStr(""),
        description="The passphrase itself, where there is no such file; never shown.",
    )
    store_wait_s: float = Field(
        default=5.0, gt=0, le=60, description="Seconds to wait for a locked database."
    )
    host: str = Field(
        default="127.0.0.1",
        min_length=1,
        description="Address to listen on; all but localhost need a certificate or a trusted "
        "proxy.",
    )
    port: int = Field(default=8050, ge=1, le=65535, description="Port to listen on.")
    tls_certificate: Path | None = Field(
        default=None, description="PEM file with the server's certificate chain."
    )
    tls_key: Path | None = Field(
        default=None, description="PEM file with the private key of the certificate."
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Addresses or networks, comma-separated, of proxies that end TLS and whose "
        "X-Forwarded-For and X-Forwarded-Proto are believed.",
    )
    public_origin: str = Field(
        default="",
        description="Origin that browsers see, such as https://monitor.clinic.example; empty means "
        "the one of each request.",
    )
    clinic_name: str = Field(
        default="Infusion clinic",
        min_length=1,
        max_length=120,
        description="Name of the clinic that the first `monitor user add` creates.",
    )
    clinic_zone: str = Field(
        default="America/Los_Angeles",
        description="Time zone of that clinic, as in the IANA list.",
    )
    language: str = Field(
        default="en",
        description="Language of people and devices that have not chosen one: en or es.",
    )
    idle_lock_tablet_min: int = Field(
        default=5, ge=1, le=60, description="Minutes without a touch until a shared tablet locks."
    )
    idle_lock_desk_min: int = Field(
        default=15, ge=1, le=120, description="Minutes without a touch until a desk computer locks."
    )
    escalate_after_min: int = Field(
        default=3,
        ge=1,
        le=30,
        description="Minutes that an urgent alert waits unanswered on each rung of the ladder: the "
        "responsible nurse, the shift's physician, everybody.",
    )
    emergency_phone: str = Field(
        default="", max_length=40, description="Number of the emergency service."
    )
    patient_phone: str = Field(
        default="", max_length=40, description="Number that patients call from home."
    )
    emergency_access_min: int = Field(
        default=30,
        ge=5,
        le=240,
        description="Minutes that records stay open to an administrator in an emergency.",
    )
    max_body_bytes: int = Field(
        default=262_144,
        ge=16_384,
        le=8_388_608,
        description="Largest request body in bytes; a longer one is answered 413.",
    )
    second_factor_key_file: Path | None = Field(
        default=None,
        description="File with the key that seals the secrets of second factors, made when first "
        "needed; empty is second-factor.key in the data folder. It is in no backup.",
    )
    retention_years: int = Field(
        default=0, ge=0, le=100, description="Years that a record must be kept; 0: for ever."
    )
    head_file: Path | None = Field(
        default=None,
        description="File, best elsewhere, to add heads of the audit chains to; none: the log.",
    )
    head_every_min: int = Field(
        default=15, ge=1, le=1440, description="Minutes between two such heads."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least grave line that the log shows."
    )
    log_format: Literal["text", "json"] = Field(
        default="text", description="How log lines are written."
    )

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _split_at_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for part in value:
            ip_network(part, strict=False)
        return value

    @field_validator("clinic_zone")
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        if value not in available_timezones():
            near = get_close_matches(value, available_timezones(), n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise ValueError(f"no zone of the IANA list{hint}")
        return value

    @field_validator("language")
    @classmethod
    def _has_a_catalogue(cls, value: str) -> str:
        if value not in languages():
            raise ValueError("must be one of " + ", ".join(languages()))
        return value

    @field_validator("database_url")
    @classmethod
    def _is_a_known_database(cls, value: str) -> str:
        if value and not value.startswith(KNOWN_SCHEMES):
            raise ValueError("must start with " + ", ".join(KNOWN_SCHEMES))
        return value

    @field_validator("public_origin")
    @classmethod
    def _is_an_origin(cls, value: str) -> str:
        parts = urlsplit(value)
        bare = f"{parts.scheme}://{parts.netloc}"
        if value and (parts.scheme not in WEB_SCHEMES or not parts.netloc or value != bare):
            raise ValueError("must be scheme and host only, such as https://monitor.clinic.example")
        return value

    @model_validator(mode="after")
    def _certificate_and_key_go_together(self) -> Settings:
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise ValueError("a certificate needs its key and a key its certificate")
        return self

    @property
    def database(self) -> str:
        """The database to open, the default filled in, PostgreSQL through psycopg 3."""
        if not self.database_url:
            return f"sqlite:///{self.data_dir / 'monitor.db'}"
        return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)

    @property
    def database_file(self) -> Path | None:
        """The SQLite file, or None when the database is a server."""
        scheme, _, path = self.database.partition(":///")
        return Path(path) if scheme == "sqlite" and path else None

    @property
    def factor_key_file(self) -> Path:
        """Where the key of second factors lies."""
        return self.second_factor_key_file or self.data_dir / "second-factor.key"

    @property
    def zone(self) -> ZoneInfo:
        """The clinic's zone."""
        return ZoneInfo(self.clinic_zone)


def load_settings() -> Settings:
    """Read the environment and check it; raises InvalidSettings with a hint."""
    _refuse_unknown_names()
    try:
        return Settings()
    except ValidationError as error:
        raise _as_invalid_settings(error) from None


def _refuse_unknown_names() -> None:
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.0)[0]
            raise InvalidSettings(
                "there is no such setting",
                where="settings.unknown",
                field=name,
                allowed=f"did you mean {near}? docs/settings.md lists all",
            )


def _as_invalid_settings(error: ValidationError) -> InvalidSettings:
    first = error.errors(include_url=False)[0]
    name = str(first["loc"][0]) if first["loc"] else "tls_certificate"
    said = first["msg"].removeprefix("Value error, ")
    return InvalidSettings(
        said[0].lower() + said[1:],
        where="settings.value",
        field=PREFIX + name.upper(),
        allowed=Settings.model_fields[name].description,
    )

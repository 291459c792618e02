"""Who works in a clinic, and how they come in."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from monitor.store.columns import UtcInstant, identity, sortable
from monitor.store.schema import clinic_column, metadata, only, reference

_ROLES = ("nurse", "physician", "administrator", "auditor", "read-only")

# The row that every change of a clinic holds and renews: its version, the end of its audit chain.
# ``revision`` counts the changes of a row's own settings: who saves shows which one was seen.
clinics = Table(
    "clinics",
    metadata,
    clinic_column(),
    Column("name", Text, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("audit_seq", BigInteger, nullable=False),
    Column("audit_hash", String(64), nullable=False),
    Column("founded_at", UtcInstant, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("second_factor_roles", JSON),  # whose holders must have one; none, and nobody must
    PrimaryKeyConstraint("clinic_id"),
    CheckConstraint("version >= 0 AND audit_seq >= 0", name="counts_up"),
)

people = Table(
    "people",
    metadata,
    clinic_column(),
    Column("id", identity(), nullable=False),
    Column("login", sortable(), nullable=False),
    Column("name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("pin_hash", Text),
    Column("active", Boolean, nullable=False),
    Column("pin_failures", Integer, nullable=False),
    Column("pin_failed_at", UtcInstant),
    Column("password_failures", Integer, nullable=False),
    Column("password_failed_at", UtcInstant),
    Column("added_at", UtcInstant, nullable=False),
    Column("phone", Text, nullable=False),
    Column("may_override", Boolean, nullable=False),
    # Set by somebody else: good for one sign-in, at which the person chooses their own.
    Column("password_temporary", Boolean, nullable=False),
    Column("pin_temporary", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
    # Whom the clinic has named to sign protocols: its medical director. Nobody unless it is said.
    Column("signs_protocols", Boolean),
    Column("language", String(16)),  # what the person reads; without one, what the device speaks
    PrimaryKeyConstraint("clinic_id", "id"),
    ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"]),
    UniqueConstraint("login"),  # the login is what tells a new device its clinic
    CheckConstraint("pin_failures >= 0 AND password_failures >= 0", name="failures_counted"),
)

person_roles = Table(
    "person_roles",
    metadata,
    clinic_column(),
    Column("person_id", identity(), nullable=False),
    Column("role", String(20), nullable=False),
    PrimaryKeyConstraint("clinic_id", "person_id", "role"),
    reference("person", "people"),
    only("role", *_ROLES),
)

devices = Table(
    "devices",
    metadata,
    clinic_column(),
    Column("id", identity(), nullable=False),
    Column("token_hash", String(64), nullable=False),
    Column("registered_by", identity(), nullable=False),
    Column("registered_at", UtcInstant, nullable=False),
    Column("name", Text),  # what people call it; without one, its place in the order of devices
    # What it said last of entries that have not reached the server; none, and it never said.
    Column("unsent", Integer),
    Column("asking", Integer),  # those of them that wait for somebody's decision
    Column("oldest_at", UtcInstant),
    Column("said_at", UtcInstant),
    Column("unsent_in", JSON(none_as_null=True)),  # how many for which session
    Column("revoked_at", UtcInstant),  # from then on no sign-in begins there
    PrimaryKeyConstraint("clinic_id", "id"),
    ForeignKeyConstraint(["clinic_id", "registered_by"], ["people.clinic_id", "people.id"]),
    UniqueConstraint("token_hash"),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    clinic_column(),
    Column("id", identity(), nullable=False),
    Column("token_hash", String(64), nullable=False),
    Column("person_id", identity(), nullable=False),
    Column("device_id", identity(), nullable=False),
    Column("began_at", UtcInstant, nullable=False),
    Column("seen_at", UtcInstant, nullable=False),
    Column("ended_at", UtcInstant),
    Column("ended_by", String(20)),
    PrimaryKeyConstraint("clinic_id", "id"),
    reference("person", "people"),
    reference("device", "devices"),
    UniqueConstraint("token_hash"),
    only("ended_by", "sign_out", "lock", "replaced", "ended"),
    CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_whole"),
)
_running = sign_ins.c.ended_at.is_(None)
Index(
    "ix_sign_ins_open",
    sign_ins.c.clinic_id,
    sign_ins.c.person_id,
    sqlite_where=_running,
    postgresql_where=_running,
)

tokens = Table(
    "tokens",
    metadata,
    clinic_column(),
    Column("id", identity(), nullable=False),
    Column("name", Text, nullable=False),
    Column("token_hash", String(64), nullable=False),
    Column("person_id", identity(), nullable=False),
    Column("created_at", UtcInstant, nullable=False),
    Column("expires_at", UtcInstant, nullable=False),
    Column("scopes", JSON(none_as_null=True)),  # what it is for; none, and whatever the person may
    Column("used_at", UtcInstant),  # when it last opened a door, to a few minutes
    PrimaryKeyConstraint("clinic_id", "id"),
    reference("person", "people"),
    UniqueConstraint("token_hash"),
    CheckConstraint("expires_at > created_at", name="expires_later"),
)

# Records opened with a reason by somebody who else may not read them; it ends with the sign-in.
emergency_accesses = Table(
    "emergency_accesses",
    metadata,
    clinic_column(),
    Column("id", identity(), nullable=False),
    Column("person_id", identity(), nullable=False),
    Column("sign_in_id", identity(), nullable=False),
    Column("reason", Text, nullable=False),
    Column("began_at", UtcInstant, nullable=False),
    Column("until_at", UtcInstant, nullable=False),
    Column("ended_at", UtcInstant),
    Column("acknowledged_at", UtcInstant),
    Column("acknowledged_by", identity()),
    PrimaryKeyConstraint("clinic_id", "id"),
    reference("person", "people"),
    reference("sign_in", "sign_ins"),
    ForeignKeyConstraint(["clinic_id", "acknowledged_by"], ["people.clinic_id", "people.id"]),
    CheckConstraint("until_at > began_at", name="ends_later"),
    CheckConstraint(
        "(acknowledged_at IS NULL) = (acknowledged_by IS NULL)", name="acknowledged_whole"
    ),
    CheckConstraint("acknowledged_by <> person_id", name="by_another"),
)
Index(
    "ix_emergency_accesses_sign_in",
    emergency_accesses.c.clinic_id,
    emergency_accesses.c.sign_in_id,
)

# Asked for once it is confirmed. ``last_step`` is the latest whose code was used: good once.
second_factors = Table(
    "second_factors",
    metadata,
    clinic_column(),
    Column("person_id", identity(), nullable=False),
    Column("secret", Text, nullable=False),
    Column("begun_at", UtcInstant, nullable=False),
    Column("confirmed_at", UtcInstant),
    Column("last_step", BigInteger, nullable=False),
    PrimaryKeyConstraint("clinic_id", "person_id"),
    reference("person", "people"),
)

# A row is a code that nobody has used; using it removes it.
recovery_codes = Table(
    "recovery_codes",
    metadata,
    clinic_column(),
    Column("person_id", identity(), nullable=False),
    Column("code_hash", String(64), nullable=False),
    PrimaryKeyConstraint("clinic_id", "person_id", "code_hash"),
    reference("person", "people"),
)

# What the clinic has decided about a protocol's file: no row means that nobody offers it.
protocol_choices = Table(
    "protocol_choices",
    metadata,
    clinic_column(),
    Column("protocol_id", String(64), nullable=False),
    Column("offered", Boolean, nullable=False),
    Column("withheld", JSON, nullable=False),  # criteria that nobody may override here
    Column("revision", Integer, nullable=False),
    PrimaryKeyConstraint("clinic_id", "protocol_id"),
    ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"]),
)

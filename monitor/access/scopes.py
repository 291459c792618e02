"""What an access token may do at most: a part of what its person may, named when it is made.

A token without a scope may do whatever its person may. With scopes it may do what stands here and
what the person may now, never more than either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from monitor.access.permissions import PERMISSIONS, Permission
from monitor.access.roles import Role


class Scope(StrEnum):
    """One thing that a program is for."""

    READ = "read"
    RECORD = "record"
    EXPORT = "export"
    AUDIT = "audit"


# Whatever a token is for, it may ask where it is: the clinic's name and its chairs.
_ALWAYS = frozenset({Permission.READ_CHAIRS})
SCOPES: Mapping[Scope, frozenset[Permission]] = {
    Scope.READ: _ALWAYS
    | {
        Permission.READ_BOARD,
        Permission.READ_PATIENT,
        Permission.READ_SESSION,
        Permission.REVIEW_COURSE,
        Permission.READ_CLINIC_FIGURES,
        Permission.READ_REGISTER,
        Permission.READ_WATCH,
        Permission.READ_HANDOVER,
        Permission.READ_BACKUPS,
    },
    Scope.RECORD: _ALWAYS | {Permission.RECORD_EVENTS},
    Scope.EXPORT: _ALWAYS
    | {Permission.EXPORT_PATIENT, Permission.EXPORT_SESSION, Permission.EXPORT_TABLES},
    Scope.AUDIT: _ALWAYS | {Permission.SEARCH_AUDIT},
}


def permissions_of(scopes: Iterable[str]) -> frozenset[Permission]:
    """All that these scopes allow; a word that is none of them allows nothing."""
    known = (Scope(one) for one in scopes if one in set(Scope))
    return frozenset(permission for scope in known for permission in SCOPES[scope])


def is_of_use(scope: Scope, roles: Iterable[Role]) -> bool:
    """Whether somebody with these roles may do any of it."""
    own = SCOPES[scope] - _ALWAYS
    return any(own & PERMISSIONS[role] for role in roles)

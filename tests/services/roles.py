"""Roles as sets, for people who hold one."""

from __future__ import annotations

from monitor.access.roles import Role

NURSE = frozenset({Role.NURSE})
PHYSICIAN = frozenset({Role.PHYSICIAN})
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})

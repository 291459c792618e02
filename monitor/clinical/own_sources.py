"""How a clinic's own number names where it comes from: the clinic, its version, and why.

The key of such a source is ``clinic_<version>``; its text stands in the file like any other.
"""

from __future__ import annotations

import re

from monitor.language.said import Said, say

FIRST_OWN_VERSION = 1001
"""Versions of the shipped files stay below; from here on a number is a clinic's own."""

_KEY = re.compile(r"clinic_(\d{4,9})")


def is_own_version(version: int) -> bool:
    """Whether a version of this number was made by a clinic."""
    return version >= FIRST_OWN_VERSION


def own_source(version: int) -> str:
    """The key under which a version cites the clinic itself."""
    return f"clinic_{version}"


def is_own_source(key: str) -> bool:
    """Whether a source is a clinic's own decision."""
    return _KEY.fullmatch(key) is not None


def own_source_words(version: int, reason: str) -> Said:
    """What stands under that key."""
    return say("This clinic's own, version {version}: {reason}", version=version, reason=reason)


def source_in_words(key: str, text: str) -> str:
    """A source's text as it stands, knowing its wording where the program wrote it."""
    found = _KEY.fullmatch(key)
    if found is None:
        return text
    head = str(own_source_words(int(found[1]), ""))
    return own_source_words(int(found[1]), text[len(head) :]) if text.startswith(head) else text

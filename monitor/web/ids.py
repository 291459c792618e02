"""Ids of the shell that pages may listen to or write to."""

LIVE = "shell-live"
"""A Store: a new number each time the screen should be drawn again (assets/js/live.js)."""

SCHEME = "shell-scheme"
"""A Store: ``light`` or ``dim`` (assets/js/scheme.js); figures take their template from it."""

NOTICES = "shell-notices"
"""Where messages stand: ``set_props(NOTICES, {"children": notice(...)})``."""

SAID = "shell-said"
"""Spoken, not seen: changes that a screen reader must hear."""

PROVIDER = "shell-provider"

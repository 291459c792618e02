"""Backups: how they stand, and loud above everything when somebody must look."""

from __future__ import annotations

from dash import html

from monitor.language.reader import tr
from monitor.services.backups import BackupsKept
from monitor.web.components import Part, glyph
from monitor.web.pages.admin.parts import card
from monitor.web.pages.admin.present import Everything, written


def alert(whole: Everything) -> list[Part]:
    """What stands on every part of administration while a backup is missing."""
    if not whole.backups.alert:
        return []
    title = html.H2([glyph("caution"), tr("The clinic has no fresh backup")])
    told = [html.P(words) for words in lines(whole.backups, whole.clinic.zone)]
    return [html.Section([title, *told], className="admin__todo", role="alert")]


def standing(whole: Everything) -> Part:
    """How the backups stand, on the part of the clinic."""
    told = [html.P(words, className="soft") for words in lines(whole.backups, whole.clinic.zone)]
    return card(tr("Backups"), told)


def lines(kept: BackupsKept, zone: str) -> list[str]:
    """When the last good one was, why the last try failed, when the next is due."""
    if not kept.planned:
        return [
            tr("This server makes no backups by itself. MONITOR_BACKUP_DIR says where they go.")
        ]
    told = [tr("No backup has been made yet.")]
    if kept.last_at is not None:
        when = written(kept.last_at, zone)
        told = [tr("Last good backup: {when}, {file}.", when=when, file=kept.last_file)]
    if kept.failed_at is not None:
        when = written(kept.failed_at, zone)
        told.append(tr("The last try, {when}, failed: {why}", when=when, why=tr(kept.why)))
    if kept.due_at is not None and not kept.missed:
        told.append(tr("The next is due {when}.", when=written(kept.due_at, zone)))
    if kept.due_at is not None and kept.missed:
        told.append(
            tr(
                "It was due {when}. Call whoever looks after the server.",
                when=written(kept.due_at, zone),
            )
        )
    return told

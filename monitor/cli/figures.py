"""Summing up the closed sessions that are not kept yet: after an upgrade, or a change of rules."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

AT_ONCE = 50


def summaries(
    acting: Annotated[str, typer.Option(help="Login of the person who does it.")],
) -> None:
    """Sum up every closed session that is not summed up yet, for the clinic's figures."""
    from monitor.bootstrap import house_while
    from monitor.cli.serving import check_database_is_there
    from monitor.services.clinic_figures import keep_summaries
    from monitor.services.founding import console_actor
    from monitor.settings import load_settings

    settings = load_settings()
    check_database_is_there(settings)
    made = 0
    with house_while(settings) as house:
        actor = console_actor(house, acting)
        while (more := keep_summaries(house, actor, AT_ONCE)) > 0:
            made += more
            sys.stdout.write(f"{made} sessions are summed up\n")
    sys.stdout.write("Every closed session is summed up.\n")

"""The command that tries a protocol with other numbers on every past session."""

from __future__ import annotations

from typing import Annotated

import typer


def back_test(
    protocol: Annotated[str, typer.Argument(help="The protocol's name, as ketamine-iv.")],
    numbers: Annotated[
        list[str],
        typer.Option("--set", help="A number and its other value, as PATH=VALUE; repeatable."),
    ],
    acting: Annotated[str, typer.Option(help="Login of the physician who tries it.")],
    from_day: Annotated[
        str, typer.Option("--from", help="First day of the period, as 2026-03-02.")
    ] = "",
    to_day: Annotated[str, typer.Option("--to", help="Last day of the period.")] = "",
) -> int:
    """Try a protocol with other numbers on every session that is over; nothing is changed."""
    from monitor.cli.trying import try_protocol

    return try_protocol(protocol, numbers, acting, from_day, to_day)

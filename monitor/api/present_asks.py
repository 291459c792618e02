"""What a tablet says it knew, and the questions it gets for that: between bodies and values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pydantic import ValidationError

from monitor.api.schemas.asks import AskShown, OtherShown, SeenBody
from monitor.errors import BadInput
from monitor.language.said import say
from monitor.services.conflict_views import Ask, Seen


def seen_in(body: Any) -> Seen | None:
    """What a body says beside its events; raises BadInput where that is not whole."""
    if not isinstance(body, dict) or "events" not in body or "seen" not in body:
        return None
    try:
        said = SeenBody.model_validate(body["seen"])
    except ValidationError:
        raise BadInput(
            say("what was seen is not said as it must be; nothing was saved"),
            field="seen",
            allowed="chair_id, last_seq, skew_ms, confirmed",
        ) from None
    skew = None if said.skew_ms is None else timedelta(milliseconds=said.skew_ms)
    return Seen(said.chair_id, said.last_seq, skew, frozenset(said.confirmed))


def show_ask(ask: Ask) -> AskShown:
    """Turn a question into its body."""
    return AskShown(
        code=ask.code,
        kept_at=ask.kept_at,
        shown_at=ask.shown_at,
        others=[
            OtherShown(
                id=other.event.id,
                kind=other.event.kind,
                at=other.event.at,
                by=other.person_name,
                fields={name: plain(value) for name, value in other.event.fields.items()},
            )
            for other in ask.others
        ],
    )


def plain(value: Any) -> Any:
    """Turn the core's immutable values into what JSON has."""
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list | frozenset | set):
        return [plain(inner) for inner in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value

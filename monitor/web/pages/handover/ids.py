"""Ids of the screens of handover."""

PAGE = "handover"

FRESH = "handover-fresh"
BESIDE = "handover-beside"
BODY = "handover-body"
ASKED = "handover-asked"
PAST = "handover-past"
DAY = "handover-day"
DRAWN = "handover-drawn"
GIVE = "handover-give-source"
RECEIVE = "handover-receive-source"


def shown(chair_id: str) -> dict[str, str]:
    """Where a chair is shown as it stands."""
    return {"page": PAGE, "part": "shown", "chair": chair_id}


def note(chair_id: str) -> str:
    """Where a note for the next nurse is written."""
    return f"handover-note-{chair_id}"

"""A server that records without end and says what it acknowledged; it is there to be killed."""

from __future__ import annotations

import sys
from itertools import count

from monitor.services.founding import console_actor
from monitor.services.recording import record_events
from monitor.store.engine import open_engine
from tests.people import SettableClock, build_house


def write(database: str, session_id: str) -> None:
    clock = SettableClock()
    house = build_house(open_engine(f"sqlite:///{database}"), clock)
    nurse = console_actor(house, "nurse")
    for number in count():
        body: dict[str, object] = {"kind": "mobility", "gait": "steady"}
        body["at"] = clock.now.isoformat()
        receipt = record_events(house, nurse, session_id, f"k{number}", [body])
        sys.stdout.write(receipt.event_ids[0] + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    write(sys.argv[1], sys.argv[2])

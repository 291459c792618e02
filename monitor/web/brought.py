"""What an address brings along between the day list, eligibility and the start of a session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address brought along; everything in it is untrusted."""

    protocol: str | None = None
    chair: str = ""
    planned: str = ""

    @classmethod
    def of(cls, brought: object, protocol: object = None) -> Asked:
        """Read it from a query or a store; the protocol chosen on the screen wins."""
        held = brought if isinstance(brought, Mapping) else {}
        chosen = protocol if isinstance(protocol, str) and protocol else held.get("protocol")
        return cls(
            chosen if isinstance(chosen, str) and chosen else None,
            _text(held.get("chair")),
            _text(held.get("planned")),
        )

    def start_address(self, patient_id: str, protocol_id: str | None) -> str:
        """The start form with what is known by now."""
        return "/start?" + urlencode({"patient": patient_id, **self._told(protocol_id)})

    def screen_address(self, patient_id: str) -> str:
        """The eligibility screen, which brings everything back to the start form."""
        query = urlencode(self._told(self.protocol))
        to = f"/patients/{patient_id}/eligibility"
        return f"{to}?{query}" if query else to

    def _told(self, protocol_id: str | None) -> dict[str, str]:
        told = {"chair": self.chair, "protocol": protocol_id or "", "planned": self.planned}
        return {key: value for key, value in told.items() if value}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""

"""Elements that no callback listens to, told to Dash as one component.

Dash's renderer tells each component of every change of any other, and says a change for each that
is drawn anew: a board of 300 elements cost 100,000 comparisons, a second on a tablet. Drawn as one
(``assets/js/still.js``) they are compared by React alone, which touches what differs.
"""

from __future__ import annotations

from typing import Any

from monitor.web.written import Drawn

NAMESPACE = "monitor_parts"


class Still(Drawn):
    """Elements of HTML and words, which must hold no component of Dash and no id it knows."""

    __slots__ = ("parts",)

    def __init__(self, parts: Any) -> None:
        self.parts = parts

    def to_plotly_json(self) -> dict[str, Any]:
        """The component in the form in which Dash sends one."""
        told = {"parts": self.parts}
        return {"props": told, "type": type(self).__name__, "namespace": NAMESPACE}

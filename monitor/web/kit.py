"""The two parts every Dash screen is made of: recorded callbacks and a page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import dash
from dash import ClientsideFunction, Dash

from monitor.language.reader import tr

PATHNAME = "_pages_location.pathname"
"""Where Dash's own callback for pages finds the path of the address."""

VARIABLE = re.compile(r"<(\w+)>")
Decorated = TypeVar("Decorated", bound=Callable[..., Any])


@dataclass(frozen=True)
class Callbacks:
    """A recorder that reads like ``dash.callback`` but touches no global."""

    recorded: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = field(default_factory=list)
    ready: list[Callable[..., Any]] = field(default_factory=list)

    def __call__(
        self, *dependencies: Any, ready: bool = False, **options: Any
    ) -> Callable[[Decorated], Decorated]:
        """Remember the function with its dependencies, and hand it back unchanged.

        A ``ready`` one answers JSON that is written already, or no_update, for each of its several
        outputs, and uses nothing of Dash's context: server/ready.py may call it in Dash's place.
        """

        def remember(function: Decorated) -> Decorated:
            self.recorded.append((function, dependencies, options))
            if ready:
                self.ready.append(function)
            return function

        return remember

    def clientside(self, namespace: str, name: str, *dependencies: Any, **options: Any) -> None:
        """Remember a function of ``assets/js``, found at ``dash_clientside[namespace][name]``."""
        self.recorded.append((ClientsideFunction(namespace, name), dependencies, options))

    def bind(self, app: Dash) -> None:
        """Give everything remembered to this application."""
        for function, dependencies, options in self.recorded:
            if isinstance(function, ClientsideFunction):
                app.clientside_callback(function, *dependencies, **options)  # type: ignore[no-untyped-call]
            else:
                app.callback(*dependencies, **options)(function)


@dataclass(frozen=True)
class Page:
    """One screen: where it lives, what it shows, how it reacts.

    ``path`` may hold variables (``/sessions/<session_id>``); ``layout`` is an ``async def`` that
    takes them by name, and ``**_`` for whatever a query string brings: it never replaces what the
    path says. Of two paths that fit, the one that stands earlier in the tuple of pages is taken.
    """

    name: str
    path: str
    title: str
    layout: Callable[..., Any]
    callbacks: Callbacks

    def register(self, app: Dash, order: int) -> None:
        """Put the page and its callbacks into this application."""
        variable = "<" in self.path
        dash.register_page(  # type: ignore[no-untyped-call]
            self.name,
            path=None if variable else self.path,
            path_template=self.path if variable else None,
            name=self.name,
            title=lambda **_: tr(self.title),
            layout=self._by_path if variable else self.layout,
            order=order,
        )
        self.callbacks.bind(app)

    async def _by_path(self, **asked: Any) -> Any:
        """Lay out what the path names: Dash would let ``?session_id=`` in the address win."""
        return await self.layout(**{**asked, **self.variables(dash.ctx.inputs[PATHNAME])})

    def variables(self, pathname: object) -> dict[str, str]:
        """What a path says for each variable of the template; nothing where it does not fit."""
        pattern = VARIABLE.sub(r"(?P<\1>[^/]+)", self.path)
        found = re.fullmatch(pattern, pathname.rstrip("/")) if isinstance(pathname, str) else None
        return found.groupdict() if found else {}

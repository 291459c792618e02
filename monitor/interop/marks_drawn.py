"""The marks of a figure as SVG: the shapes that the charts use, each around its own middle."""

from __future__ import annotations

from collections.abc import Callable

Look = tuple[str, str, float]
"""Fill, rim, and the rim's width."""


def mark(symbol: str, at: tuple[float, float], size: float, look: Look) -> str:
    """One mark; ``-open`` leaves it hollow. Its middle stands in ``data-at``."""
    shape = symbol.removesuffix("-open")
    fill, rim, width = look
    inside = "none" if shape != symbol or shape == "x-thin" else fill
    path = _SHAPES[shape](at, size / 2)
    return (
        f'<path data-at="{at[0]:.2f} {at[1]:.2f}" d="{path}" fill="{inside}" '
        f'stroke="{rim}" stroke-width="{width:g}"/>'
    )


def _circle(at: tuple[float, float], r: float) -> str:
    x, y = at
    return f"M{x - r:.2f} {y:.2f} a{r:g} {r:g} 0 1 0 {2 * r:g} 0 a{r:g} {r:g} 0 1 0 {-2 * r:g} 0 Z"


def _up(at: tuple[float, float], r: float) -> str:
    x, y = at
    wide = r * 2 / 3**0.5
    return f"M{x:.2f} {y - r:.2f} l{wide:.2f} {1.5 * r:.2f} l{-2 * wide:.2f} 0 Z"


def _down(at: tuple[float, float], r: float) -> str:
    x, y = at
    wide = r * 2 / 3**0.5
    return f"M{x:.2f} {y + r:.2f} l{wide:.2f} {-1.5 * r:.2f} l{-2 * wide:.2f} 0 Z"


def _diamond(at: tuple[float, float], r: float) -> str:
    x, y = at
    reach = f"{1.3 * r:.2f}"
    return f"M{x:.2f} {y - 1.3 * r:.2f} l{reach} {reach} l-{reach} {reach} l-{reach} -{reach} Z"


def _cross(at: tuple[float, float], r: float) -> str:
    x, y = at
    whole = f"{2 * r:.2f}"
    left, right, top = f"{x - r:.2f}", f"{x + r:.2f}", f"{y - r:.2f}"
    return f"M{left} {top} l{whole} {whole} M{right} {top} l-{whole} {whole}"


_SHAPES: dict[str, Callable[[tuple[float, float], float], str]] = {
    "circle": _circle,
    "triangle-up": _up,
    "triangle-down": _down,
    "diamond": _diamond,
    "x-thin": _cross,
}

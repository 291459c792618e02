"""The colours of the figures, one table a scheme; the values of ``assets/css/tokens.css``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scheme(StrEnum):
    """How bright the room is."""

    LIGHT = "light"
    DIM = "dim"


@dataclass(frozen=True, slots=True)
class Palette:
    """Every colour a figure may use, under the name of its token."""

    page: str
    surface: str
    inset: str
    line: str
    line_strong: str
    ink: str
    ink_2: str
    ink_3: str
    accent: str
    met: str
    met_fill: str
    on_met: str
    unknown_soft: str
    caution: str
    caution_soft: str
    caution_line: str
    urgent: str
    urgent_soft: str
    effect: str
    effect_soft: str
    effect_1: str
    effect_2: str
    effect_3: str
    plot_grid: str
    plot_line: str
    plot_band: str
    plot_infusion: str
    plot_infusion_line: str


LIGHT = Palette(
    page="#EDF0F3",
    surface="#FFFFFF",
    inset="#F4F6F8",
    line="#D5DCE3",
    line_strong="#7C8996",
    ink="#14202B",
    ink_2="#3F4D5A",
    ink_3="#566370",
    accent="#0D5A86",
    met="#0A6654",
    met_fill="#0A6654",
    on_met="#FFFFFF",
    unknown_soft="#EBEEF1",
    caution="#754700",
    caution_soft="#FFF2D9",
    caution_line="#C98A12",
    urgent="#A11D16",
    urgent_soft="#FCE8E5",
    effect="#5A2D85",
    effect_soft="#F1EAF7",
    effect_1="#9A7DBB",
    effect_2="#7A51A6",
    effect_3="#4B1F78",
    plot_grid="#E4E9ED",
    plot_line="#6F7C89",
    plot_band="#E9EDF1",
    plot_infusion="#D9E8F2",
    plot_infusion_line="#2F7BA8",
)

DIM = Palette(
    page="#0E0D0C",
    surface="#191715",
    inset="#211F1C",
    line="#35312C",
    line_strong="#80786C",
    ink="#E6DFD4",
    ink_2="#BDB4A7",
    ink_3="#A0978A",
    accent="#8DBFD8",
    met="#7CC4AE",
    met_fill="#2B7765",
    on_met="#F4F1EA",
    unknown_soft="#26231F",
    caution="#E9B95C",
    caution_soft="#2B2211",
    caution_line="#B07E27",
    urgent="#F5A094",
    urgent_soft="#331814",
    effect="#CBB2E6",
    effect_soft="#261F2E",
    effect_1="#7B659A",
    effect_2="#9D7FC4",
    effect_3="#D2B9EE",
    plot_grid="#302C28",
    plot_line="#8F8679",
    plot_band="#2A2723",
    plot_infusion="#1B2A33",
    plot_infusion_line="#5E9BBB",
)

PALETTES = {Scheme.LIGHT: LIGHT, Scheme.DIM: DIM}

"""The register of controlled drugs, from the values of the use cases to their bodies."""

from __future__ import annotations

from monitor.api.schemas.register import (
    LotShown,
    OpenDrawShown,
    PossibleWitness,
    RegisterFormShown,
    RegisterRowShown,
    RegisterShown,
    ShiftTotalsShown,
    TotalsShown,
)
from monitor.services.register_views import LotTotals, OpenDraw, RegisterForm, RegisterView


def show_register(view: RegisterView) -> RegisterShown:
    """Turn a day of the register into its body."""
    return RegisterShown(
        day=view.day,
        rows=[RegisterRowShown.model_validate(row) for row in view.rows],
        shifts=[
            ShiftTotalsShown(
                shift=one.shift.name,
                starts_at=one.shift.starts_at,
                ends_at=one.shift.ends_at,
                drug=one.drug,
                totals=TotalsShown.model_validate(one.totals),
            )
            for one in view.shifts
        ],
        lots=[_lot(lot) for lot in view.lots],
        open_draws=[_draw(draw) for draw in view.open_draws],
    )


def show_form(form: RegisterForm) -> RegisterFormShown:
    """Turn what can be chosen into its body."""
    return RegisterFormShown(
        drugs=list(form.drugs),
        lots=[_lot(lot) for lot in form.lots],
        open_draws=[_draw(draw) for draw in form.open_draws],
        witnesses=[PossibleWitness(person_id=who, name=name) for who, name in form.witnesses],
    )


def _lot(lot: LotTotals) -> LotShown:
    return LotShown(
        drug=lot.drug,
        lot=lot.lot,
        strength=lot.strength,
        stock_mg=lot.totals.stock,
        totals=TotalsShown.model_validate(lot.totals),
    )


def _draw(draw: OpenDraw) -> OpenDrawShown:
    return OpenDrawShown(row=RegisterRowShown.model_validate(draw.row), left_mg=draw.left_mg)

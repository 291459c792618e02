"""The cards of the register. Pure: values in, components out."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.clinical.drug_register import Totals
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.services.register_views import RegisterRow, RegisterView
from monitor.web import html
from monitor.web.components import Part, glyph
from monitor.web.components.attributes import attributes
from monitor.web.words import MINUS, clock_time, decimal, medicine_name, shift_name

ACTIONS = {
    "received": say("received"),
    "drawn": say("drawn"),
    "given": say("given"),
    "wasted": say("wasted"),
    "returned": say("returned"),
}


def missing_words(drug: str, totals: Totals) -> str:
    """``ketamine: drawn 100, given 36, wasted 60: 4 mg not accounted for``."""
    if totals.returned:
        return tr(
            "{drug}: drawn {drawn}, given {given}, wasted {wasted}, returned {returned}: "
            "{left} mg not accounted for",
            drug=drug,
            drawn=decimal(totals.drawn),
            given=decimal(totals.given),
            wasted=decimal(totals.wasted),
            returned=decimal(totals.returned),
            left=decimal(totals.unaccounted),
        )
    return tr(
        "{drug}: drawn {drawn}, given {given}, wasted {wasted}: {left} mg not accounted for",
        drug=drug,
        drawn=decimal(totals.drawn),
        given=decimal(totals.given),
        wasted=decimal(totals.wasted),
        left=decimal(totals.unaccounted),
    )


def missing_card(view: RegisterView) -> list[Part]:
    """Every draw that is not accounted for; nothing where all is told."""
    if not view.open_draws:
        return []
    rows = [
        html.Li(
            [
                glyph("caution", "episode__mark episode__mark--caution"),
                html.Div(
                    [
                        html.B(missing_words(medicine_name(draw.row.drug), draw.totals)),
                        html.P(
                            tr(
                                "{amount} mg drawn {time} from lot {lot} by {name}",
                                amount=decimal(draw.row.amount_mg),
                                time=clock_time(draw.row.at, view.zone),
                                lot=draw.row.lot,
                                name=draw.row.by,
                            )
                        ),
                    ]
                ),
                _out_button(draw.row),
            ],
            className="episode",
        )
        for draw in view.open_draws
    ]
    return [_card(tr("Not accounted for"), html.Ul(rows, className="episodes"), "missing")]


def _out_button(row: RegisterRow) -> html.Button:
    return html.Button(
        tr("Given or wasted …"),
        type="button",
        className="btn",
        **attributes(
            data_dialog="register", data_session=row.session_id or "none", data_draw=row.id
        ),
    )


def shifts_card(view: RegisterView) -> html.Section:
    """Totals by shift and drug."""
    rows = [
        [
            tr(
                "{shift}, {start} to {end}",
                shift=shift_name(one.shift.name),
                start=clock_time(one.shift.starts_at, view.zone),
                end=clock_time(one.shift.ends_at, view.zone),
            ),
            medicine_name(one.drug),
            *_amounts(one.totals),
        ]
        for one in view.shifts
    ]
    head = [tr("Shift"), tr("Drug"), *_amount_heads()]
    return _card(tr("By shift"), _table(tr("By shift"), head, rows), "shifts")


def lots_card(view: RegisterView) -> html.Section:
    """Totals by lot, over the lot's whole life."""
    rows = []
    for lot in view.lots:
        stock: Part = decimal(lot.totals.stock)
        if lot.totals.stock < 0:
            stock = html.B(tr("{stock}, more drawn than received", stock=stock))
        drug = medicine_name(lot.drug)
        rows.append([drug, lot.lot, lot.strength, *_amounts(lot.totals), stock])
    head = [tr("Drug"), tr("Lot"), tr("Strength"), *_amount_heads(), tr("In stock, mg")]
    return _card(tr("By lot"), _table(tr("By lot"), head, rows), "lots")


def _amount_heads() -> list[str]:
    return [*(tr("{action}, mg", action=tr(word)) for word in ACTIONS.values()), tr("Missing, mg")]


def _amounts(totals: Totals) -> list[Part]:
    left = totals.unaccounted
    words = decimal(left).replace("-", MINUS)
    missing: Part = html.B(words, className="is-news") if left else words
    told = (totals.received, totals.drawn, totals.given, totals.wasted, totals.returned)
    return [*(decimal(amount) for amount in told), missing]


def rows_card(view: RegisterView) -> html.Section:
    """Every row, newest first; what was reversed stays, struck through."""
    head = [
        tr("Time"), tr("What"), tr("Amount, mg"), tr("Drug"), tr("Lot"), tr("By"),
        tr("Witness"), "",
    ]  # fmt: skip
    rows = [_row(row, view) for row in reversed(view.rows)]
    return _card(tr("Entries"), _table(tr("Entries"), head, rows), "rows")


def _row(row: RegisterRow, view: RegisterView) -> list[Part]:
    time, what = clock_time(row.at, view.zone), tr(ACTIONS[row.action])
    drug = medicine_name(row.drug)
    amount: Part = decimal(row.amount_mg)
    last: Part = ""
    if row.reverses_id:
        what = tr("{action}, reversed: {reason}", action=what, reason=row.reason)
        amount = f"\u2212{amount}"
    elif row.reversed_by:
        amount = html.S(amount)
        last = tr("reversed")
    else:
        last = html.Button(
            tr("Reverse …"),
            type="button",
            className="btn",
            **attributes(
                data_dialog="register_reverse",
                data_session=row.session_id or "none",
                data_row=row.id,
                data_words=f"{what} {decimal(row.amount_mg)} mg, {drug}, {row.lot}",
                aria_label=tr("Reverse {action} {time}", action=what, time=time),
            ),
        )
    chart: Part = row.lot
    if row.session_id and view.session_id is None:
        chart = html.A(row.lot, href=f"/sessions/{row.session_id}", className="register__link")
    return [time, what, amount, drug, chart, row.by, row.witness or tr("nobody"), last]


def _table(name: str, head: Iterable[str], rows: list[list[Part]]) -> html.Div:
    heads = [html.Th(word, scope="col") if word else html.Td("") for word in head]
    lines = [html.Tr([html.Th(row[0], scope="row"), *map(html.Td, row[1:])]) for row in rows]
    none = html.Tr(html.Td(tr("Nothing entered."), colSpan=len(heads)))
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(lines or [none])])
    label = attributes(aria_label=name)
    return html.Div(table, className="register__scroll", tabIndex=0, role="region", **label)


def _card(title: str, content: Part, name: str) -> html.Section:
    return html.Section([html.H2(title), content], className="card below__card", id=name)

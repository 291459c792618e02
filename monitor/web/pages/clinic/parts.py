"""The clinic's figures as tables; each count leads to its sessions."""

from __future__ import annotations

from monitor.analytics.clinic import (
    CAUTION,
    alerts_answered,
    chair_use,
    effect_shares,
    leaving,
    overridden,
    responding,
    spread,
)
from monitor.analytics.proportions import Share
from monitor.analytics.relief import relief_shown
from monitor.clinical.published import PUBLISHED
from monitor.language import writing
from monitor.language.reader import tr
from monitor.services.clinic_figures import ClinicFigures
from monitor.web import html
from monitor.web.components import Part
from monitor.web.components.attributes import attributes
from monitor.web.pages.clinic.asked import Asked
from monitor.web.pages.clinic.drill import CHAIR, EFFECT, OVERRIDE
from monitor.web.pages.clinic.present import (
    count_words,
    criterion_name,
    few_words,
    may_show,
    may_show_stronger,
    rate_words,
    share_words,
    shown_effects,
    spread_words,
)
from monitor.web.words import SIDE_EFFECTS

NOTHING = "\u2013"
Cells = list[Part]


def panel(title: str, told: list[Part], remark: str = "") -> html.Section:
    """One card with its title and a remark on how it is counted."""
    head: list[Part] = [html.H2(title)]
    if remark:
        head.append(html.P(remark, className="soft"))
    return html.Section(
        [*head, *told], className="card clinic__panel", **attributes(aria_label=title)
    )


def grid(caption: str, titles: list[str], rows: list[Cells]) -> html.Div:
    """A table that scrolls by itself where it is too wide."""
    body = [
        html.Tr([html.Th(row[0], scope="row"), *(html.Td(cell) for cell in row[1:])])
        for row in rows
    ]
    return html.Div(
        html.Table(
            [
                html.Caption(caption, className="spoken"),
                html.Thead(html.Tr([html.Th(one, scope="col") for one in titles])),
                html.Tbody(body),
            ]
        ),
        className="course__table",
        tabIndex=0,
        role="region",
        **attributes(aria_label=caption),
    )


def leads(found: ClinicFigures, asked: Asked, show: str, words: str) -> Part:
    """The words as the way to the sessions behind them, for who may see those."""
    if not found.sees_patients:
        return words
    to = f"{asked.address(show=show)}#sessions"
    return html.A(words, href=to, className="clinic__lead")


def brief(found: ClinicFigures, asked: Asked) -> html.Section:
    """Sessions, waits, late sets and the time from met to leaving."""
    frame = found.frame
    total = len(frame)
    late = int(((frame["late_sets"] + frame["missed_sets"]) > 0).sum())
    facts: list[tuple[Part, str]] = [
        (
            leads(found, asked, "all", count_words(found, total)),
            tr("sessions, closed"),
        ),
        (
            leads(found, asked, "dose", spread_words(found, spread(frame["to_dose"]))),
            tr("minutes from the start to the dose, median and middle half"),
        ),
        (
            leads(found, asked, "met", spread_words(found, spread(leaving(frame)))),
            tr("minutes from criteria met to leaving, median and middle half"),
        ),
        (
            leads(found, asked, "late", count_words(found, late, total)),
            tr("sessions with a late or missed set"),
        ),
    ]
    return html.Section(
        [html.Div([html.B(head), html.Span(beneath)]) for head, beneath in facts],
        className="card course__head clinic__brief",
        **attributes(aria_label=tr("In brief")),
    )


def chairs(found: ClinicFigures, asked: Asked) -> html.Section:
    """Each chair with its sessions and the hours for which it was taken."""
    every = chair_use(found.frame)
    # One chair that is left out would be told by the sum of the others.
    shown = all(may_show(found, count) for _, count, _ in every)
    rows: list[Cells] = [
        [
            tr("chair {chair}", chair=chair),
            leads(found, asked, f"{CHAIR}{chair}", _chair(shown, count, writing.number(count))),
            _chair(shown, count, writing.number(round(hours, 1))),
        ]
        for chair, count, hours in every
    ]
    title = tr("Chair use")
    return panel(title, [grid(title, [tr("Chair"), tr("Sessions"), tr("Hours taken")], rows)])


def _chair(shown: bool, count: int, words: str) -> str:
    return words if shown else few_words(count)


def effects_table(found: ClinicFigures, asked: Asked) -> html.Div:
    """Every side effect, the shown ones in the figure's order, beside the published rates."""
    shares = effect_shares(found.frame)
    shown = [name for name, _ in shown_effects(found)]
    order = [*shown, *(name for name in shares if name not in shown)]
    rows = [_effect(found, asked, name, *shares[name]) for name in order]
    titles = [
        tr("Side effect"),
        tr("Assessed in"),
        tr("Any grade, per 100 (95 % interval)"),
        tr("Moderate or severe, per 100"),
        *(f"{tr(one.title)}, % {tr(one.counts)}" for one in PUBLISHED),
    ]
    return grid(tr("Side effects per 100 sessions"), titles, rows)


def _effect(found: ClinicFigures, asked: Asked, name: str, felt: Share, strong: Share) -> Cells:
    known = [
        writing.number(one.percent[name]) if name in one.percent else NOTHING for one in PUBLISHED
    ]
    may = may_show_stronger(found, strong, felt)
    return [
        tr(SIDE_EFFECTS[name]),
        count_words(found, felt.of),
        leads(found, asked, f"{EFFECT}{name}", share_words(found, felt)),
        share_words(found, strong) if may else few_words(strong.count),
        *known,
    ]


def alerts(found: ClinicFigures, asked: Asked) -> html.Section:
    """Alerts a session, and how fast somebody acknowledged them."""
    rows: list[Cells] = []
    for one in alerts_answered(found.frame):
        level = tr("Caution") if one.level == CAUTION else tr("Urgent")
        rows.append(
            [
                level,
                leads(found, asked, one.level, count_words(found, one.count)),
                rate_words(found, one.count, one.per_session),
                spread_words(found, one.minutes),
                count_words(found, one.unanswered, one.count),
            ]
        )
    title = tr("Alerts")
    titles = [
        tr("Level"), tr("Episodes"), tr("A session"), tr("Minutes to acknowledging"),
        tr("Never acknowledged"),
    ]  # fmt: skip
    return panel(title, [grid(title, titles, rows)])


def overrides(found: ClinicFigures, asked: Asked) -> html.Section:
    """Criteria that were overridden; the reasons only for who may see patients."""
    rows: list[Cells] = []
    for name, count, reasons in overridden(found.frame):
        told = "; ".join(reasons) if found.sees_patients else NOTHING
        lead = leads(found, asked, f"{OVERRIDE}{name}", count_words(found, count))
        rows.append([criterion_name(name), lead, told])
    title = tr("Overrides by reason")
    if not rows:
        return panel(title, [html.P(tr("No criterion was overridden."), className="soft")])
    return panel(title, [grid(title, [tr("Criterion"), tr("Sessions"), tr("Reasons")], rows)])


def response(found: ClinicFigures, asked: Asked) -> html.Section:
    """PHQ-9 at each patient's n-th scored session, and who had responded by then."""
    rows: list[Cells] = []
    for one in responding(found.frame):
        of = one.share.of
        median = writing.number(one.median) if may_show(found, of) else few_words(of)
        share = NOTHING if one.number == 1 else share_words(found, one.share)
        number = str(one.number)
        rows.append([number, leads(found, asked, "scored", count_words(found, of)), median, share])
    title = tr("Response over the course")
    remark = tr(
        "By each patient's scored sessions in this time; response is a fall of PHQ-9 by at least "
        "half from the first of them."
    )
    told = _relief(found)
    if not rows:
        none = html.P(tr("No PHQ-9 was scored at a session."), className="soft")
        return panel(title, [none, *told], remark)
    titles = [
        tr("Scored session"), tr("Patients"), tr("Median PHQ-9"),
        tr("Responding, per 100 (95 % interval)"),
    ]  # fmt: skip
    return panel(title, [grid(title, titles, rows), *told], remark)


def _relief(found: ClinicFigures) -> list[Part]:
    """How courses went, with what was scored between and after their sessions."""
    shares = relief_shown(found.outcomes, sees_patients=found.sees_patients)
    told = [
        (tr("Response at the latest score"), shares.response),
        (tr("Remission at the latest score"), shares.remission),
        (tr("Relapse after response"), shares.relapse),
        (tr("Response lasting three months or more"), shares.lasting),
    ]
    rows: list[Cells] = [_relief_row(found, name, one) for name, one in told if one is not None]
    if not rows:
        return []
    title = tr("Courses by their latest PHQ-9")
    remark = tr(
        "Scores between and after the sessions count too. Courses scored at least twice in this "
        "time; relapse and lasting response are of those that ever responded, lasting response of "
        "those scored three months or more after their last dose."
    )
    titles = [tr("Outcome"), tr("Courses"), tr("Per 100 (95 % interval)")]
    return [html.H3(title), html.P(remark, className="soft"), grid(title, titles, rows)]


def _relief_row(found: ClinicFigures, name: str, one: Share) -> Cells:
    """Of how many stands only beside a share that is shown: one told of the others' rest."""
    may = may_show(found, one.count, one.of)
    return [name, count_words(found, one.of) if may else NOTHING, share_words(found, one)]

"""Every screen of the program, and how to come to it in the demo clinic as it opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

Act = Callable[[Page], None]

NURSE, NEXT_NURSE, PHYSICIAN, ADMINISTRATOR = "nora", "jonas", "amara", "iris"
NOBODY, STRANGER, FOUNDER = "", "stranger", "founder"
"""Signed out on a known device; on one that nobody knows; at a server without a clinic."""


@dataclass(frozen=True)
class Screen:
    """A picture's name, the address, what has come when it is drawn, who looks, what is opened.

    ``path`` has places that the clinic fills: ``{session4}`` is the session in chair 4.
    """

    name: str
    path: str
    shows: str
    who: str = NURSE
    act: Act | None = None


def dialog(which: str, /, **options: str) -> Act:
    """Open a dialog of the session that the address names."""

    def act(page: Page) -> None:
        page.wait_for_function("() => window.monitor.dialogs")
        page.evaluate(
            "([which, options]) => { monitor.dialogs.open(which, location.pathname.split('/')[2], "
            "options); }",
            [which, options],
        )
        page.locator("dialog[open] .dialog__foot, dialog[open] button").first.wait_for()

    return act


def lock(page: Page) -> None:
    """Lock by hand, from the person's menu."""
    page.locator("details.who summary").click()
    page.locator("[data-lock-now]").first.click()
    page.locator(".lock__box").wait_for()


RECORD = "html[data-ready=yes] .entry"
BACK_TEST = (
    "/back-test?protocol=ketamine-iv&numbers=criteria.observation_time.since_time_zero:90"
    "~alerts.systolic_high.caution_from:150"
)
SCREENS = (
    Screen("set-up", "/set-up", "form", FOUNDER),
    Screen("sign-in-unknown", "/sign-in", "[name=login], input", STRANGER),
    Screen("sign-in", "/sign-in", ".tile", NOBODY),
    Screen("board", "/", ".seat__body"),
    Screen("board-physician", "/", ".seat__body", PHYSICIAN),
    Screen("board-administrator", "/", ".seat", ADMINISTRATOR),
    Screen("lock", "/", ".seat__body", act=lock),
    Screen("today", "/today", ".today__list"),
    Screen("start", "/start", ".start .card"),
    Screen("start-chosen", "/start?patient={waiting}", "#start-chair"),
    Screen("patient", "/patients/{patient4}", "#patient-save"),
    Screen("eligibility", "/patients/{waiting}/eligibility", "[data-question]"),
    Screen("eligibility-flagged", "/patients/{flagged}/eligibility", "#eligibility-verdict"),
    Screen("course", "/patients/{patient4}/course", "main .card, main h2"),
    Screen("clinic", "/clinic?period=365", ".clinic__brief", PHYSICIAN),
    Screen("clinic-administrator", "/clinic?period=365", ".clinic__asking", ADMINISTRATOR),
    Screen("chart", "/sessions/{session5}", ".rail__count"),
    Screen("chart-alert", "/sessions/{session4}", ".rail__count", PHYSICIAN),
    Screen("chart-sublingual", "/sessions/{session2}", ".rail__count"),
    Screen("chart-im", "/sessions/{session6}", ".rail__count"),
    Screen("chart-nasal", "/sessions/{session7}", ".rail__count"),
    Screen("record", "/record#{session5}", RECORD),
    Screen("record-alert", "/record#{session4}", RECORD),
    Screen("discharge", "/sessions/{session7}/discharge", ".sum h2", PHYSICIAN),
    Screen("discharge-waits", "/sessions/{session6}/discharge", ".sum h2"),
    Screen("watch", "/watch", "#watch-chairs"),
    Screen("handover", "/handover", ".hand"),
    Screen("handover-receive", "/handover/{handover}", ".hand__card", NEXT_NURSE),
    Screen("handover-past", "/handover/past", "main a", NEXT_NURSE),
    Screen("register", "/register", ".register"),
    Screen("account", "/account", ".account__list li"),
    Screen("second-factor", "/second-factor", ".factor-card"),
    Screen("downtime", "/downtime", "[data-sheet], main"),
    Screen("sheet", "/sessions/{session3}/sheet", "[data-sheet], main"),
    Screen("paper", "/sessions/{session5}/paper", "main"),
    Screen("admin-people", "/admin", "main h2", ADMINISTRATOR),
    Screen("admin-room", "/admin/room", "main h2", ADMINISTRATOR),
    Screen("admin-protocols", "/admin/protocols", "main h2", ADMINISTRATOR),
    Screen("admin-overrides", "/admin/overrides", "main h2", ADMINISTRATOR),
    Screen("admin-clinic", "/admin/clinic", "main h2", ADMINISTRATOR),
    Screen("back-test", BACK_TEST, ".trial__changes", PHYSICIAN),
    Screen("protocols", "/protocols", ".protocol__every", PHYSICIAN),
    Screen("protocol", "/protocols/ketamine-iv", "#protocol-reason", PHYSICIAN),
    Screen("admin-programs", "/admin/programs?token=new", "main h2", ADMINISTRATOR),
    Screen("emergency", "/emergency", ".emergency__card", ADMINISTRATOR),
    Screen("audit", "/audit", "main tbody tr", ADMINISTRATOR),
    Screen("dialog-order", "/sessions/{session4}", ".rail__count", PHYSICIAN, dialog("order")),
    Screen("dialog-call", "/sessions/{session4}", ".rail__count", act=dialog("call")),
    Screen("dialog-medication", "/sessions/{session5}", ".rail__count", act=dialog("medication")),
    Screen(
        "dialog-scale", "/sessions/{session5}", ".rail__count", act=dialog("scale", name="phq9")
    ),
    Screen("dialog-chair", "/sessions/{session5}", ".rail__count", act=dialog("chair")),
    Screen("dialog-emergency", "/sessions/{session5}", ".rail__count", act=dialog("emergency")),
)

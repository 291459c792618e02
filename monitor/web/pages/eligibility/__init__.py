"""Eligibility: what is asked before a course and a session, and what a physician decides."""

from monitor.language.said import say
from monitor.web.kit import Page
from monitor.web.pages.eligibility.callbacks import callback
from monitor.web.pages.eligibility.layout import layout

page = Page(
    "eligibility",
    "/patients/<patient_id>/eligibility",
    say("Before the session"),
    layout,
    callback,
)

"""The discharge decision: criteria, release items, override, two signatures, other endings."""

from monitor.language.said import say
from monitor.web.kit import Page
from monitor.web.pages.discharge.callbacks import callback
from monitor.web.pages.discharge.layout import layout

page = Page(
    "discharge", "/sessions/<session_id>/discharge", say("Discharge decision"), layout, callback
)

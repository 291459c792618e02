"""Handover: given at one address, received and read at another."""

from monitor.language.said import say
from monitor.web.kit import Page
from monitor.web.pages.handover.callbacks import callback, callback_of_one, callback_of_past
from monitor.web.pages.handover.layout import layout
from monitor.web.pages.handover.one import layout as layout_of_one
from monitor.web.pages.handover.past import layout as layout_of_past

page = Page("handover", "/handover", say("Handover"), layout, callback)
past = Page("handovers", "/handover/past", say("Past handovers"), layout_of_past, callback_of_past)
one = Page(
    "handover_one", "/handover/<handover_id>", say("Handover"), layout_of_one, callback_of_one
)

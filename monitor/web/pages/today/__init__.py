"""Who comes on a day: when, in which chair, for which session, and what comes next."""

from monitor.language.said import say
from monitor.web.kit import Page
from monitor.web.pages.today.callbacks import callback
from monitor.web.pages.today.layout import layout

page = Page("today", "/today", say("Who comes today"), layout, callback)

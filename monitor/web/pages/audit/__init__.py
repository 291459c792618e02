"""The audit, searched: who did what, to whom, when, from where."""

from monitor.language.said import say
from monitor.web.kit import Page
from monitor.web.pages.audit.callbacks import callback
from monitor.web.pages.audit.layout import layout

page = Page("audit", "/audit", say("Audit"), layout, callback)

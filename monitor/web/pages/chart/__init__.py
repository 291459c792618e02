"""The session chart: one session on one time axis, with its readiness beside it."""

from monitor.language.said import say
from monitor.web.kit import Page
from monitor.web.pages.chart.callbacks import callback
from monitor.web.pages.chart.layout import layout

page = Page("chart", "/sessions/<session_id>", say("Session chart"), layout, callback)

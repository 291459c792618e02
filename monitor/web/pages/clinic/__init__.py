"""The clinic in figures: waits, side effects, alerts, overrides, response; each leads on."""

from monitor.language.said import say
from monitor.web.kit import Page
from monitor.web.pages.clinic.callbacks import callback
from monitor.web.pages.clinic.layout import layout

page = Page("clinic", "/clinic", say("Clinic"), layout, callback)

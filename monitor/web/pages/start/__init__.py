"""Start a session: the patient, the chair, the protocol, the dose."""

from monitor.language.said import say
from monitor.web.kit import Page
from monitor.web.pages.start.callbacks import callback
from monitor.web.pages.start.layout import layout

page = Page("start", "/start", say("New session"), layout, callback)

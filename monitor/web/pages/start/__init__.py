"""Start a session: the patient, the chair, the protocol, the dose."""

from monitor.web.kit import Page
from monitor.web.pages.start.callbacks import callback
from monitor.web.pages.start.layout import layout

page = Page("start", "/start", "New session", layout, callback)

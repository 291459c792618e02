"""The register of controlled drugs."""

from monitor.language.said import say
from monitor.web.kit import Page
from monitor.web.pages.register.callbacks import callback
from monitor.web.pages.register.layout import layout

page = Page("register", "/register", say("Controlled drugs"), layout, callback)

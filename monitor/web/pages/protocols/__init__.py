"""Protocols: their versions, a draft with its difference, the signature that puts it in force."""

from monitor.language.said import say
from monitor.web.kit import Callbacks, Page
from monitor.web.pages.protocols.callbacks import callback
from monitor.web.pages.protocols.layout import every, one

page = Page("protocols", "/protocols", say("Protocols"), every, Callbacks())
single = Page("protocol", "/protocols/<protocol_id>", say("Protocol"), one, callback)

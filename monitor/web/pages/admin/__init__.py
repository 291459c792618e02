"""Administration: people, room, protocols, overrides, clinic."""

from monitor.language.said import say
from monitor.web.kit import Callbacks, Page
from monitor.web.pages.admin.door_callbacks import callback
from monitor.web.pages.admin.layout import layout
from monitor.web.pages.admin.naming import name_tablet as name_tablet

page = Page("admin", "/admin", say("Administration"), layout, callback)
part = Page("admin_part", "/admin/<part>", say("Administration"), layout, Callbacks())

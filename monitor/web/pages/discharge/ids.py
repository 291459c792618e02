"""Ids of the discharge screen."""

SESSION = "discharge-session"
DRAWN = "discharge-drawn"
FRESHNESS = "discharge-freshness"
BANNER = "discharge-banner"
SCREEN = "discharge-screen"

"""Ids of the day list."""

LIST = "today-list"
TALLY = "today-tally"
DAY = "today-day"
"""A Store: the day shown as ISO text, empty for today."""

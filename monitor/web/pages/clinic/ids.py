"""Ids of the clinic's figures."""

QUERY = "clinic-query"
SCHEME = "clinic-scheme"
EFFECTS = "clinic-effects"

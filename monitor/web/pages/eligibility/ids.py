"""Ids of the eligibility screen."""

PATIENT = "eligibility-patient"
PROTOCOL = "eligibility-protocol"
ASKED = "eligibility-asked"
"""A Store: what the address brought along: protocol, chair, planned session."""
VERDICT = "eligibility-verdict"
OVERRIDE = "eligibility-override-source"
READING = "eligibility-reading-{field}"

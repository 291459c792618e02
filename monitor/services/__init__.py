"""Use cases: one function, one permission check, one transaction, one audit entry."""

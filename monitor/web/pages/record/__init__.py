"""The nurse's entry form: one document for every session."""

"""Tongues: pure mappers from the house's values to files that others read."""

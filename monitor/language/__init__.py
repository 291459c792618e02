"""What people read, in their own language: sentences made once, told to each reader in his.

``said`` makes sentences where nobody knows the reader (standard library alone, for the clinical
core too); ``reader`` tells them; ``catalogue`` keeps the translations; ``writing`` the dates.
"""

"""Papers: what a session or a course looks like when it leaves the clinic in print."""

"""Emergency access: opened with a reason, ended, acknowledged."""

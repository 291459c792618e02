"""One's own account: password, PIN, where one is signed in."""

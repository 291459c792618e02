"""Medicine: events and a protocol in, one immutable value out. No clock, no IO."""

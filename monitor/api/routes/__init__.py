"""The routes of the machine interface, one file a thing."""

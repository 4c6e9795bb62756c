"""Newsletters: the archive of what was sent, one file an issue."""

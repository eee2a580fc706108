"""Keeps flows and their revisions."""

"""The registry's ports on SQL and on the installed task types."""

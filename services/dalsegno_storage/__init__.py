"""Keeps bytes, named by their SHA-256, and the outputs of task runs."""

"""Protobuf ↔ core: the only modules that know both."""

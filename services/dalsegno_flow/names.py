"""What flows, namespaces, tasks and labels may be called. Source: Kestra's models, its patterns and lengths."""

import re

import regex

RESERVED_FLOW_IDS = frozenset(
    (
        "pause",
        "resume",
        "force-run",
        "change-status",
        "kill",
        "executions",
        "search",
        "source",
        "disable",
        "enable",
    )
)
SYSTEM_LABEL_PREFIX = "system."
READ_ONLY_LABEL = "system.readOnly"  # the one that authors may give

_FLOW_ID = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9._-]*")
_NAMESPACE = re.compile(r"[a-z0-9][a-z0-9._-]*")
_TASK_ID = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_-]*")
_DATA_ID = re.compile(r"[a-zA-Z0-9][.a-zA-Z0-9_-]*")
_LABEL_KEY = regex.compile(r"\p{Ll}[\p{L}0-9._-]*")

_MAX_FLOW_ID = 100
_MAX_NAMESPACE = 150
_MAX_TASK_ID = 256
_SHOWN = 60


def flow_id_fault(text: str) -> str | None:
    """What keeps a text from being a flow's id, as a sentence; None when nothing does."""
    if fault := _fault(text, _FLOW_ID, _MAX_FLOW_ID, "letters, digits, `.`, `_` and `-`, a letter or digit first"):
        return f"The flow id {fault}"
    if text in RESERVED_FLOW_IDS:
        return f"Flow id is a reserved keyword: {text}"
    return None


def namespace_fault(text: str) -> str | None:
    """As `flow_id_fault`, for a namespace."""
    fault = _fault(text, _NAMESPACE, _MAX_NAMESPACE, "lower-case letters, digits, `.`, `_` and `-`, no sign first")
    return f"The namespace {fault}" if fault else None


def task_id_fault(text: str) -> str | None:
    """As `flow_id_fault`, for a task's id."""
    fault = _fault(text, _TASK_ID, _MAX_TASK_ID, "letters, digits, `_` and `-`, a letter or digit first")
    return f"The task id {fault}" if fault else None


def data_id_fault(text: str) -> str | None:
    """As `flow_id_fault`, for the id of an input or an output; dots nest it."""
    fault = _fault(text, _DATA_ID, _MAX_TASK_ID, "letters, digits, `.`, `_` and `-`, a letter or digit first")
    return f"The id {fault}" if fault else None


def label_key_fault(text: str, value: str) -> str | None:
    """As `flow_id_fault`, for the key of a label with this value."""
    if text == READ_ONLY_LABEL:
        return None
    if text.startswith(SYSTEM_LABEL_PREFIX):
        return f"System labels can only be set by Kestra itself, offending label: {text}={value[:_SHOWN]}"
    if not _LABEL_KEY.fullmatch(text):
        return (
            f"The label key {_shown(text)} is not allowed. Use letters, digits, `.`, `_` and `-`, a small letter first."
        )
    return None


def _fault(text: str, pattern: re.Pattern[str], max_length: int, allowed: str) -> str | None:
    if not text:
        return f"is empty. Use {allowed}."
    if not pattern.fullmatch(text):
        return f"{_shown(text)} is not allowed. Use {allowed}."
    if len(text) > max_length:
        return f"{_shown(text)} has {len(text)} characters; at most {max_length} are allowed."
    return None


def _shown(text: str) -> str:
    return f'"{text}"' if len(text) <= _SHOWN else f'"{text[:_SHOWN]}…"'

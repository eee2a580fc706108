"""What differs from run to run, put out of sight: ids, times, the names of stored files."""

import re
from collections.abc import Mapping
from typing import Any

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?(?:\[[\w/]+\])?")
_ID = re.compile(r"(?<![0-9A-Za-z])(?=[0-9A-Za-z]*\d)[0-9A-Za-z]{22}(?![0-9A-Za-z])")
_FILE = re.compile(r"(?:kestra:/{2,3}|dalsegno:/{2,3}|(?<![\w./])/)[\w./-]*?/(executions/[^\s\"'\\]*)")
_NAMED_BY_CHANCE = re.compile(r"(?<=/)(?:[a-z]+_)?\d{12,}(?:\.\w+)?$")
_TASK = re.compile(r"(?<=/tasks/)[^/]+")
# Ours is sent before there is an execution.
_SENT = re.compile(r"dalsegno:///[^\s\"'\\]*?/inputs/[0-9a-f]{32}/([^/]+)/[^\s\"'\\]*")
_INPUT = re.compile(r"(executions/[^/]+/inputs/[^/]+)/.*")


def masked(value: Any, names: Mapping[str, str]) -> Any:
    """A JSON value with every id, time and address in its strings replaced.

    Args:
        value: any JSON value, of a recording or of ours.
        names: what to put for strings that are known, such as an id → "<exec.2>".
    """
    if isinstance(value, str):
        return _masked_text(value, names)
    if isinstance(value, Mapping):
        return {key: masked(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [masked(item, names) for item in value]
    return value


def _masked_text(text: str, names: Mapping[str, str]) -> str:
    for known in sorted(names, key=len, reverse=True):
        text = text.replace(known, names[known])
    # A replay has the files of its source.
    owner = "<orig>" if "<orig>" in names.values() else "<exec>"
    text = _SENT.sub(rf"<stored>/executions/{owner}/inputs/\1/<file>", text)
    return _FILE.sub(_file, _ID.sub("<id>", _TIME.sub("<ts>", text)))


def _file(found: re.Match[str]) -> str:
    """The address of a stored file from the execution on: schemes, and namespaces in paths, are each engine's own."""
    path = _INPUT.sub(r"\1/<file>", found[1])
    path = _TASK.sub(lambda task: task[0].replace("_", "-").lower(), path)
    return "<stored>/" + _NAMED_BY_CHANCE.sub("<rand>", path)

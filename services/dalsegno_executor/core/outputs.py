"""The outputs of task runs as text."""

import json
from collections.abc import Mapping
from typing import Any


def canonical(outputs: Mapping[str, Any]) -> str:
    """The one spelling of outputs: compact, UTF-8, keys in their own order, because expressions show that order."""
    return json.dumps(outputs, ensure_ascii=False, separators=(",", ":"), allow_nan=False)

"""What scripts give their outputs and metrics with, where the package of this name is not installed.

    from kestra import Kestra

    Kestra.outputs({"rows": 3})
    Kestra.counter("rows", 3)
    Kestra.timer("load", 0.5)

It runs in whatever Python the script has, so it uses nothing that is new.
"""

import json
import logging
import sys
import time
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import module_from_spec
from pathlib import Path
from typing import Any, Callable, Dict, Optional, Union

Tags = Optional[Dict[str, str]]


def _send(map_: Dict[str, Any]) -> None:
    sys.stdout.write(Kestra.format(map_) + "\n")
    sys.stdout.flush()


def _metric(name: str, kind: str, value: float, tags: Tags) -> None:
    _send({"metrics": [{"name": name, "type": kind, "value": value, "tags": tags or {}}]})


class Kestra:
    """Speaks to the task that runs the script, in lines on its output."""

    @staticmethod
    def format(map_: Dict[str, Any]) -> str:
        return "::" + json.dumps(map_) + "::"

    @staticmethod
    def outputs(map_: Dict[str, Any]) -> None:
        """Adds to the task's output `vars`."""
        _send({"outputs": map_})

    @staticmethod
    def counter(name: str, value: float, tags: Tags = None) -> None:
        _metric(name, "counter", value, tags)

    @staticmethod
    def timer(name: str, duration: Union[float, Callable[[], Any]], tags: Tags = None) -> None:
        """Gives seconds, or those that a function takes."""
        if callable(duration):
            start = time.time()
            duration()
            duration = time.time() - start
        _metric(name, "timer", duration, tags)

    @staticmethod
    def logger() -> logging.Logger:
        """A logger whose lines have their levels in the execution's log."""
        logger = logging.getLogger("Kestra")
        if not logger.handlers:
            logger.setLevel(logging.DEBUG)
            logger.propagate = False
            logger.addHandler(_Handler())
        return logger


class _Handler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        level = {"WARNING": "WARN", "CRITICAL": "ERROR"}.get(record.levelname, record.levelname)
        _send({"logs": [{"level": level, "message": self.format(record)}]})


def _installed() -> Optional[ModuleSpec]:
    """The package of this name that is installed; it goes before this one."""
    here = Path(__file__).resolve().parent.parent
    return PathFinder.find_spec(__name__, [path for path in sys.path if Path(path).resolve() != here])


_found = _installed()
if _found is not None and _found.loader is not None:
    sys.modules[__name__] = module_from_spec(_found)
    _found.loader.exec_module(sys.modules[__name__])

"""Taking the outputs of an earlier run instead of running a task again. Source: Kestra's `taskCache`."""

import hashlib
import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from dalsegno_executor.core.states import State
from dalsegno_executor.patience import until_available
from dalsegno_executor.ports import Assignment, CachedOutputs, Outcome, OutputDocument, OutputStore, TaskCache
from dalsegno_flow import Task

MAX_CACHED_CHARACTERS = 64 * 1024


class TaskCaching:
    """Finds and keeps the outputs of tasks that ask for it, by flow, task and rendered properties."""

    def __init__(self, cache: TaskCache, store: OutputStore) -> None:
        self._cache = cache
        self._store = store

    async def find(self, task: Task, assignment: Assignment) -> Outcome | None:
        """The outcome of an earlier run with the same properties, when all of its outputs are still there."""
        cached = await until_available(partial(self._cache.find, _key(task, assignment)))
        if cached is None:
            return None
        sent = [OutputDocument(execution_id=assignment.execution_id, digest=cached.digest, json=cached.json)]
        pin = partial(
            self._store.pin, assignment.execution_id, [cached.digest], sent if cached.json else [], check_only=False
        )
        pinned = await until_available(pin)
        if pinned.defects:
            return None
        return Outcome(state=State.SUCCESS, outputs_json=cached.json or pinned.documents[cached.digest])

    async def keep(self, task: Task, assignment: Assignment, outcome: Outcome) -> None:
        """Keeps the outputs of a run that ended well."""
        if task.task_cache is None or outcome.state is not State.SUCCESS:
            return
        text = outcome.outputs_json
        digest = hashlib.sha256(text.encode()).hexdigest()
        outputs = CachedOutputs(digest=digest, json=text if len(text) <= MAX_CACHED_CHARACTERS else "")
        keep = partial(self._cache.keep, _key(task, assignment), outputs, task.task_cache.ttl)
        await until_available(keep)


def _key(task: Task, assignment: Assignment) -> str:
    facts: Mapping[str, Any] = {
        "namespace": assignment.namespace,
        "flow": assignment.flow_id,
        "task": task.id,
        "type": task.type,
        "version": task.version,
        "properties": assignment.properties,
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True, default=str).encode()).hexdigest()

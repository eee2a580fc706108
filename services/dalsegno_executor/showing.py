"""The outputs of one task run, for somebody to see: from wherever they are kept, and without secrets."""

import json

from dalsegno_executor.core.errors import OutputsGone, TaskRunNotFound
from dalsegno_executor.engine import Engine
from dalsegno_executor.ports import OutputStore
from dalsegno_executor.vault import SEALED, sealed_within


class Showing:
    """The use case GetTaskRunOutputs."""

    def __init__(self, engine: Engine, store: OutputStore) -> None:
        self._engine = engine
        self._store = store

    async def outputs(self, execution_id: str, task_path: str) -> str:
        """The outputs as JSON; empty when the task run has none. Whoever answers with them masks them.

        Raises:
            ExecutionNotFound, TaskRunNotFound: there is no such task run.
            OutputsGone: storage does not have them any more.
            ServiceUnavailable: storage does not answer.
        """
        live = await self._engine.open(execution_id)
        run = live.execution.task_runs.get(task_path)
        if run is None:
            raise TaskRunNotFound(execution_id, task_path, found=list(live.execution.task_runs))
        if not run.output_digest:
            return ""
        text = run.outputs_json or live.documents.get(run.output_digest)
        if text is None:
            text = (await self._store.get([run.output_digest])).get(run.output_digest)
        if text is None:
            raise OutputsGone(execution_id, task_path, run.output_digest)
        if SEALED in text:
            live.hide(live.vault.readable(sealed_within(json.loads(text))))
        return text

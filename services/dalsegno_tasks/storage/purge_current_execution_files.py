from typing import ClassVar

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, Task, TaskContext


class PurgeCurrentExecutionFiles(Task):
    """Removes all files that the tasks of this execution have stored; a replay cannot reuse what names them."""

    type_name: ClassVar[str] = "io.kestra.plugin.core.storage.PurgeCurrentExecutionFiles"
    effects = Effects.IDEMPOTENT
    aliases: ClassVar[tuple[str, ...]] = (
        "io.kestra.core.tasks.storages.PurgeExecution",
        "io.kestra.plugin.core.storage.PurgeExecution",
    )

    def run(self, context: TaskContext) -> Outputs:
        files = context.files.of_execution()
        return {"uris": context.files.delete([file.uri for file in files])}

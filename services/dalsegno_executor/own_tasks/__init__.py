"""Task types that the executor runs itself, because they act on executions; one module each."""

from dalsegno_executor.own_tasks.interface import Call, OwnTask, OwnTasks

__all__ = ["Call", "OwnTask", "OwnTasks"]

"""What all task types are that the executor runs itself, because they act on executions."""

from typing import NoReturn

from dalsegno_tasks.interface import Task, TaskContext, TaskFailure


class ExecutorTask(Task):
    """The fields are the type's properties; what it does belongs to the executor."""

    def run(self, context: TaskContext) -> NoReturn:  # noqa: ARG002 - the interface's
        raise TaskFailure(f"A task of type {self.type_name} is run by the executor itself, never by a worker.")

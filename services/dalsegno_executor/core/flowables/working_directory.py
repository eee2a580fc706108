"""flow.WorkingDirectory: one lane, whose tasks share a directory."""

from typing import ClassVar

from dalsegno_executor.core.flowables.interface import Flowable


class WorkingDirectory(Flowable):
    """Its directory is a matter of `own_tasks/working_directory.py`; files are taken out of it when it is its turn."""

    type_names: ClassVar[tuple[str, ...]] = (
        "io.kestra.plugin.core.flow.WorkingDirectory",
        "io.kestra.core.tasks.flows.WorkingDirectory",
        "io.kestra.core.tasks.flows.Worker",
    )
    turns: ClassVar[bool] = True
    has_directory: ClassVar[bool] = True
    late_properties: ClassVar[frozenset[str]] = frozenset(("outputFiles",))

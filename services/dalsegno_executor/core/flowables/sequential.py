"""flow.Sequential: one lane."""

from typing import ClassVar

from dalsegno_executor.core.flowables.interface import Flowable


class Sequential(Flowable):
    type_names: ClassVar[tuple[str, ...]] = (
        "io.kestra.plugin.core.flow.Sequential",
        "io.kestra.core.tasks.flows.Sequential",
    )
    plain: ClassVar[bool] = True

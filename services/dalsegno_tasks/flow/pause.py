from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator

from dalsegno_tasks.flow.flowable import Flowable
from dalsegno_tasks.properties import Duration, upper

Behavior = Annotated[Literal["RESUME", "WARN", "CANCEL", "FAIL"], BeforeValidator(upper)]


class Pause(Flowable):
    """Pauses the execution until somebody resumes it, or until `pause_duration` is over."""

    type_name = "io.kestra.plugin.core.flow.Pause"
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.flows.Pause",)

    pause_duration: Duration | None = None
    delay: Duration | None = None  # deprecated: the old name of pauseDuration
    behavior: Behavior = "RESUME"  # what follows when `pause_duration` is over
    on_resume: Any = None  # inputs, which the flow's own rules check

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from dalsegno_tasks.flow.flowable import Flowable
from dalsegno_tasks.properties import Duration, upper

Behavior = Annotated[Literal["RESUME", "WARN", "CANCEL", "FAIL"], BeforeValidator(upper)]


class Pause(Flowable):
    """Pauses the execution until somebody resumes it, or until `pause_duration` is over."""

    type_name = "io.kestra.plugin.core.flow.Pause"
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.flows.Pause",)

    pause_duration: Duration | None = Field(None, description="How long to wait for somebody; for ever when left out.")
    delay: Duration | None = Field(None, description="Deprecated: the old name of `pauseDuration`.")
    behavior: Behavior = Field("RESUME", description="What follows when `pauseDuration` is over.")
    on_resume: Any = Field(None, description="The inputs to ask for, as a flow has them.")

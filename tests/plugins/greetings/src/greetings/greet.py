from typing import Any, ClassVar

from pydantic import Field, PositiveInt

from dalsegno_tasks import Outputs, Task, TaskContext, TaskFailure

EXAMPLE = """\
id: greeting
namespace: company.team

tasks:
  - id: greet
    type: com.example.greetings.Greet
    name: Ada
"""


class Greet(Task):
    """Greets somebody."""

    type_name = "com.example.greetings.Greet"
    aliases: ClassVar[tuple[str, ...]] = ("com.example.Hello",)
    light: ClassVar[bool] = True
    outputs_properties: ClassVar[dict[str, Any]] = {"value": {"type": "string", "description": "The greeting."}}
    examples: ClassVar[tuple[str, ...]] = (EXAMPLE,)

    name: str = Field(description="Who is greeted.")
    times: PositiveInt = Field(1, description="How often.")

    def run(self, context: TaskContext) -> Outputs:
        if not self.name.strip():
            raise TaskFailure("Nobody can be greeted: `name` is blank. Give a name.")
        greeting = " ".join([f"Hello {self.name}!"] * self.times)
        context.log.info(greeting)
        return {"value": greeting}

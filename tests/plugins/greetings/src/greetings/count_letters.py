from typing import Any, ClassVar

from pydantic import Field

from dalsegno_tasks import Outputs, Task, TaskContext


class CountLetters(Task):
    """Counts the letters of a stored file, and stores them one a line."""

    type_name = "com.example.greetings.CountLetters"
    outputs_properties: ClassVar[dict[str, Any]] = {
        "count": {"type": "integer", "description": "How many there are."},
        "uri": {"type": "string", "description": "The address of the file of letters."},
    }

    from_: str = Field(alias="from", description="The address of a stored file of UTF-8.")

    def run(self, context: TaskContext) -> Outputs:
        with context.open(self.from_) as stream:
            letters = [character for character in stream.read().decode() if character.isalpha()]
        with context.create("letters.txt") as file:
            file.write("\n".join(letters).encode())
        context.count("letters", len(letters))
        return {"count": len(letters), "uri": file.uri}

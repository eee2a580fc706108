from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.file_patterns import found_anywhere
from dalsegno_tasks.interface import Outputs, Task, TaskContext
from dalsegno_tasks.properties import Text, from_json


class DeleteFiles(Task):
    """Removes files of a namespace."""

    type_name: ClassVar[str] = "io.kestra.plugin.core.namespace.DeleteFiles"
    effects = Effects.IDEMPOTENT

    namespace: Text = Field(description="The namespace of the files.")
    files: Annotated[list[Text] | Text, BeforeValidator(from_json)] = Field(description="Names or patterns of them.")
    delete_parent_folder: bool = Field(
        False, description="Without effect: folders are there as long as they have files."
    )

    def run(self, context: TaskContext) -> Outputs:
        there = context.files.of_namespace(self.namespace)
        patterns = [self.files] if isinstance(self.files, str) else self.files
        chosen = {there[name].uri: f"/{name}" for name in found_anywhere(there, patterns)}
        deleted = {chosen[uri]: uri for uri in context.files.delete(list(chosen))}
        context.count("deleted", len(deleted))
        return {"files": deleted}

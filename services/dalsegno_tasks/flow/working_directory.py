from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from dalsegno_tasks.flow.flowable import Flowable, Part
from dalsegno_tasks.namespace.namespace_files import NamespaceFiles
from dalsegno_tasks.properties import Duration, Text, TextList, from_json


class Cache(Part):
    """Files that are kept from one execution to the next."""

    patterns: TextList = Field(description="The files to keep, as globs.")
    ttl: Duration | None = Field(None, description="How long they are kept; for ever when left out.")


class WorkingDirectory(Flowable):
    """Runs its tasks one after the other in one directory."""

    type_name = "io.kestra.plugin.core.flow.WorkingDirectory"
    aliases: ClassVar[tuple[str, ...]] = (
        "io.kestra.core.tasks.flows.WorkingDirectory",
        "io.kestra.core.tasks.flows.Worker",
    )

    cache: Cache | None = Field(None, description="Files that are kept from one execution to the next.")
    namespace_files: NamespaceFiles | None = Field(None, description="Files of the namespace to put there.")
    input_files: Annotated[dict[str, Text | None], BeforeValidator(from_json)] | str | None = Field(
        None, description="Names, with the content or the address of a stored file; null makes an empty file."
    )
    output_files: TextList | None = Field(None, description="The files to store at the end, as globs.")

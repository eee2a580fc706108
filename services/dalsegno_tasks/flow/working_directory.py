from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from dalsegno_tasks.flow.flowable import Flowable, Part
from dalsegno_tasks.namespace.namespace_files import NamespaceFiles
from dalsegno_tasks.properties import Duration, Text, TextList, from_json


class Cache(Part):
    """Files that are kept from one execution to the next."""

    patterns: TextList
    ttl: Duration | None = None


class WorkingDirectory(Flowable):
    """Runs its tasks one after the other in one directory."""

    type_name = "io.kestra.plugin.core.flow.WorkingDirectory"
    aliases: ClassVar[tuple[str, ...]] = (
        "io.kestra.core.tasks.flows.WorkingDirectory",
        "io.kestra.core.tasks.flows.Worker",
    )

    cache: Cache | None = None
    namespace_files: NamespaceFiles | None = None
    # Names, with the content or the address of a stored file; null makes an empty file.
    input_files: Annotated[dict[str, Text | None], BeforeValidator(from_json)] | str | None = None
    output_files: TextList | None = None

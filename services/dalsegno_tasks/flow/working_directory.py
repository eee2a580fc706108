from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from dalsegno_tasks.flow.flowable import Flowable, Part
from dalsegno_tasks.properties import Duration, TextList, TextMap, upper

IfExists = Annotated[Literal["OVERWRITE", "FAIL", "WARN", "IGNORE"], BeforeValidator(upper)]


class Cache(Part):
    """Files that are kept from one execution to the next."""

    patterns: TextList
    ttl: Duration | None = None


class NamespaceFiles(Part):
    """Which files of namespaces are put into the directory."""

    enabled: bool = True
    include: TextList = Field(default_factory=list)
    exclude: TextList = Field(default_factory=list)
    namespaces: TextList = Field(default_factory=lambda: ["{{ flow.namespace }}"])
    if_exists: IfExists = "OVERWRITE"
    folder_per_namespace: bool = False


class WorkingDirectory(Flowable):
    """Runs its tasks one after the other in one directory."""

    type_name = "io.kestra.plugin.core.flow.WorkingDirectory"
    aliases: ClassVar[tuple[str, ...]] = (
        "io.kestra.core.tasks.flows.WorkingDirectory",
        "io.kestra.core.tasks.flows.Worker",
    )

    cache: Cache | None = None
    namespace_files: NamespaceFiles | None = None
    input_files: TextMap | str | None = None
    output_files: TextList | None = None

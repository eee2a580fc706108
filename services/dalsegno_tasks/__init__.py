"""Task types and the interface through which plugins add more."""

from dalsegno_tasks.catalog import Catalog, CatalogError, DuplicateTaskType, UnknownTaskType
from dalsegno_tasks.checking import PropertyProblem, build, check_properties, schema
from dalsegno_tasks.interface import KeyValues, OutputFile, Outputs, Place, Task, TaskContext, TaskFailure, TaskLog

__all__ = [
    "Catalog",
    "CatalogError",
    "DuplicateTaskType",
    "KeyValues",
    "OutputFile",
    "Outputs",
    "Place",
    "PropertyProblem",
    "Task",
    "TaskContext",
    "TaskFailure",
    "TaskLog",
    "UnknownTaskType",
    "build",
    "check_properties",
    "schema",
]

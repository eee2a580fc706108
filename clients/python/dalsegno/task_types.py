"""What can be asked of task types; each operation stands here once, for both clients."""

from dalsegno import methods
from dalsegno.api.registry.v1 import registry_pb2 as registry
from dalsegno.drivers import Awaiting, Blocking, Group, operation, stream
from dalsegno.steps import Steps, Stream, every_page, insist


class TaskTypeOperations(Group):
    @stream
    def list(self, text: str = "", *, page_size: int = 0) -> Stream[registry.TaskType]:
        """Iterates over the task types with a text in a name or in the title; pages are read as needed."""
        request = registry.ListTaskTypesRequest(text=text, page_size=page_size)
        yield from every_page(self.patience, methods.LIST_TASK_TYPES, request, lambda page: page.task_types)

    @stream
    def faults(self) -> Stream[registry.PluginFault]:
        """Iterates over what installed plugins announce and cannot be used."""
        request = registry.ListTaskTypesRequest(page_size=1000)
        yield from every_page(self.patience, methods.LIST_TASK_TYPES, request, lambda page: page.plugin_faults)

    @operation
    def get(self, task_type: str) -> Steps[registry.GetTaskSchemaResponse]:
        """Returns the reference of a task type, by its name or an old one: JSON Schemas and examples.

        Raises:
            NotFound: TASK_TYPE_NOT_FOUND; the message names the nearest one.
        """
        request = registry.GetTaskSchemaRequest(type=task_type)
        return (yield from insist(self.patience, methods.GET_TASK_SCHEMA, request))


class TaskTypes(TaskTypeOperations, Blocking):
    pass


class AsyncTaskTypes(TaskTypeOperations, Awaiting):
    pass

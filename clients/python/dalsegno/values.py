"""What can be done with values that are kept by key; each operation stands here once, for both clients."""

import json
from datetime import timedelta
from typing import Any

from google.protobuf.duration_pb2 import Duration

from dalsegno import methods
from dalsegno.api.storage.v1 import storage_pb2 as storage
from dalsegno.drivers import Awaiting, Blocking, Group, operation, stream
from dalsegno.errors import InvalidRequest
from dalsegno.steps import Steps, Stream, ask, every_page, insist


class ValueOperations(Group):
    @operation
    def put(
        self,
        namespace: str,
        key: str,
        value: Any,
        *,
        time_to_live: timedelta | None = None,
        overwrite: bool = True,
        description: str = "",
    ) -> Steps[storage.Value]:
        """Keeps a JSON value under a key; whoever writes last wins. Returns what was written, without its JSON.

        Without `overwrite` the call is not repeated when there is no answer: it may have been carried out.

        Raises:
            Refused: VALUE_EXISTS, without `overwrite`.
            InvalidRequest: it is not a JSON value, or over 1 MiB.
        """
        lifetime = None
        if time_to_live is not None:
            lifetime = Duration()
            lifetime.FromTimedelta(time_to_live)
        request = storage.PutValueRequest(
            namespace=namespace,
            key=key,
            json=_as_json(key, value),
            time_to_live=lifetime,
            overwrite=overwrite,
            description=description,
        )
        if not overwrite:
            return (yield from ask(methods.PUT_VALUE, request)).value
        return (yield from insist(self.patience, methods.PUT_VALUE, request)).value

    @operation
    def get(self, namespace: str, key: str) -> Steps[Any]:
        """Returns the JSON value of a key.

        Raises:
            NotFound: VALUE_NOT_FOUND; also when its time is over.
        """
        request = storage.GetValueRequest(namespace=namespace, key=key)
        return json.loads((yield from insist(self.patience, methods.GET_VALUE, request)).value.json)

    @operation
    def delete(self, namespace: str, key: str) -> Steps[bool]:
        """Removes the value of a key, and tells whether there was one."""
        request = storage.DeleteValueRequest(namespace=namespace, key=key)
        return (yield from insist(self.patience, methods.DELETE_VALUE, request)).deleted

    @stream
    def list(self, namespace: str, key_prefix: str = "", *, page_size: int = 0) -> Stream[storage.Value]:
        """Iterates over the values of a namespace by key, without their JSON; pages are read as needed."""
        request = storage.ListValuesRequest(namespace=namespace, key_prefix=key_prefix, page_size=page_size)
        yield from every_page(self.patience, methods.LIST_VALUES, request, lambda page: page.values)


def _as_json(key: str, value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise InvalidRequest(
            f"The value for {key} is not JSON: {error}. Give texts, numbers, lists and maps."
        ) from error


class Values(ValueOperations, Blocking):
    pass


class AsyncValues(ValueOperations, Awaiting):
    pass

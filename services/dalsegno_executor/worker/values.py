"""Values of the storage service, for tasks."""

import json
from datetime import timedelta
from typing import Any

from dalsegno.api.storage.v1 import storage_pb2 as pb
from dalsegno_executor.worker.patience import Patience, Refused
from dalsegno_tasks import TaskFailure

NOT_FOUND = "VALUE_NOT_FOUND"
PAGE_SIZE = 1000


class StoredValues:
    """Implements `dalsegno_tasks.KeyValues`; every call is made again while storage is away."""

    def __init__(self, stub: Any, namespace: str, patience: Patience) -> None:
        self._stub = stub
        self._namespace = namespace
        self._patience = patience

    def get(self, key: str, default: Any = None) -> Any:
        request = pb.GetValueRequest(namespace=self._namespace, key=key)
        try:
            return json.loads(self._ask("GetValue", request, "read").value.json)
        except Refused as refused:
            if refused.reason == NOT_FOUND:
                return default
            raise

    def put(
        self,
        key: str,
        value: Any,
        *,
        time_to_live: timedelta | None = None,
        overwrite: bool = True,
        description: str = "",
    ) -> int:
        try:
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
            request = pb.PutValueRequest(
                namespace=self._namespace, key=key, json=text, overwrite=overwrite, description=description
            )
        except (TypeError, ValueError) as error:
            raise TaskFailure(f"The value for {key} cannot be written as JSON: {error}.") from error
        if time_to_live is not None:
            request.time_to_live.FromTimedelta(time_to_live)
        return int(self._ask("PutValue", request, "written").value.version)

    def delete(self, key: str) -> bool:
        # Looked at before: when the call is made again, only the one that removed the value would say so.
        request = pb.ListValuesRequest(namespace=self._namespace, key_prefix=key, page_size=1)
        there = any(value.key == key for value in self._ask("ListValues", request, "looked for", key).values)
        deleted = self._ask("DeleteValue", pb.DeleteValueRequest(namespace=self._namespace, key=key), "deleted").deleted
        return there or bool(deleted)

    def keys(self, prefix: str = "") -> list[str]:
        found: list[str] = []
        request = pb.ListValuesRequest(namespace=self._namespace, key_prefix=prefix, page_size=PAGE_SIZE)
        while True:
            page = self._ask("ListValues", request, "listed", f"{prefix}*")
            found += [value.key for value in page.values]
            if not page.next_page_token:
                return found
            request.page_token = page.next_page_token

    def _ask(self, method: str, request: Any, done: str, key: str = "") -> Any:
        call = getattr(self._stub, method)
        what = f"The value {key or request.key} of {self._namespace} cannot be {done}"
        return self._patience.insist(lambda: call(request), what)

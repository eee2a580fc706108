"""Values by key: put, read, deleted, listed."""

from collections.abc import Sequence
from contextlib import suppress

from dalsegno_runtime.clock import Clock
from dalsegno_runtime.errors import ServiceError
from dalsegno_storage.core.errors import ValueExists, ValueNotFound
from dalsegno_storage.core.values import Value, ValueIntent
from dalsegno_storage.ports import ValueRepository


class ValueService:
    """A value that is over is not there for anybody, whether or not its row was removed yet."""

    def __init__(self, repository: ValueRepository, clock: Clock) -> None:
        self._repository = repository
        self._clock = clock

    async def put(self, intent: ValueIntent) -> Value:
        """Writes a value; durable when this returns.

        Raises:
            ValueExists: there is one, and it is not to be overwritten.
            StorageFull: there is no room.
        """
        now = self._clock()
        expire_time = None if intent.time_to_live is None else now + intent.time_to_live
        written, value = await self._repository.put(intent, now=now, expire_time=expire_time)
        if not written:
            raise ValueExists(intent.namespace, intent.key, value.version)
        return value

    async def get(self, namespace: str, key: str) -> Value:
        """Raises ValueNotFound."""
        now = self._clock()
        value = await self._repository.find(namespace, key)
        if value is not None and not value.is_over(now):
            return value
        if value is not None:
            with suppress(ServiceError):  # it is not found, whether or not it can be removed now
                await self._repository.sweep(now)
        raise ValueNotFound(namespace, key)

    async def delete(self, namespace: str, key: str) -> bool:
        return await self._repository.delete(namespace, key, now=self._clock())

    async def list(self, namespace: str, prefix: str, *, after: str | None, limit: int) -> Sequence[Value]:
        return await self._repository.list(namespace, prefix, now=self._clock(), after=after, limit=limit)

"""One lock a digest, so that what happens to one blob happens in turn."""

import asyncio
from weakref import WeakValueDictionary


class DigestLocks:
    """A lock lives while somebody holds it or waits for it."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def of(self, digest: str) -> asyncio.Lock:
        lock = self._locks.get(digest)
        if lock is None:
            lock = self._locks[digest] = asyncio.Lock()
        return lock

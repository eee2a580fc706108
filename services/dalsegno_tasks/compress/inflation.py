"""How much an archive or a file from an untrusted source may inflate to.

What it says of sizes itself is not believed: everything is counted as it is inflated. Limits, each a constant below and
settable by an environment variable of the worker:

    DALSEGNO_UNZIP_MAX_BYTES     50 GiB inflated, all entries together
    DALSEGNO_UNZIP_MAX_ENTRIES   100,000 entries
    DALSEGNO_UNZIP_MAX_RATIO     1,000 inflated bytes for each compressed one, past the first 100 MiB
                                 (deflate itself cannot pass 1,032; real data stays below 100)
"""

import os
from dataclasses import dataclass
from typing import Self

from dalsegno_tasks.interface import TaskFailure

MAX_BYTES = 50 << 30
MAX_ENTRIES = 100_000
MAX_RATIO = 1_000
RATIO_FREE_BYTES = 100 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class InflationLimits:
    """What one archive, or one file, may inflate to."""

    max_bytes: int = MAX_BYTES
    max_entries: int = MAX_ENTRIES
    max_ratio: int = MAX_RATIO
    ratio_free_bytes: int = RATIO_FREE_BYTES

    @classmethod
    def from_environment(cls) -> Self:
        return cls(
            max_bytes=int(os.environ.get("DALSEGNO_UNZIP_MAX_BYTES", MAX_BYTES)),
            max_entries=int(os.environ.get("DALSEGNO_UNZIP_MAX_ENTRIES", MAX_ENTRIES)),
            max_ratio=int(os.environ.get("DALSEGNO_UNZIP_MAX_RATIO", MAX_RATIO)),
        )


@dataclass(slots=True)
class Inflation:
    """Bytes inflated so far, over all entries."""

    limits: InflationLimits
    inflated_bytes: int = 0

    def add(self, what: str, chunk_bytes: int) -> None:
        """Counts bytes that came out; `what`, such as "entry 'a'", begins no sentence. Raises TaskFailure."""
        self.inflated_bytes += chunk_bytes
        if self.inflated_bytes > self.limits.max_bytes:
            raise TaskFailure(
                f"It inflates to more than {self.limits.max_bytes} bytes (in {what}). "
                "If it can be trusted, raise DALSEGNO_UNZIP_MAX_BYTES on the worker."
            )

    def check_ratio(self, what: str, inflated_bytes: int, compressed_bytes: int) -> None:
        """Compares what came out of something with what it came from. Raises TaskFailure."""
        compressed_bytes = max(compressed_bytes, 1)
        limits = self.limits
        if inflated_bytes > limits.ratio_free_bytes and inflated_bytes > compressed_bytes * limits.max_ratio:
            raise TaskFailure(
                f"{what[0].upper()}{what[1:]} inflates to more than {limits.max_ratio} times its {compressed_bytes} "
                "compressed bytes, as archive bombs do. If it can be trusted, raise DALSEGNO_UNZIP_MAX_RATIO on the "
                "worker."
            )

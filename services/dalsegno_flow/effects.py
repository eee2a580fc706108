"""What running a task does outside, for those who think of running it again. Kestra has no such property."""

from enum import StrEnum


class Effects(StrEnum):
    PURE = "PURE"  # it does nothing but give outputs
    IDEMPOTENT = "IDEMPOTENT"  # done again, it leaves things as if it had been done once
    EFFECTFUL = "EFFECTFUL"  # it changes something outside each time
    IRREVERSIBLE = "IRREVERSIBLE"  # it must not be done again without somebody's word

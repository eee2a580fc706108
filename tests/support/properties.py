"""How property tests draw their examples: the same ones in every run, so that a suite that passed passes again.

DALSEGNO_EXPLORE=20 draws others in every run, and twenty times as many: to look for what nobody has found yet.
"""

import os

from hypothesis import HealthCheck, Phase, settings

_TIMES = int(os.environ.get("DALSEGNO_EXPLORE", "0"))

settings.register_profile(
    "dalsegno",
    derandomize=not _TIMES,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate, Phase.shrink],  # without explaining, which takes longer than all of it
)
settings.load_profile("dalsegno")


def examples(count: int) -> settings:
    """The settings of a test that draws so many."""
    return settings(max_examples=count * max(_TIMES, 1))

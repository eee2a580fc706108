"""Every scenario is played twice: on an executor in this process, and on the real services."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from support.stage import Stage
from support.stages import on_bench, on_services


@pytest.fixture(params=["unit", "system"])
async def stage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    if request.param == "unit":
        async with on_bench(tmp_path) as made:
            yield made
    else:
        async with on_services(request.getfixturevalue("stack")) as made:
            yield made

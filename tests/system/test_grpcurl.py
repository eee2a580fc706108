"""docs/grpcurl.md is true: its commands run in order and print what stands below them."""

import os
import re
import shutil
import subprocess
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from support.stack import Stack

PAGE = Path(__file__).resolve().parents[2] / "docs" / "grpcurl.md"
FLOW_ID = "by_hand"
END_OF_BLOCK = "=== end of block ==="
DEADLINE_SECONDS = 60

# Each example of the page: a block of commands and the block of what they print.
EXAMPLE = re.compile(r"^```bash\n(.*?)^```\n\n```(?:text|json|proto)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CHANGING = re.compile(r'\b[0-9a-f]{64}\b|\b[0-9A-Za-z]{22}\b|\b20\d\d-\d\d-\d\dT[\d:.]+Z|"[\d.]+s"')
ID_LENGTH = 22


def masked(outputs: list[str]) -> list[str]:
    """Ids and digests become numbers in the order in which they first appear, equal ones equal numbers.

    Times and durations become the same word. Blanks are taken together: how grpcurl indents differs between its builds.
    """
    seen: dict[str, str] = {}

    def number(found: re.Match[str]) -> str:
        if found[0].endswith(("Z", 's"')) and len(found[0]) != ID_LENGTH:
            return "TIME"
        return seen.setdefault(found[0], f"ID-{len(seen) + 1}")

    return [re.sub(r"[ \t]+", " ", CHANGING.sub(number, output)) for output in outputs]


def run_in_one_session(commands: list[str], environment: dict[str, str]) -> list[str]:
    script = "".join(f"{block}\necho '{END_OF_BLOCK}'\n" for block in commands)
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail"],
        input=f"exec 2>&1\n{script}",
        env=environment,
        capture_output=True,
        text=True,
        timeout=DEADLINE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout.split(f"{END_OF_BLOCK}\n")[:-1]


def test_every_block_of_commands_shows_what_it_prints() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert len(EXAMPLE.findall(page)) == page.count("```bash\n")


def test_the_page_tells_what_the_services_answer(request: pytest.FixtureRequest) -> None:
    path = os.pathsep.join([os.environ["PATH"], str(Path.home() / "go" / "bin")])
    for command in ("grpcurl", "bash", "python3"):
        if shutil.which(command, path=path) is None:
            pytest.skip(f"{command} is neither on PATH nor in ~/go/bin")
    stack: Stack = request.getfixturevalue("stack")
    examples = EXAMPLE.findall(PAGE.read_text(encoding="utf-8"))
    flow_id = f"{FLOW_ID}_{uuid.uuid4().hex[:8]}"

    printed = run_in_one_session(
        [commands.replace(FLOW_ID, flow_id) for commands, _ in examples], {**stack.environment, "PATH": path}
    )

    shown = [output for _, output in examples]
    assert masked([output.replace(flow_id, FLOW_ID) for output in printed]) == masked(shown)

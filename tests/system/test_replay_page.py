"""docs/replay.md is true: its links lead to scenarios, and its commands print what stands below them."""

import re
import subprocess
import sys
from pathlib import Path

from support.stack import Stack

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "replay.md").read_text(encoding="utf-8")
SCENARIOS = ROOT / "tests" / "scenarios"
LINK = re.compile(r"\[(\w+)\]\(\.\./tests/scenarios/(\w+\.py)\)")
EXAMPLE = re.compile(r"^```bash\n(.*?)^```\n\n```text\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CHANGING = re.compile(r"\b[0-9a-f]{64}\b|\b[0-9A-Za-z]{22}\b|\b[\d.]+ (?:ms|s)\b")
REPAIRED = ("execution.Fail, condition: \"{{ taskrun.value == 'south' }}\"", "debug.Return, format: loaded")
FAILED = 1


def test_every_link_leads_to_a_scenario() -> None:
    found = {(name, file) for name, file in LINK.findall(PAGE)}
    there = {
        (name, file.name)
        for file in SCENARIOS.glob("test_*.py")
        for name in re.findall(r"^async def test_(\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert sorted(found - there) == []
    assert len(found) == len({name for name, _ in found}) > 0


def test_every_example_prints_what_stands_below_it(own_stack: Stack) -> None:
    source = re.search(r"^```yaml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert source is not None
    for number, flow in enumerate((source[1], source[1].replace(*REPAIRED)), 1):
        assert flow.count("debug.Return") == number + 2
        file = own_stack.directory / f"rev{number}.yaml"
        file.write_text(flow, encoding="utf-8")
        run(own_stack, f"dalsegno flow put {file}")
        if number == FAILED:
            run(own_stack, "dalsegno execution run company.team.rides", FAILED)
    for command, told in EXAMPLE.findall(PAGE):
        assert masked(run(own_stack, command)) == masked(told), command


def run(stack: Stack, command: str, code: int = 0) -> str:
    environment = {**stack.environment, "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "NO_COLOR": "1"}
    done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def masked(text: str) -> str:
    return CHANGING.sub("…", text).strip()

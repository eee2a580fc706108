"""The README tells the truth: its first command, its transcript, its links."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
# What differs from run to run.
MASKS = {
    r"\b[0-9A-Za-z]{22}\b": "<id>",
    r"\b\d+(\.\d+)? (ms|s)\b": "<duration>",
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}": "<time>",
    r"\b(size|response\.length) [\d,]+": r"\1 <size>",
    r" +": " ",
}


def masked(line: str) -> str:
    for pattern, mask in MASKS.items():
        line = re.sub(pattern, mask, line)
    return line.rstrip()


def test_it_is_short_enough_to_be_read() -> None:
    assert len(README.splitlines()) <= 130


def test_its_first_command_is_the_demo_and_its_transcript_is_what_the_demo_prints() -> None:
    commands = re.findall(r"^    (python3 dev\.py .*?)(?:  +#.*)?$", README, re.MULTILINE)
    assert commands[:2] == ["python3 dev.py demo", "python3 dev.py test"]
    demo = subprocess.run(
        [sys.executable, ROOT / "examples" / "divvy_tripdata" / "demo.py"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert demo.returncode == 0, demo.stdout + demo.stderr

    printed = iter([masked(line) for line in demo.stdout.splitlines()])
    for block in re.findall(r"```transcript\n(.*?)```", README, re.DOTALL):
        for line in block.splitlines():
            if line:
                # In this order; the demo prints more in between.
                assert masked(line) in printed, line


@pytest.mark.parametrize("document", sorted(str(p.relative_to(ROOT)) for p in ROOT.glob("*.md")))
def test_links_lead_somewhere(document: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", (ROOT / document).read_text()):
        if not target.startswith("http"):
            assert (ROOT / document).parent.joinpath(target).exists(), target

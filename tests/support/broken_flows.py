"""Flows with a mistake in tests/broken_flows, each with what is right in its place.

`<<wrong=>right>>` stands for one or the other; either may be empty. The head is comments that are YAML:

    # about: one sentence
    # rule: the first of the rules that find it; left out where no edit mends the flow
    # needs: as in `written_flows`
    # inputs: what a replay of the fix is given
    # ends: the state of that replay; SUCCESS when left out, "" where it is not replayed
    # with: other flows that it runs; those have no mistake
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[1] / "broken_flows"
KNOWN = frozenset(("about", "rule", "needs", "inputs", "ends", "with", "alone"))
_CHOICE = re.compile(r"<<(.*?)=>(.*?)>>", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenFlow:
    name: str
    wrong: str
    right: str
    head: Mapping[str, Any]


def read_broken(name: str, made: Mapping[str, str]) -> BrokenFlow:
    """`made` are the addresses that stand in the flow as words, such as $WEB."""
    source = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    for word, value in made.items():
        source = source.replace(word, value)
    head = yaml.safe_load("\n".join(line[2:] for line in source.splitlines() if line.startswith("# ")))
    assert head.keys() <= KNOWN, f"{name} says {head.keys() - KNOWN}"
    return BrokenFlow(name=name, wrong=_CHOICE.sub(r"\1", source), right=_CHOICE.sub(r"\2", source), head=head)


def all_broken() -> list[str]:
    return sorted(file.stem for file in FOLDER.glob("*.yaml"))

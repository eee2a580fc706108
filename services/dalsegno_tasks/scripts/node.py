from pathlib import Path
from typing import ClassVar

from pydantic import Field

from dalsegno_tasks.properties import Text, TextList
from dalsegno_tasks.scripts.script_task import ScriptTask, Workplace, in_place

HELPERS = Path(__file__).parent / "helpers" / "node"


class NodeTask(ScriptTask):
    """What scripts of Node.js have in common: where they find a helper for outputs and metrics."""

    default_image: ClassVar[str] = "node"

    def _prepare(self, place: Workplace) -> None:
        if place.docker is None:
            place.join("NODE_PATH", str(HELPERS))


class Commands(NodeTask):
    """Runs commands beside Node.js, such as `node main.js`."""

    type_name = "io.kestra.plugin.scripts.node.Commands"

    commands: TextList = Field(description="The commands, which run one after the other.")

    def lines(self, place: Workplace) -> list[str]:
        self._prepare(place)
        return in_place(self.commands, place)


class Script(NodeTask):
    """Runs a script of Node.js."""

    type_name = "io.kestra.plugin.scripts.node.Script"

    script: Text = Field(description="The script.")

    def lines(self, place: Workplace) -> list[str]:
        self._prepare(place)
        return [f"node {place.write(place.copies.put_into(self.script), '.js')}"]

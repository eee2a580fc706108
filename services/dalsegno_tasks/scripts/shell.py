from pydantic import Field

from dalsegno_tasks.properties import Text, TextList
from dalsegno_tasks.scripts.script_task import ScriptTask, Workplace, in_place


class Commands(ScriptTask):
    """Runs shell commands, one after the other."""

    type_name = "io.kestra.plugin.scripts.shell.Commands"

    commands: TextList = Field(description="The commands, which run one after the other.")

    def lines(self, place: Workplace) -> list[str]:
        return in_place(self.commands, place)


class Script(ScriptTask):
    """Runs a shell script."""

    type_name = "io.kestra.plugin.scripts.shell.Script"

    script: Text = Field(description="The script.")

    def lines(self, place: Workplace) -> list[str]:
        return in_place([self.script], place)

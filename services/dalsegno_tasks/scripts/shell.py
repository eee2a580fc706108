from dalsegno_tasks.properties import Text, TextList
from dalsegno_tasks.scripts.script_task import ScriptTask, Workplace, in_place


class Commands(ScriptTask):
    """Runs shell commands, one after the other."""

    type_name = "io.kestra.plugin.scripts.shell.Commands"

    commands: TextList

    def lines(self, place: Workplace) -> list[str]:
        return in_place(self.commands, place)


class Script(ScriptTask):
    """Runs a shell script."""

    type_name = "io.kestra.plugin.scripts.shell.Script"

    script: Text

    def lines(self, place: Workplace) -> list[str]:
        return in_place([self.script], place)

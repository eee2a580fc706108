"""Expressions for the items of a file: the rows of a table, or any lines that are maps."""

import json
from collections.abc import Iterator
from typing import Any

from dalsegno_flow.expressions import Engine, ExpressionError
from dalsegno_tasks.interface import TaskContext, TaskFailure
from dalsegno_tasks.properties import ItemTemplate
from dalsegno_tasks.serdes.ion_text import iterate_rows


class ItemExpression:
    """Renders one expression for item after item; its names are the item's fields, and those of the flow behind them.

    It has the functions of the language alone, not those that ask the platform, such as kv().
    """

    def __init__(self, expression: ItemTemplate) -> None:
        self.template = expression.template
        self._variables = expression.variables
        self._engine = Engine()

    def value(self, item: dict[str, Any], number: int) -> Any:
        """The value of the expression for an item; None is null.

        Raises:
            TaskFailure: it cannot be rendered.
        """
        try:
            return self._engine.render_typed(self.template, {**self._variables, **item})
        except ExpressionError as error:
            raise TaskFailure(
                f"The expression `{self.template}` cannot be rendered for item {number}, {_shown(item)}: {error}"
            ) from error


def items_of(context: TaskContext, uri: str) -> Iterator[tuple[dict[str, Any], str]]:
    """The items of a stored file, each with its JSON on one line.

    Raises:
        TaskFailure: a line is no map.
    """
    with context.open(uri) as stream:
        for number, (row, text) in enumerate(iterate_rows(stream), start=1):
            if not isinstance(row, dict):
                raise TaskFailure(
                    f"Item {number} is a list, {_shown(row)}, so that its fields have no names. Give a file of maps, "
                    "such as CsvToIon makes with a header."
                )
            yield json.loads(text), text


def _shown(item: Any) -> str:
    text = json.dumps(item, ensure_ascii=False, default=str)
    return text if len(text) <= 100 else text[:100] + " ..."

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from dalsegno_flow.effects import Effects
from dalsegno_flow.truth import is_true
from dalsegno_tasks.interface import Outputs, Task, TaskContext, TaskFailure
from dalsegno_tasks.properties import ItemText, upper

if TYPE_CHECKING:
    from dalsegno_tasks.storage.items import ItemExpression


class FilterItems(Task):
    """Stores the items of a file for which a condition is true, or those for which it is not."""

    type_name: ClassVar[str] = "io.kestra.plugin.core.storage.FilterItems"
    effects = Effects.PURE
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.storages.FilterItems",)
    for_items: ClassVar[frozenset[str]] = frozenset(("filterCondition",))

    from_: str = Field(alias="from", description="The address of the file of items.")
    filter_condition: ItemText = Field(description="A template over the fields of each item.")
    filter_type: Annotated[Literal["INCLUDE", "EXCLUDE"], BeforeValidator(upper)] = Field(
        "INCLUDE", description="Whether items for which it is true are kept, or left out."
    )
    error_or_null_behavior: Annotated[Literal["FAIL", "INCLUDE", "EXCLUDE"], BeforeValidator(upper)] = Field(
        "FAIL", description="What becomes of an item whose condition cannot be rendered, or is null."
    )

    def run(self, context: TaskContext) -> Outputs:
        from dalsegno_tasks.serdes.row_output import write_rows
        from dalsegno_tasks.storage.items import ItemExpression, items_of

        condition = ItemExpression(self.filter_condition)
        processed = 0

        def chosen() -> Iterator[str]:
            nonlocal processed
            for item, text in items_of(context, self.from_):
                processed += 1
                if self._keeps(condition, item, processed):
                    yield text

        with context.create("items.ion") as file:
            kept = write_rows(file, chosen())
        return {"uri": file.uri, "processedItemsTotal": processed, "droppedItemsTotal": processed - kept}

    def _keeps(self, condition: "ItemExpression", item: dict[str, Any], number: int) -> bool:
        try:
            value = condition.value(item, number)
            if value is None:
                raise TaskFailure(
                    f"Expression `{condition.template}` return `null` on item {number}. Set errorOrNullBehavior to "
                    "INCLUDE or EXCLUDE, or give the expression a value for such items."
                )
        except TaskFailure:
            if self.error_or_null_behavior == "FAIL":
                raise
            return self.error_or_null_behavior == "INCLUDE"
        return is_true(value) == (self.filter_type == "INCLUDE")

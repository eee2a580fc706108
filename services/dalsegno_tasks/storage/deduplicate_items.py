from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, Task, TaskContext
from dalsegno_tasks.properties import ItemText


class DeduplicateItems(Task):
    """Stores the last item of each key, in the order of the file. The keys are in memory, by their digests."""

    type_name: ClassVar[str] = "io.kestra.plugin.core.storage.DeduplicateItems"
    effects = Effects.PURE
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.storages.DeduplicateItems",)
    for_items: ClassVar[frozenset[str]] = frozenset(("expr",))

    from_: str = Field(alias="from", description="The address of the file of items.")
    expr: ItemText = Field(description="The key of an item, such as {{ id }}.")

    def run(self, context: TaskContext) -> Outputs:
        from dalsegno_tasks.serdes.row_output import write_rows
        from dalsegno_tasks.storage.items import items_of

        last = self._last_places(context)
        kept_places = set(last.values())
        processed = 0

        def kept() -> Iterator[str]:
            nonlocal processed
            for _, text in items_of(context, self.from_):
                processed += 1
                if processed in kept_places:
                    yield text

        with context.create("items.ion") as file:
            count = write_rows(file, kept())
        return {
            "uri": file.uri,
            "numKeys": len(last),
            "processedItemsTotal": processed,
            "droppedItemsTotal": processed - count,
        }

    def _last_places(self, context: TaskContext) -> dict[bytes, int]:
        """The number of the last item of each key, by the key's digest."""
        import hashlib

        from dalsegno_tasks.serdes.ion_encoding import encode_row
        from dalsegno_tasks.storage.items import ItemExpression, items_of

        key = ItemExpression(self.expr)
        last: dict[bytes, int] = {}
        for number, (item, _) in enumerate(items_of(context, self.from_), start=1):
            value = key.value(item, number)
            text = value if isinstance(value, str) else encode_row(value)
            last[hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()] = number
        return last

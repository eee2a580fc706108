"""All filters of the language, by name."""

from collections.abc import Mapping

from dalsegno_flow.expressions.callables import Filter
from dalsegno_flow.expressions.filters import collections, dates, encoding, numbers, text

FILTERS: Mapping[str, Filter] = {
    **text.FILTERS,
    **collections.FILTERS,
    **numbers.FILTERS,
    **dates.FILTERS,
    **encoding.FILTERS,
}

__all__ = ["FILTERS"]

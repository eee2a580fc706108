"""Finds circles among things that depend on each other."""

from collections.abc import Iterator, Mapping, Sequence


def cycles(graph: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Circles, so that a graph without any has none and one with some yields at least one.

    Each begins with the name at which the walk met it. `graph`: name → the names that it depends on; names without an
    entry depend on nothing. Takes time as the graph is large, and no recursion.
    """
    done: set[str] = set()
    for start in graph:
        if start in done:
            continue
        path = {start: None}  # an ordered set
        waiting = [iter(graph[start])]
        while waiting:
            name = next(waiting[-1], None)
            if name is None:
                waiting.pop()
                done.add(path.popitem()[0])
            elif name in path:
                names = list(path)
                yield names[names.index(name) :]
            elif name not in done:
                path[name] = None
                waiting.append(iter(graph.get(name, ())))

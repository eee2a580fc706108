"""Values that a flow gives to all tasks of a type at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dalsegno_flow.flowables import current_type
from dalsegno_flow.problems import Path
from dalsegno_flow.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class PluginDefault:
    """`type` is a type's name or the beginning of several. With `ref`, only what names it as `pluginDefaultsRef`."""

    type: str
    values: Mapping[str, Any] = field(default_factory=dict)
    forced: bool = False  # wins over what the task says
    ref: str = ""

    def fits(self, plugin: Mapping[str, Any]) -> bool:
        """Whether it is meant for a map that has a `type`."""
        name = plugin["type"]
        if not self.type or (self.ref and plugin.get("pluginDefaultsRef") != self.ref):
            return False
        return bool(name.startswith(self.type) or current_type(name) == current_type(self.type))


def read_plugin_defaults(reader: Reader, path: Path, value: Any) -> tuple[PluginDefault, ...]:
    items = reader.list(path, value, "each beginning with `- type:`")
    return tuple(_read(reader, (*path, index), item) for index, item in enumerate(items))


def _read(reader: Reader, path: Path, item: Any) -> PluginDefault:
    """Source of the rules: Kestra's PluginDefaultValidator."""
    data = reader.map(path, item, "with `type` and `values`")
    if data is None:
        return PluginDefault(type="")
    reader.unknown(path, data, ("type", "forced", "ref", "values"), "A plugin default")
    if data.get("values") is None:
        reader.error((*path, "values"), "Invalid Plugin Default: No 'values' provided")
    values = reader.map((*path, "values"), data.get("values"), "`property: value` on each line") or {}
    for key, given in values.items():
        if given is None:
            reader.error((*path, "values", key), f"Invalid Plugin Default: No value provided for key '{key}'")
    example = "`type: io.kestra.plugin.core.log.Log`"
    return PluginDefault(
        type=reader.required_text(path, data, "type", example, lambda _: None),
        values=values,
        forced=reader.boolean((*path, "forced"), data.get("forced")),
        ref=reader.text((*path, "ref"), data.get("ref")),
    )


def with_defaults(value: Any, defaults: Sequence[PluginDefault]) -> Any:
    """A copy of raw tasks in which every map with a `type` has its defaults.

    Of several that fit, the first one wins; a forced one wins over the task, which wins over the others. Maps are
    merged, and so are lists: what a list of defaults has comes first.
    """
    if isinstance(value, list):
        return [with_defaults(item, defaults) for item in value]
    if not isinstance(value, dict):
        return value
    plugin = {key: with_defaults(inner, defaults) for key, inner in value.items()}
    if not isinstance(plugin.get("type"), str):
        return plugin
    fitting = [default for default in defaults if default.fits(plugin)]
    for default in fitting:
        if not default.forced:
            plugin = _merged(default.values, plugin)
    for default in reversed(fitting):
        if default.forced:
            plugin = _merged(plugin, default.values)
    return plugin


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`over` laid on `under`; None hides nothing."""
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            merged[key] = _merged(below, value)
        elif isinstance(below, list) and isinstance(value, list):
            merged[key] = below + [item for item in value if item not in below]
        elif value is not None or below is None:
            merged[key] = value
    return merged

"""Inputs and labels as they are written on the command line."""

import json
import re
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from dalsegno.errors import InvalidRequest

InputOption = Annotated[
    list[str] | None,
    typer.Option(
        "--input",
        "-i",
        metavar="KEY=VALUE",
        help="Text that the input's type reads; repeatable. Others see it here: give a SECRET with --inputs-file.",
    ),
]
InputsFileOption = Annotated[
    Path | None,
    typer.Option("--inputs-file", metavar="FILE", help="A map of inputs, in JSON or YAML; - is standard input."),
]
FileOption = Annotated[
    list[str] | None,
    typer.Option("--file", metavar="KEY=PATH", help="A file to upload for a FILE input; repeatable."),
]


def pairs(written: list[str] | None, what: str, form: str = "KEY=VALUE") -> dict[str, str]:
    """Splits each at its first "=".

    Raises:
        InvalidRequest: there is none, or nothing before it, or the same key twice.
    """
    found: dict[str, str] = {}
    for pair in written or []:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise InvalidRequest(f"The {what} {pair!r} has no value. Write it as {form}.")
        if key in found:
            raise InvalidRequest(f"The {what} {key!r} is given twice; give it once.")
        found[key] = value
    return found


def all_inputs(written: list[str] | None, inputs_file: Path | None) -> dict[str, Any]:
    """Those of the file, and those of the command line, which go before.

    Raises:
        InvalidRequest: the file is neither JSON nor YAML, or holds no map.
    """
    given = pairs(written, "input")
    return {**(_read(inputs_file) if inputs_file else {}), **given}


def json_or_text(text: str) -> Any:
    """The value of a JSON text; anything else is a text."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def given_files(written: list[str] | None) -> dict[str, Path]:
    """Paths by input; each is checked before anything is sent."""
    files = {key: Path(path).expanduser() for key, path in pairs(written, "file", "KEY=PATH").items()}
    for key, path in files.items():
        if not path.is_file():
            raise InvalidRequest(f"There is no file {str(path)!r} to upload for the input {key!r}.")
    return files


def _read(path: Path) -> dict[str, Any]:
    import yaml

    try:
        # JSON is YAML too.
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
        found = yaml.load(text, Loader=_plain_loader())  # noqa: S506  # a SafeLoader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InvalidRequest(f"{path} is neither JSON nor YAML: {error}") from error
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found):
        raise InvalidRequest(f"{path} holds no map of inputs. Write `KEY: VALUE` on each line, or a JSON object.")
    return found


def _plain_loader() -> Any:
    """Reads YAML 1.2: what looks like a date, a time or "no" is a text, which the input's type reads."""
    import yaml

    class Plain(yaml.SafeLoader):
        pass

    Plain.yaml_implicit_resolvers = {}
    for name, pattern, first in (
        ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
        ("null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
        ("int", "[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
        ("float", r"[-+]?(?:(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+)", "-+0123456789."),
    ):
        Plain.add_implicit_resolver(f"tag:yaml.org,2002:{name}", re.compile(f"^(?:{pattern})$"), list(first))
    return Plain

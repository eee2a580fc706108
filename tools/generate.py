"""Makes what is committed but generated: the stubs of each language, docs/errors.md, docs/states.md and docs/tasks.md.

    python tools/generate.py                       everything that this machine has the tools for
    python tools/generate.py go java               these
    python tools/generate.py --check               compares instead of writing; lists what is stale and ends with 1
    python tools/generate.py --check --no-install  the same, and leaves out what would have to be fetched first

Run it with the project's own Python: grpcio-tools does the work. `tools/generated.json` records the protos and the
tools that each language's stubs were made from. Where the tools are absent or of another version, a check compares that
record, so that stale stubs are found on every machine.
"""

import argparse
import hashlib
import json
import sys
import tempfile
from pathlib import Path

from error_reference import generate_errors
from state_diagrams import STATES_FILE, generate_states
from stub_languages import LANGUAGES, PROJECT, PROTOS, Language, ToolFailed, proto_files, why_not
from task_reference import TASKS_FILE, generate_tasks

RECORD = PROJECT / "tools" / "generated.json"
ERRORS_FILE = "docs/errors.md"
# What is not made from the protos alone, or is no stub: who writes it below a folder, and its path there.
DOCUMENTS = {
    "errors": (generate_errors, ERRORS_FILE),
    "states": (generate_states, STATES_FILE),
    "tasks": (generate_tasks, TASKS_FILE),
}
TARGETS = (*(language.name for language in LANGUAGES), *DOCUMENTS)


def protos_digest() -> str:
    digest = hashlib.sha256()
    for name in proto_files():
        digest.update(f"{name}\n".encode() + (PROTOS / name).read_bytes())
    return digest.hexdigest()


def read_record() -> dict[str, dict[str, str]]:
    record: dict[str, dict[str, str]] = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    return record


def write_record(language: Language) -> None:
    record = read_record() | {language.name: {"made_with": language.made_with, "protos_sha256": protos_digest()}}
    RECORD.write_text(json.dumps(record, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def files_below(folder: Path) -> dict[str, bytes]:
    """The contents by path relative to the folder; what Python compiles on the way is not counted."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def write_stubs(language: Language) -> str:
    with tempfile.TemporaryDirectory() as made:
        language.generate(Path(made))
        expected = files_below(Path(made) / language.folder)
    folder = PROJECT / language.folder
    committed = files_below(folder)
    for name in committed.keys() - expected.keys():
        (folder / name).unlink()
    for name, content in expected.items():
        if committed.get(name) != content:  # what is current keeps its time, so that builds stay warm
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    write_record(language)
    return f"written to {language.folder}, with {language.made_with}"


def stale_stubs(language: Language) -> list[str]:
    """One line for each committed file that differs from what the protos give now."""
    with tempfile.TemporaryDirectory() as made:
        language.generate(Path(made))
        expected = files_below(Path(made) / language.folder)
    committed = files_below(PROJECT / language.folder)
    differing = {name for name in expected.keys() & committed.keys() if expected[name] != committed[name]}
    return [
        f"{language.folder}/{name} {what}"
        for what, names in (
            ("is missing", expected.keys() - committed.keys()),
            ("is not generated from any proto", committed.keys() - expected.keys()),
            ("is stale", differing),
        )
        for name in sorted(names)
    ]


def check_stubs(language: Language, *, reason: str) -> list[str]:
    """Compares the files, or, where `reason` says that they cannot be made here, the record of what they came from."""
    record = read_record().get(language.name, {})
    if record.get("protos_sha256") != protos_digest():
        return [f"{language.folder} was made from other protos than those here"]
    if not reason and record["made_with"] != language.made_with:
        reason = f"made with {record['made_with']}, here is {language.made_with}"
    if reason:
        print(f"{language.name}: only the record was compared, the files were skipped: {reason}")
        return []
    stale = stale_stubs(language)
    if not stale:
        print(f"{language.name}: current")
    return stale


def check_document(name: str) -> list[str]:
    generate, file = DOCUMENTS[name]
    with tempfile.TemporaryDirectory() as made:
        generate(Path(made))
        expected = (Path(made) / file).read_bytes()
    path = PROJECT / file
    if not path.exists() or path.read_bytes() != expected:
        return [f"{file} is stale"]
    print(f"{name}: current")
    return []


def main() -> int:
    parser = argparse.ArgumentParser(description="Makes the committed stubs and documents.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"{', '.join(TARGETS)}; all when none is given")
    parser.add_argument("--check", action="store_true", help="compare with what is committed, write nothing")
    parser.add_argument("--no-install", action="store_true", help="leave out what would have to be fetched first")
    options = parser.parse_args()
    targets = options.targets or list(TARGETS)
    if unknown := set(targets) - set(TARGETS):
        parser.error(f"no target is called {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")

    stale: list[str] = []
    try:
        for language in (language for language in LANGUAGES if language.name in targets):
            reason = why_not(language, may_install=not options.no_install)
            if not reason and not language.is_installed():
                language.install()
            if options.check:
                stale += check_stubs(language, reason=reason)
            else:
                print(f"{language.name}: {f'skipped: {reason}' if reason else write_stubs(language)}")
        for name, (generate, file) in DOCUMENTS.items():
            if name in targets and options.check:
                stale += check_document(name)
            elif name in targets:
                generate(PROJECT)
                print(f"{name}: written to {file}")
    except ToolFailed as failure:
        print(failure, file=sys.stderr)
        return 2
    for line in stale:
        print(line)
    if stale:
        print(f"Run `python tools/generate.py {' '.join(targets)}` and commit what it writes.")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())

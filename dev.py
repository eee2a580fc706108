#!/usr/bin/env python3
"""The one runner of this repository: makes the environment, then runs what is asked in it.

    python3 dev.py demo [--keep]      a flow fails, is fixed and is replayed from the failed task
    python3 dev.py test [ARGS]        all tests; ARGS go to pytest
    python3 dev.py check              lint, format, types, the import graph and the documents
    python3 dev.py fmt                formats the code
    python3 dev.py generate [LANG..]  writes the stubs and the documents that follow from protos/
    python3 dev.py bench NAME         measures; NAME is a file of bench/
    python3 dev.py chaos --minutes N [--seed S]
                                      kills services at random while flows run, and checks what came of it
    python3 dev.py run COMMAND ..     any command of the environment, such as `dalsegno up`

Needs Python 3.11 or later, and PyPI the first time. The environment is .venv beside this file.
"""

import hashlib
import os
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
OLDEST = (3, 11)
SOURCES = ["services", "clients/python", "tests", "examples", "tools", "bench", "dev.py"]


def main(arguments):
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        return f"dev.py: Python {'.'.join(map(str, OLDEST))} or later is needed, and this is {found}."
    commands = {each.__name__: each for each in (demo, test, check, fmt, generate, bench, chaos, run)}
    if not arguments or arguments[0] not in commands:
        print(__doc__.strip())
        return 2 if arguments and arguments[0] not in ("-h", "--help", "help") else 0
    return commands[arguments[0]](arguments[1:])


def demo(arguments):
    prepare(extra="")
    return call(PYTHON, ROOT / "examples" / "divvy_tripdata" / "demo.py", *arguments)


def test(arguments):
    prepare(extra="dev")
    workers = [] if any(a.startswith(("-n", "-p")) for a in arguments) else ["-n", str(os.cpu_count() or 1)]
    return call(PYTHON, "-m", "pytest", *workers, "--dist", "loadgroup", *arguments)


def check(_arguments):
    prepare(extra="dev")
    steps = [
        (PYTHON, "-m", "ruff", "check", *SOURCES),
        (PYTHON, "-m", "ruff", "format", "--check", *SOURCES),
        (PYTHON, "-m", "mypy"),
        (BIN / "lint-imports",),
        (PYTHON, ROOT / "tools" / "generate.py", "--check", "--no-install", "errors", "states", "tasks"),
    ]
    codes = [call(*step) for step in steps]
    return max(codes)


def fmt(_arguments):
    prepare(extra="dev")
    return call(PYTHON, "-m", "ruff", "check", "--fix", "--quiet", *SOURCES) or call(
        PYTHON, "-m", "ruff", "format", *SOURCES
    )


def generate(arguments):
    prepare(extra="dev")
    return call(PYTHON, ROOT / "tools" / "generate.py", *arguments)


def bench(arguments):
    names = sorted(file.stem for file in (ROOT / "bench").glob("*.py"))
    if not arguments or arguments[0] not in names:
        return f"dev.py: bench needs one of: {', '.join(names)}."
    prepare(extra="dev")
    return call(PYTHON, ROOT / "bench" / f"{arguments[0]}.py", *arguments[1:])


def chaos(arguments):
    prepare(extra="dev")
    return call(PYTHON, ROOT / "tests" / "chaos" / "long_run.py", *arguments)


def run(arguments):
    prepare(extra="")
    command, *rest = arguments or ["dalsegno"]
    return call(BIN / command, *rest, cwd=Path.cwd())


def prepare(extra):
    """Makes .venv, or brings it up to date when pyproject.toml or the Python has changed."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + sys.version.encode()).hexdigest()
    stamps = [VENV / f"installed-{name or 'base'}" for name in {extra, "dev"}]
    if any(stamp.is_file() and stamp.read_text() == wanted for stamp in stamps):
        return
    began = time.monotonic()
    print(f"Making the environment in {VENV.name} (once; about a minute) …", flush=True)
    made_with = VENV / "made-with"
    if not made_with.is_file() or made_with.read_text() != sys.version:
        venv.EnvBuilder(with_pip=True, clear=True, symlinks=os.name != "nt").create(VENV)
        made_with.write_text(sys.version)
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    code = call(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", target)
    if code:
        raise SystemExit("dev.py: the environment could not be made; pip said why above. Is PyPI within reach?")
    (VENV / f"installed-{extra or 'base'}").write_text(wanted)
    print(f"… made in {time.monotonic() - began:.0f} s.\n", flush=True)


def call(*command, cwd=ROOT):
    words = [str(word) for word in command]
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}", "VIRTUAL_ENV": str(VENV)}
    try:
        return subprocess.call(words, cwd=cwd, env=environment)
    except FileNotFoundError:
        return f"dev.py: there is no command {words[0]!r} in the environment."
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

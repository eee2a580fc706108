"""How the stubs of each language are made: with which tools, at which versions, into which folder.

Every function here writes below a `root` that may be the project or an empty folder, at the same relative paths, so
that `generate.py` can compare. Tools are fetched once, into `build/tools` or `node_modules`, never while checking with
`--no-install`. The protoc inside grpcio-tools runs the plugins for Go and TypeScript; Java's generator is built into
protoc, which grpcio-tools leaves out, so Maven fetches the official one.
"""

import importlib.metadata
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
PROTOS = PROJECT / "protos"
TOOLS = PROJECT / "build" / "tools"
TYPESCRIPT = PROJECT / "clients" / "typescript"

GO_MODULE = "github.com/dalsegno/dalsegno/clients/go"
GO_PLUGINS = {
    "google.golang.org/protobuf/cmd/protoc-gen-go": "1.36.12",
    "google.golang.org/grpc/cmd/protoc-gen-go-grpc": "1.6.2",
}
PROTOC_GEN_ES = "2.13.0"  # clients/typescript/package.json pins it too
JAVA_PROTOC = "4.36.2"
JAVA_GRPC_PLUGIN = "1.83.0"
MAVEN_DEPENDENCY_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1"


class ToolFailed(Exception):
    """A command ended badly; the message holds the command and what it printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language whose stubs are committed."""

    name: str
    folder: str  # holds nothing but generated files
    made_with: str  # the tools whose versions show in the result
    needs: tuple[str, ...]  # commands that must be on PATH
    is_installed: Callable[[], bool]
    install: Callable[[], None]
    generate: Callable[[Path], None]


def proto_files() -> list[str]:
    """The project's protos, relative to `protos/`."""
    return sorted(str(path.relative_to(PROTOS)) for path in PROTOS.rglob("*.proto"))


def run(*command: str, folder: Path = PROJECT, **environment: str) -> None:
    done = subprocess.run(
        command, cwd=folder, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise ToolFailed(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")


def installed_folder(distribution: str, folder: str) -> str:
    """A folder inside site-packages."""
    return os.path.realpath(str(importlib.metadata.distribution(distribution).locate_file(folder)))


def protoc(*arguments: str) -> None:
    """Runs the protoc inside grpcio-tools; it finds google/protobuf by itself."""
    run(sys.executable, "-m", "grpc_tools.protoc", "-I", str(PROTOS), *arguments)


# Python ---------------------------------------------------------------------------------------------------------------


def grpcio_tools_version() -> str:
    try:
        return importlib.metadata.version("grpcio-tools")
    except importlib.metadata.PackageNotFoundError:
        return ""


def generate_python(root: Path) -> None:
    out = root / "clients" / "python"
    out.mkdir(parents=True, exist_ok=True)
    protoc(f"--python_out={out}", f"--pyi_out={out}", f"--grpc_python_out={out}", *proto_files())
    for name in proto_files():
        if not re.search(r"^service ", (PROTOS / name).read_text(encoding="utf-8"), re.MULTILINE):
            (out / name.replace(".proto", "_pb2_grpc.py")).unlink()  # a file without a service yields an empty one


# Go -------------------------------------------------------------------------------------------------------------------


def go_plugin(package: str) -> Path:
    return TOOLS / "go" / f"{GO_PLUGINS[package]}" / package.rsplit("/", 1)[1]


def go_is_installed() -> bool:
    return all(go_plugin(package).exists() for package in GO_PLUGINS)


def install_go() -> None:
    for package, version in GO_PLUGINS.items():
        plugin = go_plugin(package)
        if not plugin.exists():
            run("go", "install", f"{package}@v{version}", GOBIN=str(plugin.parent))


def generate_go(root: Path) -> None:
    out = root / "clients" / "go"
    out.mkdir(parents=True, exist_ok=True)
    plugins = [f"--plugin={go_plugin(package)}" for package in GO_PLUGINS]
    options = [f"--go_opt=module={GO_MODULE}", f"--go-grpc_opt=module={GO_MODULE}"]
    protoc(*plugins, f"--go_out={out}", f"--go-grpc_out={out}", *options, *proto_files())
    for path in (out / "api").rglob("*.go"):
        # The header names the protoc as well, whose version does not show in the code and differs between machines.
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"^//\s+(- )?protoc\s+\(?v.*\n", "", text, flags=re.MULTILINE), encoding="utf-8")


# TypeScript -----------------------------------------------------------------------------------------------------------


def es_plugin() -> Path:
    return TYPESCRIPT / "node_modules" / ".bin" / "protoc-gen-es"


def typescript_is_installed() -> bool:
    manifest = TYPESCRIPT / "node_modules" / "@bufbuild" / "protoc-gen-es" / "package.json"
    return manifest.exists() and json.loads(manifest.read_text(encoding="utf-8"))["version"] == PROTOC_GEN_ES


def install_typescript() -> None:
    run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=TYPESCRIPT)


def generate_typescript(root: Path) -> None:
    out = root / "clients" / "typescript" / "api"
    out.mkdir(parents=True, exist_ok=True)
    protoc(
        "-I",
        installed_folder("googleapis-common-protos", ""),  # google/rpc
        f"--plugin={es_plugin()}",
        f"--es_out={out}",
        "--es_opt=target=ts,import_extension=js",
        *proto_files(),
        "google/rpc/error_details.proto",  # no npm package of ours has it, and an error's reason is in it
    )


# Java -----------------------------------------------------------------------------------------------------------------


def maven_classifier() -> str:
    """The name of this machine among Maven's executables, such as "linux-x86_64"."""
    system = {"Darwin": "osx"}.get(platform.system(), platform.system().lower())
    machine = {"AMD64": "x86_64", "arm64": "aarch_64", "aarch64": "aarch_64"}.get(
        platform.machine(), platform.machine()
    )
    return f"{system}-{machine}"


def java_tool(artifact: str, version: str) -> Path:
    return TOOLS / "java" / f"{artifact}-{version}-{maven_classifier()}.exe"


def java_tools() -> dict[str, Path]:
    return {
        f"com.google.protobuf:protoc:{JAVA_PROTOC}": java_tool("protoc", JAVA_PROTOC),
        f"io.grpc:protoc-gen-grpc-java:{JAVA_GRPC_PLUGIN}": java_tool("protoc-gen-grpc-java", JAVA_GRPC_PLUGIN),
    }


def install_java() -> None:
    for artifact, path in java_tools().items():
        if not path.exists():
            artifact_option = f"-Dartifact={artifact}:exe:{maven_classifier()}"
            run(
                *("mvn", "-B", "-q", f"{MAVEN_DEPENDENCY_PLUGIN}:copy", artifact_option),
                f"-DoutputDirectory={path.parent}",
                folder=PROTOS,  # a folder without a pom
            )
            path.chmod(0o755)


def generate_java(root: Path) -> None:
    out = root / "clients" / "java" / "src" / "main" / "java"
    out.mkdir(parents=True, exist_ok=True)
    official_protoc, grpc_plugin = java_tools().values()
    well_known = installed_folder("grpcio-tools", "grpc_tools/_proto")
    run(
        *(str(official_protoc), "-I", str(PROTOS), "-I", well_known),
        *(f"--plugin=protoc-gen-grpc-java={grpc_plugin}", f"--java_out={out}"),
        f"--grpc-java_out=@generated=omit:{out}",
        *proto_files(),
    )


LANGUAGES = (
    Language(
        name="python",
        folder="clients/python/dalsegno/api",
        made_with=f"grpcio-tools {grpcio_tools_version()}",
        needs=(),
        is_installed=lambda: bool(grpcio_tools_version()),
        install=lambda: None,
        generate=generate_python,
    ),
    Language(
        name="go",
        folder="clients/go/api",
        made_with=", ".join(f"{package.rsplit('/', 1)[1]} {version}" for package, version in GO_PLUGINS.items()),
        needs=("go",),
        is_installed=go_is_installed,
        install=install_go,
        generate=generate_go,
    ),
    Language(
        name="typescript",
        folder="clients/typescript/api",
        made_with=f"protoc-gen-es {PROTOC_GEN_ES}",
        needs=("node", "npm"),
        is_installed=typescript_is_installed,
        install=install_typescript,
        generate=generate_typescript,
    ),
    Language(
        name="java",
        folder="clients/java/src/main/java/dalsegno/api",
        made_with=f"protoc {JAVA_PROTOC}, protoc-gen-grpc-java {JAVA_GRPC_PLUGIN}",
        needs=("java", "mvn"),
        is_installed=lambda: all(path.exists() for path in java_tools().values()),
        install=install_java,
        generate=generate_java,
    ),
)


def why_not(language: Language, *, may_install: bool) -> str:
    """Why the stubs of a language cannot be made on this machine; empty when they can."""
    absent = [command for command in language.needs if shutil.which(command) is None]
    if absent:
        return f"{' and '.join(absent)} not on PATH"
    if not grpcio_tools_version():
        return "grpcio-tools is not installed in this Python; run with the project's own"
    if not language.is_installed() and not may_install:
        return f"{language.made_with} not fetched yet; `python tools/generate.py {language.name}` fetches them"
    return ""

"""Plugins of task types, put where Python finds them as installed packages."""

from pathlib import Path


def install_plugin(folder: Path, name: str, module: str) -> None:
    """Writes a module with a list `TASKS` into a folder; whoever has that on its PYTHONPATH has the plugin."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.py").write_text(module)
    package = folder / f"{name}-1.0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (package / "entry_points.txt").write_text(f"[dalsegno.tasks]\n{name} = {name}:TASKS\n")

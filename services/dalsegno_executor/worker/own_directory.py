"""The folder of an attempt in its properties, which were rendered before there was one."""

from typing import Any

from dalsegno_executor.ports import OWN_DIRECTORY


def put_directory(properties: Any, directory: str) -> Any:
    """The same with the folder wherever something stands for it, in keys too."""
    if isinstance(properties, str):
        return properties.replace(OWN_DIRECTORY, directory)
    if isinstance(properties, list):
        return [put_directory(item, directory) for item in properties]
    if isinstance(properties, dict):
        return {put_directory(key, directory): put_directory(value, directory) for key, value in properties.items()}
    return properties

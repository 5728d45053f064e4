"""YAML as regions write it: every scalar is text, and a key twice is a fault."""

from pathlib import Path
from typing import Any

import yaml

try:
    from yaml import CBaseLoader as BaseLoader  # libyaml, eight times as fast: every wheel of PyYAML has it
except ImportError:
    from yaml import BaseLoader  # type: ignore[assignment]


class NotReadable(ValueError):
    """Says what is wrong in a sentence."""


class StrictLoader(BaseLoader):
    """Every scalar is text (08:00 is no number, `no` no boolean), and a key twice is a fault."""


def _mapping(loader: StrictLoader, node: yaml.MappingNode) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in found:
            raise yaml.MarkedYAMLError(problem=f"{key!r} stands here twice", problem_mark=key_node.start_mark)
        found[key] = loader.construct_object(value_node, deep=True)
    return found


StrictLoader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_yaml(file: Path) -> dict[str, Any]:
    """A mapping, empty for an empty file; NotReadable."""
    try:
        data = yaml.load(file.read_text(encoding="utf-8"), StrictLoader) or {}  # noqa: S506  (BaseLoader: text only)
    except (yaml.YAMLError, UnicodeDecodeError) as wrong:
        raise NotReadable(f"is not readable YAML: {' '.join(str(wrong).split())}") from wrong
    if not isinstance(data, dict):
        raise NotReadable("is not a mapping of sections")
    return data

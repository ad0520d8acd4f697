"""JSON that comes back exactly as it left: the document whole, under a version number and a published schema.

The schema is made from the document's own types:
`python -m app.export.json_format > docs/schema/conversation-1.json`.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from app.errors import ExportProblem
from app.export.document import Document
from app.export.files import encode
from app.export.options import ExportOptions

FORMAT = "bimedix-desk-conversation"
VERSION = 1


def write_json(document: Document, options: ExportOptions) -> bytes:
    """The document as JSON, UTF-8, indented. The options change nothing: everything is in it."""
    plain = _adapter().dump_python(document, mode="json")
    return encode(json.dumps({"format": FORMAT, "version": VERSION, **plain}, ensure_ascii=False, indent=1) + "\n")


def read_json(text: str) -> Document:
    """The document of an export's text. Raises ExportProblem where it is none, or is of a newer version."""
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ExportProblem("export-not-importable", reason=str(error)) from error
    if not isinstance(plain, dict) or plain.pop("format", None) != FORMAT:
        raise ExportProblem("export-not-importable", reason=f'no "format": "{FORMAT}"')
    version = plain.pop("version", None)
    if not isinstance(version, int):
        raise ExportProblem("export-not-importable", reason='"version" is no whole number')
    if version > VERSION:
        raise ExportProblem("export-newer", version=version)
    try:
        return _adapter().validate_python(plain)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ExportProblem("export-not-importable", reason=f"{where}: {first['msg']}") from error


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of an export, without the descriptions, which are the types' own docstrings."""
    schema = _adapter().json_schema(mode="validation")
    head = {"format": {"const": FORMAT}, "version": {"const": VERSION}}
    schema["properties"] = {**head, **schema["properties"]}
    schema["required"] = ["format", "version", *schema["required"]]
    schema["title"] = "A conversation of BiMediX Desk"
    for part in (schema, *schema["$defs"].values()):
        part.pop("description", None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Document]:
    return TypeAdapter(Document)


if __name__ == "__main__":
    print(json.dumps(json_schema(), indent=1, sort_keys=True))

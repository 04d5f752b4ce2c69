"""The least object that follows a JSON schema, of the kind pydantic writes."""

from typing import Any


def sample(schema: dict[str, Any], root: dict[str, Any]) -> Any:
    """Return a small value that follows `schema`; `root` holds its `$defs`."""
    if "$ref" in schema:
        return sample(root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return sample(schema[choice][0], root)
    return _of_type(schema, root)


def _of_type(schema: dict[str, Any], root: dict[str, Any]) -> Any:
    kind = schema.get("type", "object")
    if kind == "object":
        wanted = schema.get("required", [])
        return {name: sample(schema["properties"][name], root) for name in wanted}
    if kind == "array":
        return [sample(schema["items"], root)] * schema.get("minItems", 0)
    if kind in {"integer", "number"}:
        return schema.get("minimum", 1)
    return {"boolean": False, "null": None}.get(kind, "x" * max(1, schema.get("minLength", 1)))

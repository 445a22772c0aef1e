"""What a question may say: one SELECT that reads the public tables, and functions that only compute.

DuckDB parses; this file walks the parsed tree and lets through known sources only. It runs inside the SQL process, so
that a text which breaks the parser breaks nothing else, and it stands in front of DuckDB's own locks, which would refuse
the same things: a question has to pass both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import duckdb

LONGEST = 20_000
"""Characters of a question."""
MOST_COLUMNS = 200
"""Columns of an answer."""
MOST_LITERALS = 40
"""A rule that needs more values than this is a list of customers in disguise."""
TABLE_FUNCTIONS = frozenset({"unnest", "range", "generate_series", "repeat", "json_each", "json_tree"})
_CLOCK = frozenset({
    "current_time", "get_current_time", "current_localtime", "localtime", "transaction_timestamp",
    "statement_timestamp", "clock_timestamp", "pg_postmaster_start_time", "pg_conf_load_time",
})  # fmt: skip
_MOVING = frozenset({"random", "uuid", "uuidv4", "uuidv7", "gen_random_uuid", "setseed"})
_REFUSED = frozenset({
    "current_setting", "getvariable", "getenv", "query", "query_table", "write_log", "parse_duckdb_log_message",
    "json_execute_serialized_sql", "json_serialize_sql", "json_deserialize_sql", "json_serialize_plan",
    "nextval", "currval", "setval", "sleep_ms", "txid_current", "current_transaction_id", "current_connection_id",
    "current_query", "current_query_id", "get_block_size", "in_search_path", "which_secret", "version", "index_key",
    "invoke", "seq_scan", "glob", "sniff_csv", "stats", "vector_type", "create_sort_key", "test_all_types",
    "test_vector_types", "checkpoint", "force_checkpoint", "col_description", "obj_description", "shobj_description",
    "current_database", "current_catalog", "current_schema", "current_schemas", "current_user", "current_role",
    "session_user", "user", "error", "to_aggregate_state", "finalize", "combine", "combine_aggr", "from_substrait",
})  # fmt: skip
_REFUSED_STARTS = ("duckdb_", "pg_", "pragma_", "has_", "inet_", "arrow_", "python_", "pandas_", "read_", "write_",
                   "parquet_", "st_", "enable_", "disable_", "register_", "deregister_", "create_external", "destroy_",
                   "truncate_", "http", "scan_", "variant_to_parquet", "icu_calendar")  # fmt: skip
_REFUSED_ENDS = ("_scan",)
_IDS = frozenset({
    "customer_id", "external_id", "phone", "email", "event_id", "order_id", "session_id", "touch_id", "coupon_id",
    "review_id", "web_cookie", "street_address",
})  # fmt: skip
_DISGUISES = frozenset(
    {"lower", "upper", "trim", "coalesce", "concat", "abs", "hex", "md5", "sha256", "replace"}
)
_SYSTEM = ("duckdb_", "pg_", "sqlite_", "pragma_", "information_schema")


class Refused(Exception):
    """A question that is not let through: what is wrong (a code of `mistakes`), the word, and where it stands."""

    def __init__(self, code: str, name: str = "", at: int | None = None, length: int = 0) -> None:
        super().__init__(code)
        self.code, self.name, self.at, self.length = code, name, at, length

    def to_json(self) -> dict[str, Any]:
        """As it travels to the server."""
        return {"code": self.code, "name": self.name, "at": self.at, "length": self.length}


class Unreadable(Exception):
    """What DuckDB's parser says of a text that is no SQL."""

    def __init__(self, said: dict[str, Any]) -> None:
        super().__init__("syntax")
        self.said = {**said, "exception_type": "Parser", "exception_message": said.get("error_message", "")}


@dataclass
class Reading:
    """What a question reads: its tables, whether it answers differently each time, whether it lists customers."""

    tables: set[str] = field(default_factory=set)
    moves: str = ""
    is_id_list: bool = False

    def to_json(self) -> dict[str, Any]:
        """As it travels to the server."""
        return {"tables": sorted(self.tables), "moves": self.moves, "is_id_list": self.is_id_list}


def check(connection: duckdb.DuckDBPyConnection, sql: str, tables: frozenset[str]) -> Reading:
    """Let one SELECT over the public tables through, or raise `Refused` or `Unreadable`."""
    if len(sql) > LONGEST:
        raise Refused("too_long")
    if "\x00" in sql:
        raise Refused("characters")
    found = connection.execute("SELECT json_serialize_sql(?)", [sql]).fetchone()
    try:
        tree = json.loads(found[0] if found else "{}")
    except RecursionError:
        raise Refused("too_deep") from None
    if tree.get("error_type") == "parser":
        raise Unreadable(tree)
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise Refused("several" if statements else "empty")
    kind = _kind(statements[0], sql)
    if kind != "SELECT" or tree.get("error") is not False or len(tree["statements"]) != 1:
        raise Refused("pivot" if kind == "MULTI" else "not_select", kind)
    return _read(tree["statements"][0]["node"], tables)


def _kind(statement: duckdb.Statement, sql: str) -> str:
    """`SELECT`, `COPY` …; of kinds that the Python client has no name for, the first word."""
    try:
        return str(statement.type).rpartition(".")[2]
    except ValueError:
        word = re.search(r"[A-Za-z]+", sql)
        return f"{word[0].upper()} …" if word else "…"


def _read(tree: Any, tables: frozenset[str]) -> Reading:
    nodes = list(_nodes(tree))
    named = {str(one["key"]).lower() for node in nodes for one in _map(node)}
    for name in named:
        if name.startswith(_SYSTEM):  # out of its scope the name would mean the system's own table
            raise Refused("table", name)
    reading = Reading()
    literals = 0
    for node in nodes:
        kind = node.get("type")
        if kind == "BASE_TABLE":
            _source(node, tables, named, reading)
        elif kind == "TABLE_FUNCTION":
            name = _name(node["function"])
            if name not in TABLE_FUNCTIONS:
                raise Refused("table_function", name, *_place(node))
        elif kind == "SHOW_REF":
            raise Refused("show", "", *_place(node))
        elif node.get("class") == "PARAMETER":
            raise Refused("parameter", "", *_place(node))
        elif kind == "COLUMN_REF":
            _word(node)
        elif node.get("class") == "CONSTANT":
            literals += 1
        if "function_name" in node:
            _function(node, reading)
        if _lists_ids(node):
            reading.is_id_list = True
    reading.is_id_list |= not reading.tables or literals > MOST_LITERALS
    return reading


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object of the tree, without recursion: the tree is as deep as its writer liked."""
    pending = [tree]
    while pending:
        part = pending.pop()
        if isinstance(part, dict):
            yield part
            pending.extend(part.values())
        elif isinstance(part, list):
            pending.extend(part)


def _map(node: dict[str, Any]) -> list[dict[str, Any]]:
    found = node.get("cte_map")
    return list(found.get("map", ())) if isinstance(found, dict) else []


def _place(node: dict[str, Any]) -> tuple[int | None, int]:
    at = node.get("query_location")
    return (
        (at, int(node.get("query_location_length") or 0))
        if isinstance(at, int) and at < 1 << 40
        else (None, 0)
    )


def _path(node: dict[str, Any]) -> list[str]:
    found = node.get("qualified_name")
    return [str(part).lower() for part in found.get("path", ())] if isinstance(found, dict) else []


def _name(function: dict[str, Any]) -> str:
    return str(function["function_name"]).lower()


def _source(node: dict[str, Any], tables: frozenset[str], named: set[str], reading: Reading) -> None:
    name = str(node["table_name"])
    if node.get("catalog_name") or node.get("schema_name") or len(_path(node)) > 1:
        raise Refused("table", ".".join(_path(node)) or name, *_place(node))
    if name.lower() in tables:
        reading.tables.add(name.lower())
    elif name.lower() not in named:
        raise Refused("table", name, *_place(node))


def _function(node: dict[str, Any], reading: Reading) -> None:
    name = _name(node)
    path = _path(node)
    if name in _CLOCK or (name == "age" and len(node.get("arguments", ())) == 1):
        raise Refused("clock", name, *_place(node))
    if len(path) > 1 and path[0] in ("system", "temp", "memory", "main", "pg_catalog", "information_schema"):
        raise Refused("function", ".".join(path), *_place(node))
    if name in _REFUSED or name.startswith(_REFUSED_STARTS) or name.endswith(_REFUSED_ENDS):
        raise Refused("function", name, *_place(node))
    if name in _MOVING:
        reading.moves = name


def _word(node: dict[str, Any]) -> None:
    """Some functions are written without parentheses."""
    words = node.get("column_names", ())
    if len(words) == 1 and str(words[0]).lower() in _CLOCK | {"current_user", "session_user"}:
        raise Refused(
            "clock" if str(words[0]).lower() in _CLOCK else "function", str(words[0]), *_place(node)
        )


def _lists_ids(node: dict[str, Any]) -> bool:
    """Whether a customer's or a thing's own number, address or the like is held against values written out."""
    if node.get("type") == "EXPRESSION_LIST":
        return sum(_is_number(part) for row in node.get("values", ()) for part in row) > 1
    parts = _parts(node)
    if _is_written(node) and sum(_is_number(part) for part in parts) > 1:
        return True
    compares = node.get("class") in ("COMPARISON", "BETWEEN") or str(node.get("type", "")).startswith(
        "COMPARE"
    )
    searches = _function_name(node).startswith(("list_", "array_", "contains"))
    if not compares and not searches:
        return False
    return any(map(_is_id, parts)) and any(map(_is_written, parts))


def _parts(node: dict[str, Any]) -> list[dict[str, Any]]:
    """What an expression is made of."""
    found = [node[key] for key in ("left", "right", "input", "lower", "upper", "child") if key in node]
    for key in ("children", "arguments"):
        found += node[key] if isinstance(node.get(key), list) else []
    return [part.get("expression", part) for part in found if isinstance(part, dict)]


def _function_name(node: dict[str, Any]) -> str:
    return _name(node) if node.get("class") == "FUNCTION" else ""


def _is_number(part: dict[str, Any]) -> bool:
    return part.get("class") == "CONSTANT" and part.get("literal", {}).get("kind") == "INTEGER"


def _is_id(part: dict[str, Any]) -> bool:
    """An id, or an id in disguise (`customer_id + 0`); a remainder of it (a random bucket) or a count of it is none."""
    if part.get("type") == "COLUMN_REF":
        return str((part.get("column_names") or [""])[-1]).lower() in _IDS
    name = _function_name(part)
    disguise = (part.get("is_operator") and name != "%") or name in _DISGUISES
    return bool(disguise or part.get("class") == "CAST") and any(map(_is_id, _parts(part)))


def _is_written(part: dict[str, Any]) -> bool:
    """A constant, a list of constants or a cast of one."""
    if part.get("class") in ("CAST", "FUNCTION", "OPERATOR"):
        inner = _parts(part)
        return bool(inner) and all(map(_is_written, inner))
    return part.get("class") == "CONSTANT"

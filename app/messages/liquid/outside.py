"""Tags that reach outside the message: recorded answers of addresses, catalogs, carts. Nothing leaves the machine.

What an address answered is data of the render (`http`): a JSON value, a text, or an object with `__status__`,
`__body__`, `__seconds__` and `__fails__` (how many calls fail before one succeeds).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from liquid.exceptions import LiquidError, LiquidSyntaxError
from liquid.token import Token

from app.messages.liquid.context import Abort
from app.messages.liquid.values import weigh
from app.messages.liquid.words import Arguments

MAX_ANSWER = 1_000_000
MAX_SECONDS = 2.0
MAX_TRIES = 5
MAX_CATALOG_IDS = 50
_ATTRIBUTE = re.compile(r"(?:\b([a-z_]+)\.)?\$\{\s*([^}|]+?)\s*\}")
OPTIONS = (
    "save", "method", "headers", "body", "content_type", "basic_auth", "auth_credentials", "cache_max_age", "no_cache",
    "retry", "rerender",
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What came back: a status, and a text or JSON value; None when nothing may be inserted."""

    status: int
    body: Any = None


def connected_content(given: Arguments, context: Any) -> str:
    """Ask a recorded address. JSON goes into a variable, other text takes the tag's place, failures are empty."""
    if context.rerendering:
        return ""
    url = given.plain[0].fill(context)
    method = given.option("method", context).lower() or "get"
    saved = given.option("save", context)
    answer = _ask(context.kinds.get("http"), url, method, retry="retry" in given.options)
    context.calls.append((url, answer.status))
    body = answer.body
    if isinstance(body, str):
        if "rerender" in given.options:
            body = rerendered(body, context)
        body = _json(body)
    if body is None:
        context.assign(saved or "connected", None)
        return ""
    if isinstance(body, str):
        if not saved:
            return body
        context.assign(saved, body)
        return ""
    weigh(body)
    if isinstance(body, Mapping):
        body = {"__http_status_code__": answer.status, **body}
    context.assign(saved or "connected", body)
    return ""


def _ask(recorded: object, url: str, method: str, *, retry: bool) -> Answer:
    found = _recorded(recorded, url, method)
    if not isinstance(found, Mapping) or not any(
        name in found for name in ("__status__", "__seconds__", "__fails__")
    ):
        return Answer(404) if found is None else _sized(Answer(200, found))
    fails = int(found.get("__fails__", 0))
    status = int(found.get("__status__", 200))
    if float(found.get("__seconds__", 0)) > MAX_SECONDS:
        status = 408
    broken = status >= 500 or status in (408, 429)
    if broken or fails:
        if retry and (broken or fails > MAX_TRIES):
            raise Abort("exhausted_cc_retries")
        if not retry:
            return Answer(status if broken else 500)
    return _sized(Answer(status, found.get("__body__"))) if 200 <= status < 300 else Answer(status)


def _sized(answer: Answer) -> Answer:
    size = len(answer.body) if isinstance(answer.body, str) else 0
    return answer if size <= MAX_ANSWER else Answer(answer.status)


def _recorded(recorded: object, url: str, method: str) -> Any:
    if not isinstance(recorded, Mapping):
        return None
    for name in (f"{method.upper()} {url}", url):
        if name in recorded:
            return recorded[name]
    try:
        port = urlsplit(url).port
    except ValueError:
        return None
    if port not in (None, 80, 443):
        return None
    wanted = unquote(url).rstrip("/")
    return next((recorded[name] for name in recorded if unquote(str(name)).rstrip("/") == wanted), None)


def _json(body: str) -> Any:
    stripped = body.lstrip()
    if not stripped.startswith(("{", "[")):
        return body
    try:
        return json.loads(stripped)
    except (ValueError, RecursionError):
        return body


def rerendered(body: str, context: Any) -> str:
    """Liquid inside what came back, one level deep; only attributes the message itself names are filled in."""
    if context.rerendering or ("{{" not in body and "{%" not in body and "${" not in body):
        return body
    named = {match.group(1, 2) for match in _ATTRIBUTE.finditer(context.source)}
    known = context.globals
    kept: dict[str, Any] = dict(known)
    for namespace in ("__u", "custom_attribute"):
        wanted = None if namespace == "__u" else namespace
        values = known.get(namespace)
        if isinstance(values, Mapping):
            kept[namespace] = {name: value for name, value in values.items() if (wanted, name) in named}
    context.rerendering = True
    try:
        return str(context.render_part(body, kept))
    finally:
        context.rerendering = False


def catalog_items(given: Arguments, context: Any) -> str:
    """Put rows of a catalog into `items`; an id nobody has is left out."""
    if context.rerendering:
        return ""
    name, *ids = (word.fill(context).strip(" ,'\"") for word in given.plain)
    rows = _catalog(context, name)
    by_id = rows if isinstance(rows, Mapping) else {str(row.get("id")): row for row in rows}
    wanted = [key for piece in ids for key in piece.split(",") if key][:MAX_CATALOG_IDS]
    found = [by_id[key] for key in wanted if key in by_id]
    context.assign(
        "items", [_rerender_row(row, context) for row in found] if "rerender" in given.options else found
    )
    return ""


def _rerender_row(row: Any, context: Any) -> Any:
    if not isinstance(row, Mapping):
        return row
    return {
        key: rerendered(value, context) if isinstance(value, str) else value for key, value in row.items()
    }


def _catalog(context: Any, name: str) -> Any:
    known = context.kinds.get("catalogs")
    if not isinstance(known, Mapping) or name not in known:
        names = ", ".join(known) if isinstance(known, Mapping) else ""
        raise LiquidError(f"unknown_catalog:{name[:60]}\x1f{names or '-'}", token=None)
    return known[name]


def catalog_selection_items(given: Arguments, context: Any) -> str:
    """Put the rows of a selection into `items`, at most fifty."""
    if context.rerendering:
        return ""
    name, selection = (word.fill(context).strip("'\"") for word in given.plain[:2])
    known = context.kinds.get("selections")
    own = known.get(name) if isinstance(known, Mapping) else None
    if not isinstance(own, Mapping) or selection not in own:
        names = ", ".join(own) if isinstance(own, Mapping) else ""
        raise LiquidError(f"unknown_selection:{name[:40]} {selection[:40]}\x1f{names or '-'}", token=None)
    context.assign("items", list(own[selection])[:MAX_CATALOG_IDS])
    return ""


def shopping_cart(given: Arguments, context: Any) -> str:
    """Put a cart into `shopping_cart`; one that was ordered meanwhile cancels the message unless told otherwise."""
    wanted = " ".join(word.fill(context) for word in given.plain)
    carts = context.kinds.get("shopping_carts")
    cart = carts.get(wanted) if isinstance(carts, Mapping) else context.globals.get("shopping_cart")
    send_anyway = given.option("abort_if_not_abandoned", context).lower() == "false"
    if isinstance(cart, Mapping) and cart.get("is_abandoned") is False and not send_anyway:
        raise Abort("the shopping cart is no longer abandoned")
    context.assign("shopping_cart", cart)
    return ""


def _check_address(given: Arguments, token: Token) -> None:
    if not given.plain:
        raise LiquidSyntaxError("bad_address", token=token)
    method = " ".join(word.text for word in given.options.get("method", ()))
    if method and "{" not in method and method.lower() not in ("get", "post"):
        raise LiquidSyntaxError("bad_method", token=token)


def _check_catalog(given: Arguments, token: Token) -> None:
    if not given.plain:
        raise LiquidSyntaxError("bad_catalog", token=token)


def _check_selection(given: Arguments, token: Token) -> None:
    if len(given.plain) < 2:
        raise LiquidSyntaxError("bad_selection", token=token)


def _saved(given: Arguments) -> Sequence[str]:
    return [" ".join(word.text for word in given.options.get("save", ())) or "connected"]


RUN: dict[str, Callable[[Arguments, Any], str]] = {
    "connected_content": connected_content,
    "catalog_items": catalog_items,
    "catalog_selection_items": catalog_selection_items,
    "shopping_cart": shopping_cart,
}
CHECKS: dict[str, Callable[[Arguments, Token], None]] = {
    "connected_content": _check_address,
    "catalog_items": _check_catalog,
    "catalog_selection_items": _check_selection,
}
SETS: dict[str, Callable[[Arguments], Iterable[str]]] = {
    "connected_content": _saved,
    "catalog_items": lambda _: ["items"],
    "catalog_selection_items": lambda _: ["items"],
    "shopping_cart": lambda _: ["shopping_cart"],
}

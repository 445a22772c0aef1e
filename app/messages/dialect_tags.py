"""Notes about one template, and what can be wrong with the tags only Braze has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.findings import Severity
from app.messages import recorded
from app.messages.liquid.braze_tags import WordsNode
from app.messages.liquid.choices import CHOICES
from app.messages.liquid.outside import OPTIONS
from app.messages.liquid.problems import did_you_mean, nearest
from fake_company.text import Text

CHOSEN = {choice.code: choice.chosen for choice in CHOICES if choice.code}


@dataclass(frozen=True)
class Note:
    """One thing noticed in one template, at an index of its text."""

    code: str
    index: int
    text: Text
    remedy: Text
    severity: Severity = "warning"


def chosen(code: str, at: Any, text: tuple[str, str]) -> Note:
    """A note whose remedy is the choice made where the documents contradict themselves."""
    token = getattr(at, "token", at)
    return Note(code, int(token.start_index), Text(*text), CHOSEN[code])


def of_tag(node: WordsNode, selections: Mapping[str, Iterable[str]]) -> Iterator[Note]:
    """What is wrong with one tag of Braze's own."""
    check = _TAGS.get(node.token.value)
    if check is not None:
        yield from check(node, selections)


def _address(node: WordsNode, _: Mapping[str, Iterable[str]]) -> Iterator[Note]:
    at, given = int(node.token.start_index), node.given
    fixed = re.split(r"\{\{|\$\{", given.plain[0].text)[0]
    if not any(fixed.startswith(known) or known.startswith(fixed) for known in recorded.known_hosts()):
        some = " ".join(recorded.examples()[:3])
        yield Note(
            "braze.unknown_address", at,
            Text("이 주소의 응답은 기록되어 있지 않아서 빈칸이 돼요.", "No answer of this address is recorded; it stays empty."),
            Text(f"기록된 주소: {some}", f"Recorded, for example: {some}"), "error",
        )  # fmt: skip
    if {"basic_auth", "auth_credentials"} & set(given.options):
        yield chosen("braze.credentials_ignored", node, ("인증 정보를 무시해요.", "Credentials are ignored."))
    for name in given.options:
        if name not in OPTIONS:
            yield Note(
                "braze.unknown_option", at, Text(f"`:{name}`는 아무 일도 하지 않아요.", f"`:{name}` does nothing."),
                Text("쓸 수 있는 것: " + ", ".join(OPTIONS), "Options: " + ", ".join(OPTIONS)),
            )  # fmt: skip
    age = " ".join(word.text for word in given.options.get("cache_max_age", ()))
    if age.isdigit() and not 300 <= int(age[:9]) <= 14_400:
        yield Note(
            "braze.cache_age", at, Text("응답은 5분에서 4시간까지만 보관돼요.", "Answers are kept from 5 minutes to 4 hours."),
            Text("300에서 14400 사이의 초로 쓰세요.", "Write 300 to 14400 seconds."),
        )  # fmt: skip


def _extras(node: WordsNode, _: Mapping[str, Iterable[str]]) -> Iterator[Note]:
    if node.given.order != ["key", "value"] or node.given.plain:
        yield Note(
            "braze.extras_order", int(node.token.start_index),
            Text("`message_extras`가 읽히지 않아요.", "This `message_extras` is not read."),
            Text("`:key 이름 :value 값` 순서로 쓰세요.", "Write `:key name :value text`, in this order."),
        )  # fmt: skip


def _catalog(node: WordsNode, selections: Mapping[str, Iterable[str]]) -> Iterator[Note]:
    name, *rest = (word for word in node.given.plain)
    at = int(node.token.start_index)
    if not name.nodes and selections and name.text not in selections:
        yield unknown("braze.unknown_catalog", at, name.text, list(selections), ("카탈로그", "catalog"))
    elif (
        node.token.value == "catalog_selection_items"
        and rest
        and not rest[0].nodes
        and not name.nodes
        and selections
    ):
        own = list(selections[name.text])
        if rest[0].text not in own:
            yield unknown("braze.unknown_selection", at, rest[0].text, own, ("선택 목록", "selection"))


def _no_cart(node: WordsNode, _: Mapping[str, Iterable[str]]) -> Iterator[Note]:
    yield Note(
        "braze.no_carts", int(node.token.start_index),
        Text("이 회사는 장바구니 번호를 따로 두지 않아서 비어 있어요.", "This company keeps no cart ids, so this stays empty."),
        Text("`event_properties.${product_name}`처럼 담은 상품을 쓰세요.", "Name the item: `event_properties.${product_name}`."),
    )  # fmt: skip


_TAGS: dict[str, Callable[[WordsNode, Mapping[str, Iterable[str]]], Iterator[Note]]] = {
    "connected_content": _address,
    "message_extras": _extras,
    "catalog_items": _catalog,
    "catalog_selection_items": _catalog,
    "shopping_cart": _no_cart,
}


def unknown(code: str, index: int, name: str, names: list[str], what: tuple[str, str]) -> Note:
    """A name nothing has, with the nearest one or a list."""
    meant = nearest(name, names)
    listed = ", ".join(names[:8]) or "-"
    remedy = did_you_mean(name, meant) if meant else Text(f"있는 것: {listed}", f"There are: {listed}")
    return Note(
        code, index, Text(f"`{name}`라는 {what[0]}은 없어요.".replace("카탈로그은", "카탈로그는"), f"There is no {what[1]} `{name}`."),
        remedy, "error",
    )  # fmt: skip

"""What can be said about a message by reading it: unknown variables, and its channel's rules on finished texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from app.findings import Finding, Fix, Severity
from app.messages import channels, rules, template_review
from app.messages.channel import Channel
from app.messages.compiled import Compiled, MessageLike, Use
from app.messages.facts import Facts
from app.messages.liquid.problems import did_you_mean, nearest, place
from app.messages.namespaces import DOCUMENTED, KNOWN
from app.messages.rules import Parts, Rule, Send, Sheet
from app.messages.variables import NAMESPACES, Variable
from fake_company.text import Text, josa

FALLBACKS = {
    "first_name": "고객", "last_name": "고객", "event_properties.product_name": "담아 두신 상품",
    "event_properties.category_name": "상품", "custom_attribute.last_product_name": "지난번 상품",
    "custom_attribute.last_category_name": "상품", "custom_attribute.favorite_category_name": "상품",
    "custom_attribute.tier": "회원", "city": "우리 동네", "event_properties.review_text": "만족해요",
}  # fmt: skip
NAMES = frozenset(("first_name", "last_name"))
_ELSE_CONDITION = re.compile(r"\{%-?\s*else\s+[^\s%-]")
_ELSEWHERE = (KNOWN | {"promotion"}) - {"custom_attribute", "event_properties", "campaign"}
"""Namespaces the dialect's own notes speak of."""


def insert(source: str, at: int, words: str) -> str:
    """The template with words put in at a place."""
    return source[:at] + words + source[at:]


def default_fix(use: Use, compiled: Compiled, where: str) -> Fix | None:
    """One tap: say something when the value is missing."""
    if use.insert_at < 0:
        return None
    fallback = FALLBACKS.get(use.key, "고객")
    value = insert(compiled.sources[use.field], use.insert_at, f" | default: '{fallback}'")
    return {"path": f"{where}.fields.{use.field}", "value": value}


def strip_fix(use: Use, compiled: Compiled, where: str) -> Fix | None:
    """One tap: treat a value of only spaces as missing."""
    if use.strip_at < 0:
        return None
    source = compiled.sources[use.field]
    if not use.has_default:
        source = insert(source, use.insert_at, f" | default: '{FALLBACKS.get(use.key, '고객')}'")
    return {"path": f"{where}.fields.{use.field}", "value": insert(source, use.strip_at, " | strip")}


def unknown_variables(compiled: Compiled, known: Mapping[str, Variable], where: str) -> list[Finding]:
    """Variables this company does not have, each with the nearest name."""
    found: dict[str, Finding] = {}
    for use in compiled.uses:
        bare = use.key.removeprefix("?")
        elsewhere = use.written or (use.key.partition(".")[0] in _ELSEWHERE and "." in use.key)
        if use.key in known or elsewhere or use.key in found or _documented(use.key):
            continue
        found[use.key] = _unknown(use, bare, known, compiled, where)
    return list(found.values())


def _documented(key: str) -> bool:
    """A default attribute Braze has and this company does not know: the dialect's notes say so."""
    return key in DOCUMENTED[""] or key.removeprefix("campaign.") in DOCUMENTED["campaign"]


def _unknown(use: Use, bare: str, known: Mapping[str, Variable], compiled: Compiled, where: str) -> Finding:
    source = compiled.sources[use.field]
    spot = place(source, use.index)
    plain = use.key.startswith("?")
    meant = bare if plain and bare in known else nearest(bare, known)
    shown = known[meant].snippet if plain and meant else meant
    fix: Fix | None = None
    if meant and not plain:
        old, new = bare.rpartition(".")[2], meant.rpartition(".")[2]
        if bare.rpartition(".")[0] == meant.rpartition(".")[0] and old != new:
            fix = {
                "path": f"{where}.fields.{use.field}",
                "value": source.replace("${" + old + "}", "${" + new + "}"),
            }
    elif meant and plain:
        fix = {
            "path": f"{where}.fields.{use.field}",
            "value": source.replace("{{" + bare, "{{${" + bare + "}"),
        }
        fix = fix if fix["value"] != source else None
    remedy = (
        did_you_mean(bare, shown)
        if shown
        else Text("변수 넣기 목록에서 골라 주세요.", "Choose one from the insert menu.")
    )
    line = Text(f"{spot['line']}번째 줄", f"line {spot['line']}")
    text = Text("`{n}`라는 변수는 없어요 ({l}).", "There is no variable `{n}` ({l}).").format(n=bare, l=line)
    return Finding(
        "error", "name.unknown_variable", text, f"{where}.fields.{use.field}", remedy, fix, "dangol"
    )


def parts_of(message: MessageLike, compiled: Compiled, sensitive: tuple[str, ...] = ()) -> Parts:
    """What a message has besides its words, as rules see it."""
    fields, approved, samples, names = message.fields, None, frozenset[str](), tuple[str, ...]()
    channel = channels.get(message.channel)
    if channel.needs_approval:
        letter = template_review.read(message)
        approved, names = letter.state == "approved", letter.variables
        samples = frozenset(name for name, value in letter.samples.items() if value.strip())
    return Parts(
        channel.layout_of(getattr(fields, "format", "")),
        tuple((image.picture, image.alt) for image in getattr(fields, "images", ())),
        len(getattr(fields, "items", ())),
        getattr(fields, "target", "I"),
        getattr(fields, "close", True),
        getattr(fields, "once", True),
        samples,
        names,
        tuple(dict.fromkeys(use.key for use in compiled.uses if use.insert_at >= 0 and not use.has_default)),
        approved,
        sensitive,
    )


def sheet(
    message: MessageLike, compiled: Compiled, texts: Mapping[str, str], sender: str, has_promotion: bool,
    parts: Parts | None = None, send: Send | None = None,
) -> Sheet:  # fmt: skip
    """A finished text as rules see it."""
    words = "\n".join(text for name, text in texts.items() if not name.endswith(("link", "fallback")))
    ad = rules.is_ad(message.purpose, has_promotion, words)
    return Sheet(
        message.channel, ad, message.purpose, dict(texts), compiled.sources, sender, has_promotion,
        parts if parts is not None else parts_of(message, compiled), send or Send(),
    )  # fmt: skip


def broken_rules(channel: Channel, page: Sheet) -> list[tuple[Rule, str, str]]:
    """Rules this text breaks: rule, field, the words that break it."""
    found = []
    for rule in channel.rules:
        broken = rule.check(page)
        if broken is not None:
            found.append((rule, *broken))
    return found


def finding(
    rule: Rule, field: str, quote: str, where: str, count: int | None, page: Sheet | None = None
) -> Finding:
    """A broken rule as a finding; it quotes the words."""
    text = rule.text
    if quote and rule.about != "send":
        text = Text(f"{text.ko} “{quote}”", f"{text.en} “{quote}”")
    mended = rule.fix(page, field) if rule.fix is not None and page is not None else None
    fix: Fix | None = {"path": f"{where}.{mended[0]}", "value": mended[1]} if mended is not None else None
    path = where if not field else f"{where}.template" if field == "template" else f"{where}.fields.{field}"
    return Finding(rule.severity, rule.code, text, path, rule.remedy, fix, rule.source, count)


def ignored_conditions(compiled: Compiled, where: str) -> list[Finding]:
    """`else` with a condition: Liquid ignores it, which is rarely what was meant."""
    found = []
    for name, source in compiled.sources.items():
        if _ELSE_CONDITION.search(source):
            text = Text("`else` 뒤의 조건은 무시돼요.", "The condition after `else` is ignored.")
            remedy = Text("`elsif`로 바꿔 주세요.", "Use `elsif`.")
            found.append(Finding("warning", "style.else_condition", text, f"{where}.fields.{name}", remedy))
    return found


def undeclared_channel_fields(
    channel: Channel, compiled: Compiled, where: str, format: str = ""
) -> list[Finding]:
    """Words in a field this channel does not show."""
    keys = {field.key for field in channel.fields if channel.shows(field, format)}
    found = []
    for name in compiled.sources:
        if name.partition("[")[0] not in keys:
            text = Text(
                "이 채널에는 없는 칸이라 보이지 않아요.",
                "This channel has no such field; nobody will see it.",
            )
            remedy = Text("본문으로 옮겨 주세요.", "Move it to the body.")
            found.append(Finding("info", "style.unused_field", text, f"{where}.fields.{name}", remedy))
    for field in channel.fields:
        empty = field.required and field.key not in compiled.sources and field.key != "body"
        if empty and channel.shows(field, format):
            text = Text(f"{josa(field.label.ko, '이/가')} 비어 있어요.", f"{field.label.en} is empty.")
            remedy = Text("한 줄 적어 주세요.", "Write a line.")
            found.append(Finding("warning", "limit.empty_field", text, f"{where}.fields.{field.key}", remedy))
    return found


def menu(known: Facts) -> list[dict[str, Any]]:
    """The insert-variable menu: key, label, snippet, and the share of customers without a value."""
    return [
        {
            "key": v.key,
            "label": v.label,
            "snippet": v.snippet,
            "over": v.over,
            "missing_share": known.missing_share(v.key),
        }
        for v in known.variables.values()
        if v.listed
    ]


def note(severity: Severity, code: str, text: Text, where: str, remedy: Text, **more: Any) -> Finding:
    """A finding made in one line."""
    return Finding(
        severity, code, text, where, remedy, more.get("fix"), more.get("source", "dangol"), more.get("count")
    )


def first_use(uses: Iterable[Use], key: str) -> Use | None:
    """The first place where a variable is printed."""
    return next((use for use in uses if use.key == key and use.insert_at >= 0), None)


__all__ = ["NAMESPACES", "menu", "note", "sheet", "unknown_variables"]

"""Lengths over an audience: what is too long, what screens cut, what becomes dearer, what cannot be carried."""

from __future__ import annotations

import numpy as np

from app.messages import channels, rules
from app.messages.channel import Channel, Field
from app.messages.compiled import Compiled
from app.messages.reviewed import Fallback
from app.messages.tally import Tally
from fake_company.text import Text, josa


def judge(tally: Tally, channel: Channel, compiled: Compiled, format: str) -> dict[str, int]:
    """Fields over their limit, and those that screens cut."""
    found: dict[str, int] = {}
    ids = {rule.id for rule in channel.rules}
    if "ALIM_1000_CHARS" in ids:
        _whole_template(tally, compiled)
    for part in channel.fields:
        if part.key not in compiled.sources or part.key == "link" or not part.is_text:
            continue
        size = tally.made.size(part.key, part.unit == "bytes")
        most = channel.limit_of(part, format)
        if most is not None and channel.becomes is None:
            tally.limit(size > most, "limit.too_long", "error", _too_long(part, most), part.key, 4)
        if part.first_cut is not None:
            text = Text(
                f"{josa(part.label.ko, '이/가')} 화면에서 잘려 보이는 고객이 있어요.",
                f"{part.label.en} is cut on the screens of some.",
            )
            seen = part.first_cut + rules.closing_line(compiled.sources[part.key])
            found[part.key] = tally.limit(size > seen, "limit.truncated", "warning", text, part.key, 1)
    return found


def _whole_template(tally: Tally, compiled: Compiled) -> None:
    names = [name for name in compiled.sources if not name.endswith(("link", "fallback"))]
    total = sum((tally.made.size(name, False) for name in names), np.zeros(len(tally.sent), dtype=np.int64))
    if not (tally.made.size("body", False) > 1000).any():
        rule = rules.all_rules()["ALIM_1000_CHARS"]
        tally.limit(total > 1000, rule.code, "error", rule.text, "body", 4)


def becomes(tally: Tally, channel: Channel) -> tuple[int, int]:
    """Texts that outgrow their channel: how many, and what they cost more."""
    if channel.becomes is None:
        return 0, 0
    other, most = channel.becomes
    over = (tally.made.size("body", True) > most) & tally.sent
    count = int(over.sum())
    extra = round(count * (channels.get(other).price_krw - channel.price_krw))
    if count:
        text = Text(
            f"{most}바이트를 넘어 장문(LMS)으로 나가고 {extra:,}원이 더 들어요.",
            f"Over {most} bytes: sent as LMS, {extra:,} won more.",
        )
        tally.limit(over, "limit.sms_becomes_lms", "warning", text, "body", 2)
    return count, extra


def fallback(tally: Tally, channel: Channel, compiled: Compiled) -> Fallback | None:
    """How many are expected to fail, by the channel's usual reach, and what their texts cost."""
    if not channel.failover or "fallback" not in compiled.sources or channel.rates is None:
        return None
    failing = float(1 - channel.rates.reach)
    long = (tally.made.size("fallback", True) > 90) & tally.sent
    short = tally.sent & ~long
    each = {key: channels.get(key).price_krw for key in ("sms", "lms")}
    cost = failing * (int(short.sum()) * each["sms"] + int(long.sum()) * each["lms"])
    return Fallback(round(failing * int(tally.sent.sum())), round(failing * int(long.sum())), round(cost))


def unsendable(tally: Tally, channel: Channel, compiled: Compiled) -> int:
    """Recipients whose text has letters a text message cannot carry."""
    rule = next((rule for rule in channel.rules if rule.id == "CP949_ENCODABLE"), None)
    if rule is None:
        return 0
    total = np.zeros(len(tally.sent), dtype=bool)
    for name in ("subject", "body"):
        if name in compiled.sources:
            mask = tally.made.unsendable(name)
            total |= mask & tally.sent
            text = Text(
                "문자로 보낼 수 없는 글자가 들어가는 고객이 있어요.",
                "Some texts hold letters SMS cannot carry.",
            )
            tally.limit(mask, rule.code, "error", text, name, 4)
    return int(total.sum())


def _too_long(part: Field, most: int) -> Text:
    ko, en = ("바이트", " bytes") if part.unit == "bytes" else ("자", "")
    return Text(
        f"{josa(part.label.ko, '이/가')} {most:,}{ko}를 넘는 고객이 있어요.",
        f"{part.label.en} is over {most:,}{en} for some.",
    )

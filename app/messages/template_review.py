"""The 알림톡 reviewer: reads the template line by line and answers with a letter.

The verdict is a function of the text alone, so a plan cannot claim an approval: it only says which text was handed in
(`requested`, a fingerprint). Text that changed since is a draft again, and handing in again is free.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from app.messages import rules, variables
from app.messages.compiled import Compiled, MessageLike, compile_texts, texts_of
from app.messages.rules import alimtalk, words
from fake_company.errors import DangolError
from fake_company.text import Text

State = Literal["draft", "approved", "rejected"]
STATES: dict[str, Text] = {
    "draft": Text("작성 중", "Draft"),
    "requested": Text("검수 요청", "In review"),
    "approved": Text("승인", "Approved"),
    "rejected": Text("반려", "Rejected"),
}
_TAG = re.compile(r"\{%.*?%\}", re.DOTALL)
_OUTPUT = re.compile(r"\{\{.*?\}\}+", re.DOTALL)
_NOT_ITS_BUSINESS = ("ALIM_TEMPLATE_APPROVED", "EMPTY_VARIABLE", "LINK_UNTRACKED", "FALLBACK_KEEPS_AD_RULES", "IMAGE_ALT")
_ORDER = ("subtitle", "title", "header", "items", "body", "extra", "buttons")
_LAYOUTS = ("BA", "EX", "AD", "MI")
_DISCOUNT = re.compile(r"할인|특가|세일|핫딜|\d+\s*%|sale|discount", re.IGNORECASE)


@dataclass(frozen=True)
class Objection:
    """One reason for rejection: its name, the field and line it stands in, and what would pass."""

    name: Text
    field: str
    quote: str
    remedy: Text
    rule: str


@dataclass(frozen=True)
class Letter:
    """The reviewer's answer to the text as it stands."""

    state: State
    objections: tuple[Objection, ...]
    template: dict[str, str]
    """The template as it is handed in, with `#{이름}` for each variable."""
    variables: tuple[str, ...]
    samples: dict[str, str]

    @property
    def quoted(self) -> frozenset[str]:
        """The lines that were objected to."""
        return frozenset(one.quote for one in self.objections if one.quote)


def name_of(key: str) -> str:
    """A variable as a template names it: the Korean label of what it holds."""
    return variables.called(key).ko.partition("(`")[0].strip("`")


def as_template(compiled: Compiled) -> tuple[dict[str, str], tuple[str, ...]]:
    """Every field with `#{이름}` in place of what is filled in, and the names in the order met."""
    found: dict[str, str] = {}
    names: list[str] = []
    shown = [name for name in compiled.sources if not name.endswith("link") and name != "fallback"]
    for field in sorted(shown, key=_place):
        source = compiled.sources[field]
        at = {use.index: name_of(use.key) for use in compiled.uses if use.field == field}

        def named(match: re.Match[str], at: dict[int, str] = at) -> str:
            name = next((name for index, name in at.items() if match.start() <= index < match.end()), "값")
            names.append(name)
            return f"#{{{name}}}"

        found[field] = _TAG.sub("", _OUTPUT.sub(named, source)).strip()
    return found, tuple(dict.fromkeys(names))


def _place(name: str) -> int:
    """Where a field stands in the bubble."""
    head = name.partition("[")[0]
    return _ORDER.index(head) if head in _ORDER else len(_ORDER)


def fingerprint(message: MessageLike) -> str:
    """The text that is handed in, as a short mark: another text, another mark."""
    fields, template = message.fields, getattr(message, "template", None)
    samples = sorted((template.samples if template else {}).items())
    pictures = [picture.picture for picture in getattr(fields, "images", ())]
    whole = repr((sorted(texts_of(message).items()), getattr(fields, "format", ""), message.purpose, samples, pictures))
    return hashlib.blake2b(whole.encode(), digest_size=8).hexdigest()


def read(message: MessageLike) -> Letter:
    """The reviewer's letter about a message, whatever it was handed in as."""
    template = getattr(message, "template", None)
    samples = dict(template.samples) if template else {}
    images = tuple((image.picture, image.alt) for image in getattr(message.fields, "images", ()))
    format = getattr(message.fields, "format", "")
    format = format if format in _LAYOUTS else _LAYOUTS[0]
    letter = _judged(
        tuple(texts_of(message).items()), format, message.purpose, message.promotion is not None,
        tuple(sorted(samples.items())), images,
    )  # fmt: skip
    handed_in = bool(template and template.requested == fingerprint(message))
    state: State = "draft" if not handed_in else "rejected" if letter.objections else "approved"
    return Letter(state, letter.objections, letter.template, letter.variables, samples)


def is_approved(message: MessageLike) -> bool:
    """Whether this very text was handed in and passed."""
    return read(message).state == "approved"


@lru_cache(maxsize=64)
def _judged(
    texts: tuple[tuple[str, str], ...], format: str, purpose: str, has_promotion: bool,
    samples: tuple[tuple[str, str], ...], images: tuple[tuple[str, str], ...],
) -> Letter:  # fmt: skip
    try:
        compiled = compile_texts(texts, "")
    except DangolError as error:
        wrong = Objection(Text("읽을 수 없는 글", "Unreadable"), "body", "", error.remedy, "")
        return Letter("rejected", (wrong,), dict(texts), (), dict(samples))
    template, names = as_template(compiled)
    known = dict(samples)
    page = rules.Sheet(
        "alimtalk",
        False,
        purpose,
        template,
        compiled.sources,
        "",
        has_promotion,
        rules.Parts(
            format,
            images,
            sum(name.endswith("].name") for name, _ in texts),
            samples=frozenset(name for name in names if known.get(name, "").strip()),
            variables=names,
        ),
    )
    found: list[Objection] = []
    for rule in _rules():
        broken = rule.check(page)
        if broken is None or rule.severity != "error":
            continue
        if rule.id == "ALIM_INFO_ONLY":
            found += _promoting(template, has_promotion, purpose, rule.remedy)
            continue
        found.append(Objection(rule.text, broken[0], _line_of(template, *broken), rule.remedy, rule.id))
    return Letter("rejected" if found else "approved", tuple(found), template, names, known)


def _rules() -> list[rules.Rule]:
    from app.messages import channels

    return [rule for rule in channels.get("alimtalk").rules if rule.id not in _NOT_ITS_BUSINESS]


def _promoting(
    template: Mapping[str, str], has_promotion: bool, purpose: str, remedy: Text
) -> list[Objection]:
    """Every line a reviewer would strike out, with the reason they would give."""
    found: list[Objection] = []
    informs = False
    for field, text in template.items():
        for line in filter(None, map(str.strip, text.splitlines())):
            if alimtalk.promoting_line(line):
                found.append(Objection(_reason(line), field, line, remedy, "ALIM_INFO_ONLY"))
            else:
                informs = True
    if found and informs:
        mixed = Text("정보와 광고를 섞음", "Information mixed with advertising")
        whole = Text(
            "광고가 한 줄이라도 있으면 전체가 광고예요. 광고는 브랜드 메시지로 나눠 보내 주세요.",
            "One promoting line makes the whole an ad. Send the ad apart, as a Brand Message.",
        )
        found.append(Objection(mixed, "body", "", whole, "ALIM_INFO_ONLY"))
    if not found and (has_promotion or purpose == "ad"):
        name = Text("광고 목적의 발송", "Sent to advertise")
        found.append(Objection(name, "body", "", remedy, "ALIM_INFO_ONLY"))
    return found


_REASONS = (
    (_DISCOUNT, Text("특가·할인 표현", "Special price or discount")),
    (alimtalk.APP_INSTALL, Text("앱 설치 유도", "Asks to install the app")),
    (re.compile("쿠폰"), Text("근거 없는 쿠폰", "A coupon without grounds")),
    (words.NUDGE, Text("구매를 부추기는 표현", "Nudges towards buying")),
)


def _reason(line: str) -> Text:
    """Every reason this line gives, in the reviewer's words."""
    found = [name for pattern, name in _REASONS if pattern.search(line)]
    if not found:
        return Text("홍보 문구", "Promotion")
    return Text(", ".join(name.ko for name in found), ", ".join(name.en for name in found))


def _line_of(template: Mapping[str, str], field: str, quote: str) -> str:
    """The whole line that holds the quoted words."""
    for text in (template.get(field, ""), *template.values()):
        for line in text.splitlines():
            if quote and quote in line:
                return line.strip()
    return quote


def sample_values(compiled: Compiled, values: Mapping[str, Any]) -> dict[str, str]:
    """A sample for each variable of the template, from one customer's values."""
    found: dict[str, str] = {}
    for use in compiled.uses:
        value = values.get(use.key)
        if value not in (None, "") and not use.field.endswith(("link", "fallback")):
            found.setdefault(name_of(use.key), str(value).strip()[:50])
    return found

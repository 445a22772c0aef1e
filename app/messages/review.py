"""The dry run over the whole audience: who sees which branch, whose text has a hole, what it costs, what is illegal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from app.findings import Finding, worst_first
from app.messages import appeals, channels, facts, holes, letters, lint, reach, rules
from app.messages.branches import count_branches
from app.messages.compiled import Compiled, MessageLike, compile_message
from app.messages.facts import Ints
from app.messages.letters import Letters
from app.messages.reviewed import Review, Sample
from fake_company.errors import DangolError
from fake_company.text import Text, josa
from fake_company.warehouse import Company

Mask = npt.NDArray[np.bool_]
_BY_LENGTH = ("limit.cp949", "limit.sms_90_bytes", "limit.push_length")  # counted for each recipient instead


def review(
    company: Company,
    message: MessageLike,
    promotion: Any,
    ids: Ints,
    product_ids: Ints | None = None,
    moment: datetime | None = None,
    where: str = "messages[0]",
) -> Review:
    """Write to everybody, count, and say what must be mended. A template that cannot be read is a finding.

    `moment` at exact midnight is a day without a time of day: the night rule is then not judged.
    """
    moment = moment or company.meta.today
    try:
        compiled = compile_message(message, where)
    except DangolError as error:
        wrong = Finding(
            "error", "limit.template", error.message, error.where["en"].split(" ")[0], error.remedy
        )
        skipped = {**dict.fromkeys(reach.SKIPS, 0), "error": len(ids)}
        return Review(len(ids), 0, skipped, 0, [], {}, {}, 0, {}, 0, 0, 0, {}, 0, [wrong])
    ids = np.asarray(ids, dtype=np.int64)
    products = None if product_ids is None else np.asarray(product_ids, dtype=np.int64)
    return _Reviewer(company, message, promotion, ids, products, moment, where, compiled).run()


class _Reviewer:
    """One review; each method counts one thing."""

    def __init__(
        self, company: Company, message: MessageLike, promotion: Any, ids: Ints, products: Ints | None,
        moment: datetime, where: str, compiled: Compiled,
    ) -> None:  # fmt: skip
        self.company, self.message, self.promotion = company, message, promotion
        self.ids, self.products, self.where, self.compiled = ids, products, where, compiled
        self.channel = channels.get(message.channel)
        self.made: Letters = letters.write(company, compiled, message, promotion, ids, products, moment)
        sender = company.profile.name.text().ko
        pages = [
            lint.sheet(message, compiled, letter.texts, sender, promotion is not None)
            for letter in self.made.letters
        ]
        self.pages = pages
        self.is_ad = message.purpose == "ad" or promotion is not None or any(page.is_ad for page in pages)
        self.skips = reach.skips(company, self.channel, ids, self.is_ad, moment)
        reached = ~np.any(list(self.skips.values()), axis=0) if len(ids) else np.zeros(0, dtype=bool)
        error = self.made.per_row([letter.error is not None for letter in self.made.letters], bool)
        aborted = self.made.per_row([letter.abort is not None for letter in self.made.letters], bool)
        self.skips["error"], self.skips["aborted"] = reached & error, reached & aborted & ~error
        self.sent: Mask = reached & ~error & ~aborted
        self.reached = np.bincount(self.made.which[reached], minlength=len(self.made.letters))
        self.score = np.zeros(len(ids), dtype=np.int64)
        self.problems: list[tuple[Mask, Text]] = []
        self.findings = lint.unknown_variables(compiled, facts.of(company).variables, where)
        self.findings += lint.undeclared_channel_fields(self.channel, compiled, where)
        self.findings += lint.ignored_conditions(compiled, where)
        self.counts = np.bincount(self.made.which[self.sent], minlength=len(self.made.letters))

    def run(self) -> Review:
        """Count everything."""
        self._errors()
        found_holes, blank_names = self._holes()
        self._rules()
        said = "\n".join(letter.visible for letter in self.made.letters)
        self.findings += appeals.deadline_findings(self.promotion, said, self.where)
        truncated = self._truncated()
        became, extra = self._becomes()
        unsendable = self._unsendable()
        price = round(float(self.sent.sum()) * self.channel.price_krw) + extra
        self._nobody()
        rows = self._worst_rows()
        skipped = {key: int(self.skips[key].sum()) for key in reach.SKIPS}
        return Review(
            len(self.ids), int(self.sent.sum()), skipped, len(self.made.letters),
            count_branches(self.compiled, self.made.letters, self.counts), self._defaults(), found_holes, blank_names,
            truncated, became, extra, unsendable, self._aborts(), price, worst_first(self.findings),
            [self._sample(row) for row in rows], *self._extremes(),
        )  # fmt: skip

    def _note(self, mask: Mask, weight: int, text: Text) -> int:
        mask = mask & self.sent
        self.score += mask * weight
        self.problems.append((mask, text))
        return int(mask.sum())

    def _spread(self, numbers: list[int]) -> Mask:
        """Recipients of these letters."""
        flags = np.zeros(len(self.made.letters), dtype=bool)
        flags[numbers] = True
        return np.asarray(flags[self.made.which], dtype=bool)

    def _errors(self) -> None:
        found: dict[str, tuple[DangolError, list[int]]] = {}
        for number, letter in enumerate(self.made.letters):
            if letter.error is not None:
                found.setdefault(letter.error.message.en, (letter.error, []))[1].append(number)
        for wrong, numbers in found.values():
            count = int(self._spread(numbers).sum())
            self.findings.append(
                Finding("error", "limit.template", wrong.message, self.where, wrong.remedy, count=count)
            )

    def _holes(self) -> tuple[dict[str, int], int]:
        found: dict[str, int] = {}
        blank_names = np.zeros(len(self.ids), dtype=bool)
        for key in sorted({hole for letter in self.made.letters for hole in letter.holes}):
            rows = self.made.per_row([key in letter.holes for letter in self.made.letters], bool) & self.sent
            blank = self.made.blank.get(key, np.zeros(len(self.ids), dtype=bool)) & rows
            if key in lint.NAMES:
                blank_names |= blank
            for mask, is_blank in ((rows & ~blank, False), (blank, True)):
                if mask.any():
                    made = holes.hole_finding(key, is_blank, self.compiled, self.where, int(mask.sum()))
                    self.findings.append(made)
                    self._note(mask, 5, made.text)
            if rows.any():
                found[key] = int(rows.sum())
        texts: dict[tuple[str, str], tuple[Finding, list[int]]] = {}
        for number, letter in enumerate(self.made.letters):
            for made in holes.text_findings(letter, self.where, None) if letter.leaves else []:
                texts.setdefault((made.code, made.where), (made, []))[1].append(number)
        self._report(texts, 5)
        return found, int(blank_names.sum())

    def _rules(self) -> None:
        """Rules that do not depend on lengths, once per distinct text."""
        seen: dict[tuple[str, str], tuple[Finding, list[int]]] = {}
        for number, (letter, page) in enumerate(zip(self.made.letters, self.pages, strict=True)):
            for rule, name, quote in lint.broken_rules(self.channel, page) if letter.leaves else []:
                if rule.code in _BY_LENGTH:
                    continue
                if (rule.code, name) not in seen:
                    shown = self.made.fill(quote, int(np.argmax(self.made.which == number)))
                    seen[(rule.code, name)] = (lint.finding(rule, name, shown, self.where, None, page), [])
                seen[(rule.code, name)][1].append(number)
        self._report(seen, 3)

    def _report(self, found: dict[tuple[str, str], tuple[Finding, list[int]]], weight: int) -> None:
        for made, numbers in found.values():
            rows = self._spread(numbers) & self.sent
            count = int(rows.sum())
            if count or not self.sent.any():
                self.findings.append(_counted(made, count))
                self._note(rows, weight if made.severity == "error" else 1, made.text)

    def _truncated(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for part in self.channel.fields:
            if part.key not in self.compiled.sources or part.key in ("link", "buttons"):
                continue
            size = self.made.size(part.key, part.unit == "bytes")
            if part.limit is not None and self.channel.becomes is None:
                text = Text(
                    f"{josa(part.label.ko, '이/가')} {part.limit:,}자를 넘는 고객이 있어요.",
                    f"{part.label.en} is over {part.limit:,} for some.",
                )
                self._limit(size > part.limit, "limit.too_long", "error", text, part.key, 4)
            if part.first_cut is not None:
                text = Text(
                    f"{josa(part.label.ko, '이/가')} 휴대전화에서 잘려 보이는 고객이 있어요.",
                    f"{part.label.en} is cut on the phones of some.",
                )
                seen = part.first_cut + rules.closing_line(self.compiled.sources[part.key])
                found[part.key] = self._limit(
                    size > seen, "limit.truncated", "warning", text, part.key, 1
                )
        return found

    def _limit(self, mask: Mask, code: str, severity: Any, text: Text, part: str, weight: int) -> int:
        count = self._note(mask, weight, text)
        if count:
            remedy = Text("짧게 줄여 주세요.", "Make it shorter.")
            self.findings.append(
                Finding(severity, code, text, f"{self.where}.fields.{part}", remedy, count=count)
            )
        return count

    def _becomes(self) -> tuple[int, int]:
        if self.channel.becomes is None:
            return 0, 0
        other, most = self.channel.becomes
        over = (self.made.size("body", True) > most) & self.sent
        count = int(over.sum())
        extra = round(count * (channels.get(other).price_krw - self.channel.price_krw))
        if count:
            text = Text(
                f"{most}바이트를 넘어 장문(LMS)으로 나가고 {extra:,}원이 더 들어요.",
                f"Over {most} bytes: sent as LMS, {extra:,} won more.",
            )
            self._limit(over, "limit.sms_becomes_lms", "warning", text, "body", 2)
        return count, extra

    def _unsendable(self) -> int:
        if not any(rule.code == "limit.cp949" for rule in self.channel.rules):
            return 0
        total = np.zeros(len(self.ids), dtype=bool)
        for name in ("subject", "body"):
            if name in self.compiled.sources:
                mask = self.made.unsendable(name)
                total |= mask & self.sent
                text = Text(
                    "문자로 보낼 수 없는 글자가 들어가는 고객이 있어요.",
                    "Some texts hold letters SMS cannot carry.",
                )
                self._limit(mask, "limit.cp949", "error", text, name, 4)
        return int(total.sum())

    def _nobody(self) -> None:
        for reason, code in (
            ("no_consent", "law.no_consent"),
            ("expired", "law.expired_consent"),
            ("night", "law.night"),
        ):
            count = int(self.skips[reason].sum())
            if count:
                text = Text(
                    f"{count:,}명은 빼고 보내요: {reach.SKIPS[reason].ko}.",
                    f"{count:,} skipped: {reach.SKIPS[reason].en}.",
                )
                remedy = Text("이 고객들에게는 나가지 않아요.", "They will not get it.")
                severity: Any = "warning" if reason == "night" else "info"
                self.findings.append(
                    Finding(severity, code, text, self.where, remedy, None, "정보통신망법 50조", count)
                )
        if len(self.ids) and not self.sent.any():
            text = Text(
                "이 메시지를 받을 수 있는 고객이 없어요.", "Nobody in this audience can get this message."
            )
            remedy = Text("채널이나 대상을 바꿔 보세요.", "Change the channel or the audience.")
            self.findings.append(
                Finding("warning", "limit.nobody", text, self.where, remedy, count=len(self.ids))
            )

    def _defaults(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for letter, count in zip(self.made.letters, self.counts.tolist(), strict=True):
            for words in letter.defaults:
                found[words] = found.get(words, 0) + count
        return {words: count for words, count in found.items() if count}

    def _aborts(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for letter, count in zip(self.made.letters, self.reached.tolist(), strict=True):
            if letter.abort is not None and letter.error is None:
                found[letter.abort] = found.get(letter.abort, 0) + count
        return found

    def _worst_rows(self) -> list[int]:
        order = np.argsort(-self.score, kind="stable")[:10]
        return [int(row) for row in order if self.score[row] > 0]

    def _extremes(self) -> tuple[Sample | None, Sample | None]:
        if not self.sent.any():
            return None, None
        size = self.made.size("body", False)
        rows = np.flatnonzero(self.sent)
        return self._sample(int(rows[np.argmax(size[rows])])), self._sample(int(rows[np.argmin(size[rows])]))

    def _sample(self, row: int) -> Sample:
        texts = {name: self.made.text(row, name) for name in self.compiled.sources}
        product = None if self.products is None else int(self.products[row])
        said = tuple(dict.fromkeys(text for mask, text in self.problems if mask[row]))
        return Sample(int(self.ids[row]), product, texts, said)


def _counted(made: Finding, count: int) -> Finding:
    return Finding(made.severity, made.code, made.text, made.where, made.remedy, made.fix, made.source, count)

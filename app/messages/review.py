"""The dry run over the whole audience: who sees which branch, whose text has a hole, what it costs, what is illegal."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np

from app.findings import Finding, worst_first
from app.messages import (
    appeals,
    channels,
    dialect,
    facts,
    holes,
    lengths,
    letters,
    lint,
    oddities,
    private_goods,
    reach,
)  # fmt: skip
from app.messages.around import around_of
from app.messages.branches import count_branches
from app.messages.compiled import Compiled, MessageLike, compile_message
from app.messages.facts import Ints
from app.messages.letters import Letters
from app.messages.reviewed import Review, Sample
from app.messages.rules import Send
from app.messages.tally import Mask, Tally
from fake_company.errors import DangolError
from fake_company.text import Text
from fake_company.warehouse import Company

_LEFT_OUT = ("AD_CONSENT", "AD_CHANNEL_CONSENT", "CONSENT_RECONFIRM_2Y", "WEBPUSH_PERMISSION", "KAKAO_FRIENDS_ONLY")
"""Rules whose customers the sandbox leaves out by itself: worth knowing, nothing to mend."""


def review(
    company: Company,
    message: MessageLike,
    promotion: Any,
    ids: Ints,
    product_ids: Ints | None = None,
    moment: datetime | None = None,
    where: str = "messages[0]",
    send: Send | None = None,
) -> Review:
    """Write to everybody, count, and say what must be mended. A template that cannot be read is a finding.

    `moment` at exact midnight is a day without a time of day: the night rule is then not judged. `send` tells what is
    known of the campaign (goal, holdout, how often), for the rules that ask about it.
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
    return _Reviewer(company, message, promotion, ids, products, moment, where, compiled, send).run()


class _Reviewer(Tally):
    """One review; each method counts one thing."""

    def __init__(
        self, company: Company, message: MessageLike, promotion: Any, ids: Ints, products: Ints | None,
        moment: datetime, where: str, compiled: Compiled, send: Send | None,
    ) -> None:  # fmt: skip
        self.company, self.message, self.promotion, self.moment = company, message, promotion, moment
        self.ids, self.products, self.where, self.compiled = ids, products, where, compiled
        self.channel = channels.get(message.channel)
        self.format = getattr(message.fields, "format", "")
        self.target = getattr(message.fields, "target", "") if self.channel.targets else ""
        self.made: Letters = letters.write(company, compiled, message, promotion, ids, products, moment)
        sender = company.profile.name.text().ko
        parts = lint.parts_of(message, compiled, private_goods.names(company))
        self.pages = [
            lint.sheet(message, compiled, letter.texts, sender, promotion is not None, parts)
            for letter in self.made.letters
        ]
        self.is_ad = message.purpose == "ad" or promotion is not None or any(page.is_ad for page in self.pages)
        self.skips = reach.skips(company, self.channel, ids, self.is_ad, moment, self.target)
        self.send = reach.counted(company, self.channel, ids, self.skips, moment, send)
        reached = ~np.any(list(self.skips.values()), axis=0) if len(ids) else np.zeros(0, dtype=bool)
        error = self.made.per_row([letter.error is not None for letter in self.made.letters], bool)
        aborted = self.made.per_row([letter.abort is not None for letter in self.made.letters], bool)
        self.skips["error"], self.skips["aborted"] = reached & error, reached & aborted & ~error
        self.sent: Mask = reached & ~error & ~aborted
        self.reached = np.bincount(self.made.which[reached], minlength=len(self.made.letters))
        super().__init__(self.made, self.sent, where)
        self.findings += lint.unknown_variables(compiled, facts.of(company).variables, where)
        self.findings += dialect.of_message(company, message, promotion, compiled, where)
        self.findings += dialect.codes_used(compiled, around_of(message, promotion), int(reached.sum()), where)
        self.findings += lint.undeclared_channel_fields(self.channel, compiled, where, self.format)
        self.findings += lint.ignored_conditions(compiled, where)
        self.counts = np.bincount(self.made.which[self.sent], minlength=len(self.made.letters))

    def run(self) -> Review:
        """Count everything."""
        self._errors()
        found_holes, blank_names = self._holes()
        self._rules()
        said = "\n".join(letter.visible for letter in self.made.letters)
        self.findings += appeals.deadline_findings(self.promotion, said, self.where)
        truncated = lengths.judge(self, self.channel, self.compiled, self.format)
        became, extra = lengths.becomes(self, self.channel)
        unsendable = lengths.unsendable(self, self.channel, self.compiled)
        self._private()
        each = reach.prices(self.company, self.channel, self.ids, self.moment, self.target)
        price = round(float(each[self.sent].sum())) + extra
        self._sending()
        self._nobody()
        score_rows = self._worst_rows()
        skipped = {key: int(self.skips[key].sum()) for key in reach.SKIPS}
        size = self.made.size("body", False)
        eyes = (*oddities.extremes(size, self.sent), oddities.strangest(self.made, self.sent))
        longest, shortest, strangest = (None if row is None else self._sample(row) for row in eyes)
        return Review(
            len(self.ids), int(self.sent.sum()), skipped, len(self.made.letters),
            count_branches(self.compiled, self.made.letters, self.counts), self._defaults(), found_holes, blank_names,
            truncated, became, extra, unsendable, self._aborts(), price, worst_first(self.findings),
            [self._sample(row) for row in score_rows],
            longest, shortest, strangest, lengths.fallback(self, self.channel, self.compiled),
            appeals.evidence(
                self.message, self.promotion, self.made.letters, self.counts.tolist(), self.products is not None
            ),
        )  # fmt: skip

    def _errors(self) -> None:
        found: dict[str, tuple[DangolError, list[int]]] = {}
        for number, letter in enumerate(self.made.letters):
            if letter.error is not None:
                found.setdefault(letter.error.message.en, (letter.error, []))[1].append(number)
        for wrong, numbers in found.values():
            count = int(self.spread(numbers).sum())
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
                    self.note(mask, 5, made.text)
            if rows.any():
                found[key] = int(rows.sum())
        texts: dict[tuple[str, str], tuple[Finding, list[int]]] = {}
        for number, letter in enumerate(self.made.letters):
            for made in holes.text_findings(letter, self.where, None) if letter.leaves else []:
                texts.setdefault((made.code, made.where), (made, []))[1].append(number)
        self.report(texts, 5)
        return found, int(blank_names.sum())

    def _rules(self) -> None:
        """Rules that do not depend on lengths, once per distinct text."""
        seen: dict[tuple[str, str], tuple[Finding, list[int]]] = {}
        judged = [rule for rule in self.channel.rules if rule.about == "text"]
        for number, (letter, page) in enumerate(zip(self.made.letters, self.pages, strict=True)):
            if not letter.leaves:
                continue
            for rule in judged:
                broken = rule.check(page)
                if broken is None:
                    continue
                mark = (rule.id, broken[0])
                if mark not in seen:
                    shown = self.made.fill(broken[1], int(np.argmax(self.made.which == number)))
                    seen[mark] = (lint.finding(rule, broken[0], shown, self.where, None, page), [])
                seen[mark][1].append(number)
        self.report(seen, 3)

    def _private(self) -> None:
        rule = next((rule for rule in self.channel.rules if rule.id == "SENSITIVE_LOCK_SCREEN"), None)
        if rule is None or any(found.code == rule.code for found in self.findings):
            return
        mask = private_goods.shown(self.company, self.made, self.ids, self.products)
        count = self.note(mask, 2, rule.text)
        if count:
            where = f"{self.where}.fields.body"
            self.findings.append(Finding(rule.severity, rule.code, rule.text, where, rule.remedy, None, rule.source, count))

    def _sending(self) -> None:
        """Rules about the sending: consent, hours, frequency, measuring, approval."""
        if not len(self.ids):
            return
        page = replace(self.pages[0], is_ad=self.is_ad, send=self.send) if self.pages else None
        for rule in self.channel.rules if page is not None else ():
            broken = rule.check(page) if rule.about == "send" and page is not None else None
            if broken is None:
                continue
            made = lint.finding(rule, broken[0], broken[1], self.where, None, page)
            number = broken[1].replace(",", "")
            count = int(number) if number.isdigit() else None
            softer: Any = "info" if rule.id in _LEFT_OUT else "warning" if rule.id == "AD_NIGHT_2100_0800" else made.severity
            self.findings.append(replace(made, count=count, severity=softer))

    def _nobody(self) -> None:
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

    def _sample(self, row: int) -> Sample:
        texts = {name: self.made.text(row, name) for name in self.compiled.sources}
        product = None if self.products is None else int(self.products[row])
        said = tuple(dict.fromkeys(text for mask, text in self.problems if mask[row]))
        return Sample(int(self.ids[row]), product, texts, said)


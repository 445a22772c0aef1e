"""What the explore pages share: tables and their CSV, the segment filter, a figure's definition, a rule that becomes a segment."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlencode

import numpy as np
import numpy.typing as npt
from flask import Flask, Response, current_app, g, render_template, request, url_for
from markupsafe import Markup

from app import segments
from app.analytics.definitions import definition
from app.plan import rule_of
from app.web import _desk
from app.web._words import language, number, say, t
from fake_company.errors import DangolError, NotFound
from fake_company.text import Text

NUMBERS = ("number", "decimal", "won", "percent", "span")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|")


@dataclass(frozen=True)
class Column:
    """One column of a figure's table.

    `show`: "" (text), "number", "decimal", "won", "percent" (a share 0 to 1), "day", "span" (seconds); `term` names its
    definition.
    """

    label: Text
    show: str = ""
    term: str = ""

    @property
    def is_number(self) -> bool:
        """Whether its figures stand to the right."""
        return self.show in NUMBERS


@dataclass(frozen=True)
class Table:
    """The figures of a chart: columns and rows (each as long as the columns; None where there is no figure)."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]


def register(app: Flask) -> None:
    """Let templates ask for definitions, segments and buttons that make one."""
    app.jinja_env.globals.update(
        csv_url=csv_url,
        definition=definition,
        segment_link=segment_link,
        segment_options=segment_options,
        term_id=_term_id,
        with_arg=with_arg,
    )
    app.jinja_env.filters.update(span=span, compact=compact)


def as_csv(table: Table, name: str) -> Response:
    """The table as a CSV download: UTF-8 with a byte-order mark (Excel), no cell that a spreadsheet runs as a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([_cell(say(column.label)) for column in table.columns])
    for row in table.rows:
        writer.writerow([_cell(value) for value in row])
    answer = Response("\ufeff" + buffer.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = attachment(f"{name}.csv")
    return answer


def attachment(name: str) -> str:
    """A Content-Disposition header for a file name in any language, with a plain ASCII one beside it."""
    clean = re.sub(r"[\x00-\x1f\x7f\"\\/:*?<>|;%]+", "-", name).strip(" .-") or "dangol"
    plain = re.sub(r"[^A-Za-z0-9._]+", "-", clean).strip("-")
    if plain[:1] in ("", "."):  # nothing left before the ending
        plain = f"dangol{plain}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}"


def _cell(value: Any) -> Any:
    """A value as a cell; a text that a spreadsheet would run is quoted."""
    if isinstance(value, Text):
        value = say(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.lstrip(" ")[:1] in _FORMULA and value:
        return f"'{value}"
    return value


def csv_url(endpoint: str, **values: Any) -> str:
    """The address of this page's figures as a CSV: `endpoint` with the page's own question."""
    asked = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    address = url_for(endpoint, **values)
    return f"{address}?{urlencode(asked)}" if asked else address


def with_arg(name: str, value: Any) -> str:
    """This page's address with one value changed."""
    asked = [(key, found) for key, found in request.args.items(multi=True) if key not in ("lang", "do", name)]
    return f"{request.path}?{urlencode([*asked, (name, str(value))])}"


@dataclass(frozen=True)
class Choice:
    """One choice of the segment filter: its key in the address, its words, its rule."""

    key: str
    label: Text
    rule: Mapping[str, Any]


def segment_options() -> list[Choice]:
    """Whom a page can be asked about: the plan's segments, then the five customer types."""
    plan, own = _desk.plan(), []
    for one in plan.segments:
        with suppress(DangolError):  # a segment that cannot be read is mended on its own page
            if rule := rule_of(plan, one):
                own.append(Choice(f"segment:{one.id}", Text.of(one.name or one.id), rule))
    types = [
        Choice(f"type:{key}", label, {"all": [{"kind": "lifecycle", "types": [key]}]})
        for key, label in segments.TYPES.items()
    ]
    return [*own, *types]


def segment_choice(key: str | None) -> Choice | None:
    """The choice under a key of the address; None for everybody."""
    if not key:
        return None
    found = next((one for one in segment_options() if one.key == key), None)
    if found is None:
        raise NotFound(
            Text(
                "주소에 적힌 고객 묶음이 이 계획에 없어요.", "The segment in the address is not in this plan."
            ),
            f"segment={key}",
            Text("고객 묶음을 다시 골라 주세요.", "Choose a segment again."),
        )
    return found


def segment_mask(key: str | None) -> npt.NDArray[np.bool_] | None:
    """Who is in the chosen segment today, one bool a customer id; None for everybody."""
    chosen = segment_choice(key)
    return None if chosen is None else segments.mask(_desk.company(), chosen.rule)


def segment_link(rule: Mapping[str, Any], name: str, words: str = "") -> Markup:
    """A button that puts a rule into the plan as a segment of that name and opens it; nothing while there is no such page."""
    if "segments.new_from" not in current_app.view_functions:
        return Markup("")
    return Markup(
        render_template(
            "pieces/segment_link.html", rule=json.dumps(rule, ensure_ascii=False), name=name, words=words
        )
    )


def span(seconds: float | None) -> str:
    """A length of time as people say it: `3.2시간`, `41초`."""
    if seconds is None or not np.isfinite(seconds):
        return "–"
    for size, ko, en in ((86_400, "일", "days"), (3_600, "시간", "hours"), (60, "분", "minutes")):
        if seconds >= size:
            figure = number(seconds / size, 1)
            return f"{figure}{ko}" if language() == "ko" else f"{figure} {en}"
    return f"{number(seconds)}{t('초', ' seconds')}"


def compact(value: float) -> str:
    """A figure of an axis in little room: `1.2억`, `35만`, `1,200`; `120M`, `350K`."""
    sizes = ((1e8, "억"), (1e4, "만")) if language() == "ko" else ((1e9, "B"), (1e6, "M"), (1e4, "K"))
    for size, word in sizes:
        if abs(value) >= size:
            unit = 1e3 if word == "K" else size
            return f"{number(value / unit, 0 if value / unit % 1 == 0 else 1)}{word}"
    return number(value, 0 if value % 1 == 0 else 1)


def _term_id() -> str:
    """An id for one more definition on the page; a part swapped in never repeats the page's."""
    g.terms = g.get("terms", 0) + 1
    part = re.sub(r"\W", "", request.headers.get("HX-Target", ""))
    return f"term-{part}{g.terms}"

"""The data dictionary: every table, column and event of the company, searchable and sortable, each with an anchor."""

from __future__ import annotations

import csv
import io
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from app.analytics import dictionary
from app.web import _desk
from app.web._words import say
from fake_company.event_names import Names

bp = Blueprint("dictionary", __name__, url_prefix="/dictionary")
TOOLS = {"segment": "Segment", "braze": "Braze", "ga4": "GA4", "amplitude": "Amplitude · Mixpanel"}
assert set(TOOLS) == set(Names.__dataclass_fields__)


@bp.get("/")
def index() -> str:
    """The dictionary; figures come as soon as they have been counted."""
    company, instance = _desk.company(), _desk.instance()
    counts = dictionary.counts(instance, company)
    status = None if counts else dictionary.ensure(instance, company)
    query, sort = request.args.get("q", "").strip()[:80], request.args.get("sort", "")
    found = dictionary.tables(company, counts or dictionary.NOTHING_COUNTED, query, sort)
    return render_template(
        "dictionary/_found.html" if _desk.is_live() else "dictionary/index.html",
        tables=found,
        events=dictionary.events(company, counts or dictionary.NOTHING_COUNTED, query),
        columns=sum(len(table.entries) for table in found),
        company=company,
        counts=counts,
        status=status,
        query=query,
        sort=sort,
        sorts=dictionary.SORTS,
        tools=TOOLS,
    )


@bp.post("/count")
def count() -> Any:
    """Count again after a failure."""
    dictionary.ensure(_desk.instance(), _desk.company(), again=True)
    return _desk.towards(url_for("dictionary.index"))


@bp.get("/dictionary.csv")
def as_csv() -> Response:
    """The dictionary as one CSV, in the reader's language."""
    company = _desk.company()
    counts = dictionary.counts(_desk.instance(), company) or dictionary.NOTHING_COUNTED
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["table", "column", "meaning", "type", "unit", "missing_share", "distinct", "values", "example"])
    for table in dictionary.tables(company, counts):
        for entry in table.entries:
            spread = entry.spread
            bars = "; ".join(f"{label} {share:.1%}" for label, share in spread.bars) if spread else ""
            writer.writerow([
                table.name, entry.column.name, say(entry.meaning), entry.column.type, say(entry.unit),
                round(spread.missing_share, 4) if spread else "", spread.distinct if spread else "",
                bars if spread and spread.kind == "values" else " / ".join(spread.marks) if spread else "",
                spread.example if spread else "",
            ])  # fmt: skip
    return Response("\ufeff" + buffer.getvalue(), mimetype="text/csv; charset=utf-8",
                    headers={"Content-Disposition": 'attachment; filename="data-dictionary.csv"'})  # fmt: skip

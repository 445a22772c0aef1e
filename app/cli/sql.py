"""`flask sql "select …"`: one question over the public tables, in the same locked-down process as the page's."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path
from typing import Any

import click
from flask import current_app

from app import companies
from app.cli._output import answers_errors, language, print_json, say
from app.workbench import running
from app.workbench.mistakes import SqlError
from fake_company.text import Text

_WIDEST = 40


@click.command("sql")
@click.argument("question")
@click.option(
    "--company",
    type=click.Path(),
    help="A company's folder (default: the one in use). / 회사 폴더(기본: 지금 쓰는 회사).",
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON. / JSON으로 답하기.")
@click.option("--csv", "as_csv", is_flag=True, help="Every row as CSV. / 모든 줄을 CSV로.")
@click.option(
    "--seconds",
    type=click.FloatRange(0.1, 600),
    help="Stop after so long (default 10; 30 for a large company). / 이 시간이 지나면 멈추기(기본 10초, 큰 회사는 30초).",
)
@answers_errors
def group(question: str, company: str | None, as_json: bool, as_csv: bool, seconds: float | None) -> None:
    """Ask one SELECT; "-" reads it from standard input. / SELECT 하나로 묻기. "-"는 표준 입력에서 읽기."""
    text = sys.stdin.read() if question == "-" else question
    found = companies.opened(Path(company)) if company else companies.current(Path(current_app.instance_path))
    try:
        if as_csv:
            for lines in running.csv_lines(found, text):
                click.echo(lines, nl=False)
        else:
            _show(running.run(found, text, seconds=seconds), as_json)
    except SqlError as error:
        if not as_json and error.snippet:
            click.echo(error.snippet, err=True)
        if not as_json and error.detail:
            click.echo(error.detail, err=True)
        raise
    finally:
        running.close()


def _show(answer: running.Answer, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "columns": [{"name": one.name, "type": one.type} for one in answer.columns],
                "rows": [list(row) for row in answer.rows],
                "total": answer.total,
                "more": answer.more,
                "seconds": round(answer.seconds, 3),
            }
        )
        return
    rows = [[_cell(value) for value in row] for row in answer.rows]
    heads = [one.name for one in answer.columns]
    widths = [max(map(_width, column)) for column in zip(heads, *rows, strict=True)]
    right = [one.kind == "number" for one in answer.columns]
    for line in (heads, ["-" * width for width in widths], *rows):
        click.echo("  ".join(_padded(*cell) for cell in zip(line, widths, right, strict=True)).rstrip())
    if answer.total > len(rows):
        say(
            Text(
                f"앞의 {len(rows):,}줄 / 모두 {_total(answer)}",
                f"first {len(rows):,} of {_total(answer)} rows",
            )
        )


def _total(answer: running.Answer) -> str:
    if not answer.more:
        return f"{answer.total:,}" + ("줄" if language() == "ko" else "")
    return f"{answer.total:,}줄 넘게" if language() == "ko" else f"more than {answer.total:,}"


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    text = f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
    text = "".join(one if one.isprintable() else " " for one in text)
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


def _width(text: str) -> int:
    """Places of a terminal; Hangul takes two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def _padded(text: str, width: int, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space

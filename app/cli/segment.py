"""`flask segment …`: count a segment, see its SQL and its sentence, ask why a customer is in or out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from flask import current_app

from app import companies, segments
from app.cli._output import answers_errors, language, print_json, read_json
from fake_company.text import Text
from fake_company.warehouse import Company

_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False))
_COMPANY = click.option(
    "--company",
    type=click.Path(),
    help="A company's folder (default: the one in use). / 회사 폴더(기본: 지금 쓰는 회사).",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Answer as JSON. / JSON으로 답하기.")


@click.group("segment")
def group() -> None:
    """Whom: a segment (a rule, or {"rule": …}) in a JSON file. / 누구에게: JSON 파일에 적은 세그먼트."""


@group.command()
@_FILE
@_COMPANY
@_JSON
@answers_errors
def count(file: str, company: str | None, as_json: bool) -> None:
    """How many customers are in the segment. / 세그먼트에 드는 고객 수."""
    found = segments.count(_company(company), _rule(file))
    if as_json:
        print_json(found.to_json())
    else:
        click.echo(f"{found.n:,} / {found.of:,} ({found.share:.1%})")


@group.command()
@_FILE
@_COMPANY
@_JSON
@answers_errors
def sql(file: str, company: str | None, as_json: bool) -> None:
    """The query an analyst would write. / 분석가가 쓸 SQL."""
    text = segments.sql(_company(company), _rule(file))
    if as_json:
        print_json({"sql": text})
    else:
        click.echo(text)


@group.command()
@_FILE
@_JSON
@answers_errors
def sentence(file: str, as_json: bool) -> None:
    """The rule as one sentence. / 한 문장으로 읽은 조건."""
    text = segments.sentence(_rule(file))
    if as_json:
        print_json(text.to_json())
    else:
        click.echo(text[language()])


@group.command()
@_FILE
@click.argument("customer_id", type=int)
@_COMPANY
@_JSON
@answers_errors
def why(file: str, customer_id: int, company: str | None, as_json: bool) -> None:
    """Why a customer is in or out, condition by condition. / 고객이 왜 들거나 빠지는지."""
    opened, rule = _company(company), _rule(file)
    verdicts = segments.why(opened, rule, customer_id)
    inside = segments.is_member(opened, rule, customer_id)
    if as_json:
        print_json({"member": inside, "verdicts": [_verdict(one) for one in verdicts]})
        return
    for one in verdicts:
        mark = "✓" if one.passed else "✗"
        click.echo(f"{mark} {one.path}  {one.sentence[language()]}  [{one.saw[language()]}]")
    verdict = Text("조건에 맞아요", "in") if inside else Text("조건에 맞지 않아요", "out")
    click.echo(f"=> {verdict[language()]}")


def _verdict(one: segments.Verdict) -> dict[str, Any]:
    return {
        "path": one.path,
        "sentence": one.sentence.to_json(),
        "passed": one.passed,
        "wanted": one.wanted,
        "saw": one.saw.to_json(),
    }


def _rule(file: str) -> segments.Rule:
    data = read_json(file)
    if isinstance(data, Mapping) and "rule" in data:
        return segments.parse(data["rule"], "rule")
    return segments.parse(data)


def _company(folder: str | None) -> Company:
    return companies.opened(Path(folder)) if folder else companies.current(Path(current_app.instance_path))

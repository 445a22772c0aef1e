"""`flask message`: render templates from the terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from app.cli._output import answers_errors, language, say
from app.messages.liquid import render
from fake_company import strict_json
from fake_company.errors import DangolError
from fake_company.text import Text

# other words people use for what a context holds
_ALSO_CALLED = {
    "vars": ("variables", "assigns", "globals"), "http": ("responses", "connected_content"),
    "blocks": ("content_blocks",), "catalogs": ("catalog", "catalog_items"),
    "selections": ("catalog_selections", "catalog_selection_items"), "shopping_carts": ("carts",),
    "promotions": ("promotion", "promotion_codes", "promo_codes"), "user": ("attributes", "default_attributes"),
}  # fmt: skip


@click.group("message")
def group() -> None:
    """What: fill in message templates. / 무엇을: 메시지 템플릿을 채워요."""


@group.command("render")
@click.option("--batch", required=True, type=click.Path(exists=True, dir_okay=False, readable=True))
@click.option("--json", "as_json", is_flag=True, help="Answer one JSON object a line. / 한 줄에 JSON 하나.")
@answers_errors
def render_batch(batch: str, as_json: bool) -> None:
    """Render a file of lines {id, template, context}. / 한 줄에 하나씩 적은 템플릿을 채워요."""
    failed = 0
    for case in _cases(Path(batch)):
        answer = answer_case(case)
        failed += "error" in answer
        if as_json:
            click.echo(json.dumps(answer, ensure_ascii=False))
        else:
            click.echo(f"{answer['id']}: {answer.get('output', answer.get('abort', answer.get('said', '')))}")
    if not as_json:
        say(Text(f"오류 {failed}건", f"{failed} errors"))


def answer_case(case: dict[str, Any]) -> dict[str, Any]:
    """One case as `{id, output}`, `{id, abort}` or `{id, error, where, remedy, …}`; outer whitespace is trimmed."""
    name = case.get("id")
    try:
        template, context = case.get("template"), case.get("context") or {}
        if not isinstance(template, str) or not isinstance(context, dict):
            raise DangolError(
                Text(
                    "template은 글, context는 객체여야 해요.", "template must be text and context an object."
                ),
                str(name),
                Text(
                    '{"id": …, "template": "…", "context": {…}}', '{"id": …, "template": "…", "context": {…}}'
                ),
            )
        context = _usual(context)
        outcome = render(template, context, None if "now" in context else datetime.now(UTC))
    except DangolError as error:
        return {"id": name, "said": error.say(language()), **error.to_json()}
    return (
        {"id": name, "output": outcome.text.strip()}
        if outcome.abort is None
        else {"id": name, "abort": outcome.abort}
    )


def _usual(context: dict[str, Any]) -> dict[str, Any]:
    """The context with its parts under their usual names."""
    found = dict(context)
    for name, others in _ALSO_CALLED.items():
        for other in others:
            if name not in found and isinstance(found.get(other), dict):
                found[name] = found.pop(other)
    return found


def _cases(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip(b"\xef\xbb\xbf \t\r\n"):
                continue
            place = Text(f"{path.name} {number}번째 줄", f"{path.name} line {number}")
            case = strict_json.read(line.strip(), place, _ONE_A_LINE)
            if not isinstance(case, dict):
                raise DangolError(
                    Text("한 줄이 JSON 객체가 아니에요.", "A line is not a JSON object."),
                    place,
                    _ONE_A_LINE,
                )
            yield case


_ONE_A_LINE = Text("한 줄에 사례 하나를 쓰세요.", "Write one case a line.")

"""`flask grade EXERCISE PLAN.json`: the same grade the page gives, from the terminal."""

from __future__ import annotations

import click

from app import grading
from app import plan as plans
from app.cli._output import answers_errors, language, print_json, read_json, say
from app.cli._plans import class_key, company_in_use, company_option
from app.grading import Grade
from fake_company.errors import DangolError
from fake_company.text import Text

_MARK = {"passed": ":)", "partly": ":/", "failed": ":(", "not_tried": ":|", "broken": "!!"}


@click.command(name="grade")
@click.argument("exercise")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@company_option
@click.option(
    "--key", default=None, help="The class key in hex; default: this installation's. / 반 열쇠(16진수)."
)
@click.option(
    "--verify",
    type=click.Path(exists=True, dir_okay=False),
    default=None,
    help="A receipt to recompute: says what differs. / 채점 확인서를 다시 계산해요.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON. / JSON으로 보여 줘요.")
@answers_errors
def group(
    exercise: str, file: str, company: str | None, key: str | None, verify: str | None, as_json: bool
) -> None:
    """Grade a plan: points, each check with what it saw, why and a hint, a receipt. / 계획을 채점해요."""
    task = grading.exercises.load(exercise)
    plan = plans.load(read_json(file))
    opened = company_in_use(company)
    seeds = grading.seeds_key(class_key(key), task, opened)
    if verify is not None:
        _verify(grading.verify(_receipt(verify), task, plan, opened, seeds), as_json)
        return
    grade = grading.grade(task, plan, opened, seeds)
    if as_json:
        print_json(grade.to_json())
    else:
        _print(task.title, grade)


def _receipt(file: str) -> dict[str, object]:
    """The receipt in a file: alone, or inside the grade it came with."""
    document = read_json(file)
    inner = document.get("receipt", document) if isinstance(document, dict) else None
    if not isinstance(inner, dict) or "digest" not in inner:
        raise DangolError(
            Text("채점 확인서가 아니에요.", "This is not a receipt."),
            file,
            Text(
                "채점 결과 화면이나 `flask grade … --json`이 준 파일을 골라 주세요.",
                "Choose the file that the grade page or `flask grade … --json` gave.",
            ),
        )
    return inner


def _verify(differs: list[str], as_json: bool) -> None:
    if as_json:
        print_json({"recomputes": not differs, "differs": differs})
    elif differs:
        say(
            Text(
                f"다시 채점하니 달라요: {', '.join(differs)}",
                f"Grading again differs in: {', '.join(differs)}",
            )
        )
    else:
        say(Text("다시 채점해도 똑같아요.", "Grading again gives the same."))
    if differs:
        raise SystemExit(1)


def _print(title: Text, grade: Grade) -> None:
    tongue = language()
    click.echo(f"{title[tongue]}: {grade.points:g} / {grade.of:g}")
    for line in grade.results:
        click.echo(
            f"{_MARK[line.status]} {line.title[tongue]}  {line.points:g}/{line.of:g}  {line.status_text[tongue]}"
        )
        click.echo(f"     {line.saw[tongue]}")
        if line.status != "passed":
            click.echo(f"     {line.why[tongue]}")
            click.echo(f"     → {line.hint[tongue]}")
        for example in line.counter_examples:
            click.echo(f"     #{example.customer_id}: {' / '.join(words[tongue] for words in example.lines)}")
    for extra in (grade.ceiling, grade.badge):
        if extra is not None:
            click.echo(extra[tongue])
    click.echo(f"{Text('채점 확인서', 'Receipt')[tongue]}: {grade.receipt['digest'][:16]}")

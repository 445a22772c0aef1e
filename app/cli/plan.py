"""`flask plan`: check a plan file, print the format's schema, and (for instructors) simulate."""

from __future__ import annotations

import click

from app import plan as plans
from app.cli._output import answers_errors, language, print_json, read_json
from app.cli._plans import company_in_use, company_option
from app.cli._simulate import simulate
from app.findings import errors, worst_first


@click.group(name="plan")
def group() -> None:
    """Plan files: the one document a learner submits. / 계획 파일: 학습자가 내는 문서 하나."""


@group.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@company_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON. / JSON으로 보여 줘요.")
@answers_errors
def check(file: str, company: str | None, as_json: bool) -> None:
    """List what is missing or wrong in a plan; exit 1 if it cannot be sent. / 계획에 빠졌거나 잘못된 것을 알려 줘요."""
    plan = plans.load(read_json(file))
    found = worst_first(plans.problems(plan, company_in_use(company)))
    if as_json:
        print_json({"plan": plan.title, "findings": [finding.to_json() for finding in found]})
    else:
        shown = plans.bar(plan)
        click.echo(
            " × ".join(f"{part.label[language()]}: {part.summary[language()]}" for part in shown.parts)
        )
        for finding in found:
            click.echo(f"{_MARK[finding.severity]} {finding.text[language()]} ({finding.where})")
            if finding.remedy[language()]:
                click.echo(f"    {finding.remedy[language()]}")
    if errors(found):
        raise SystemExit(1)


@group.command("schema")
@answers_errors
def schema() -> None:
    """Print the JSON Schema of the plan document. / 계획 문서의 JSON 스키마를 보여 줘요."""
    print_json(plans.json_schema())


group.add_command(simulate)

_MARK = {"error": "✗", "warning": "!", "info": "·"}

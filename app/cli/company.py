"""`flask company`: build a company, list those there are, choose one, show its realism card, export it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Literal

import click
from click.termui import progressbar
from flask import current_app
from flask.cli import with_appcontext

from app import companies
from app.cli._output import answers_errors, language, print_json, say
from fake_company.text import Text
from fake_company.warehouse import Company

company_option = click.option(
    "--company",
    "folder",
    type=click.Path(path_type=Path),
    help="Company folder; else the one in use. / 회사 폴더",
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Answer with one JSON document. / JSON으로 답해요"
)


@click.group("company")
def group() -> None:
    """Build, list, check and export companies. / 회사를 만들고, 보고, 확인하고, 내보내요."""


@group.command("build")
@click.option(
    "--profile",
    default="fashion",
    show_default=True,
    help="A profile's name, or a TOML file. / 프로필 이름이나 TOML 파일",
)
@click.option("--customers", type=int, help="How many customers; else the profile's default. / 고객 수")
@click.option("--days", type=int, help="Days of history; else the profile's default. / 지난 날짜 수")
@click.option("--seed", type=int, help="The same seed gives the same company. / 같은 값이면 같은 회사")
@click.option(
    "--out",
    "folder",
    type=click.Path(path_type=Path),
    help="Where to put it; else the instance folder. / 만들 폴더",
)
@click.option(
    "--workers", type=int, help="Processes; else one a core. Never changes the result. / 프로세스 수"
)
@json_option
@with_appcontext
@answers_errors
def build_command(
    profile: str,
    customers: int | None,
    days: int | None,
    seed: int | None,
    folder: Path | None,
    workers: int | None,
    as_json: bool,
) -> None:
    """Build a company from its profile. / 프로필로 회사를 만들어요."""
    from fake_company import profile as profiles
    from fake_company.build import build

    chosen = profiles.load(profile)
    usual = chosen.defaults
    choice = companies.Choice(
        chosen.slug,
        usual.customers if customers is None else customers,
        usual.days if days is None else days,
        usual.seed if seed is None else seed,
    )
    target = folder or Path(current_app.instance_path) / "companies" / choice.name
    with Bar(as_json) as bar:
        made = build(chosen, choice.customers, choice.days, choice.seed, target, bar.show, workers)
    if as_json:
        print_json({"folder": str(made.folder), **made.meta.to_json()})
        return
    rows = made.meta.rows
    say(
        Text(
            f"{made.folder}에 회사를 만들었어요: 고객 {rows['customers']:,}명, 이벤트 {rows['events']:,}건, "
            f"주문 {rows['orders']:,}건",
            f"Built {made.folder}: {rows['customers']:,} customers, {rows['events']:,} events, {rows['orders']:,} orders",
        )
    )


@group.command("list")
@json_option
@with_appcontext
@answers_errors
def list_command(as_json: bool) -> None:
    """The profiles there are, and every company built here; * is the one in use. / 프로필과 만들어 둔 회사 목록이에요."""
    from fake_company import profile as profiles
    from fake_company.warehouse import read_meta

    instance = Path(current_app.instance_path)
    used = companies.folder_in_use(instance)
    rows: list[dict[str, Any]] = []
    for folder in companies.built(instance):
        meta = read_meta(folder)
        rows.append({"name": folder.name, "folder": str(folder), "in_use": folder == used, **meta.to_json()})
    known = [profiles.load(name) for name in profiles.names()]
    if as_json:
        shown = [{"profile": one.slug, "name": one.name.model_dump(), "summary": one.summary.model_dump(),
                  "customers": one.defaults.customers, "days": one.defaults.days} for one in known]  # fmt: skip
        print_json({"profiles": shown, "companies": rows})
        return
    say(Text("프로필", "Profiles"))
    for one in known:
        words = f"{one.name.text()[language()]}: {one.summary.text()[language()]}"
        click.echo(f"  {one.slug}  {one.defaults.customers:,} × {one.defaults.days}  {words}")
    say(Text("만들어 둔 회사", "Companies"))
    if not rows:
        say(
            Text(
                "  아직 회사가 없어요. `flask company build`로 만들어 보세요.",
                "  No company yet: run `flask company build`.",
            )
        )
    for row in rows:
        mark = "*" if row["in_use"] else " "
        click.echo(f"{mark} {row['name']}  {row['customers']:,} × {row['days']}  {row['digest']}")


@group.command("use")
@click.argument("name")
@with_appcontext
@answers_errors
def use_command(name: str) -> None:
    """Work with another company of this installation from now on. / 이제부터 다른 회사로 일해요."""
    instance = Path(current_app.instance_path)
    companies.use(instance, name)
    say(Text(f"이제 {name} 회사를 써요.", f"{name} is in use now."))


@group.command("card")
@company_option
@json_option
@with_appcontext
@answers_errors
def card_command(folder: Path | None, as_json: bool) -> None:
    """The company's figures beside published ranges. / 실제 가게들의 범위와 나란히 보여 줘요."""
    from fake_company import realism

    rows = realism.card(_company(folder))
    if as_json:
        print_json([row.to_json() for row in rows])
        return
    for row in rows:
        value = "–" if row.value is None else f"{row.value:.4g}"
        mark = ("✓" if row.inside else "✗") if row.applies else "·"
        beside = f"[{row.low:.4g} – {row.high:.4g}]" if row.applies else row.reason[language()]
        click.echo(f"{mark} {row.text[language()]}: {value}  {beside}")
    counted = [row for row in rows if row.applies]
    inside = sum(row.inside for row in counted)
    say(
        Text(
            f"{len(counted)}개 가운데 {inside}개가 범위 안이에요.",
            f"{inside} of {len(counted)} inside their range.",
        )
    )


@group.command("export")
@click.option(
    "--format", "kind", type=click.Choice(["sqlite", "csv", "parquet"]), default="sqlite", show_default=True
)
@click.option(
    "--out",
    "target",
    type=click.Path(path_type=Path),
    help="File or folder; else named after the company. / 파일이나 폴더",
)
@company_option
@json_option
@with_appcontext
@answers_errors
def export_command(
    kind: Literal["sqlite", "csv", "parquet"], target: Path | None, folder: Path | None, as_json: bool
) -> None:
    """Write a company as SQLite, CSV or Parquet. / 회사를 SQLite, CSV, Parquet 파일로 내보내요."""
    from fake_company.export import export

    chosen = _company(folder)
    name = f"{chosen.folder.name}.db" if kind == "sqlite" else f"{chosen.folder.name}-{kind}"
    with Bar(as_json) as bar:
        made = export(chosen, kind, target or Path(name), bar.show)
    if as_json:
        print_json({"file": str(made), "format": kind, "rows": chosen.meta.rows})
        return
    say(Text(f"{made}에 내보냈어요.", f"Exported to {made}."))


def _company(folder: Path | None) -> Company:
    """The company given, or the one in use."""
    return companies.opened(folder) if folder else companies.current(Path(current_app.instance_path))


class Bar:
    """A progress bar in the terminal's language on standard error; silent when JSON is asked for."""

    def __init__(self, silent: bool) -> None:
        self._bar = progressbar(length=1000, hidden=silent, file=sys.stderr)
        self._at = 0

    def __enter__(self) -> Bar:
        self._bar.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._bar.__exit__(*error)

    def show(self, share: float, text: Text) -> None:
        """Move the bar to `share` of its length, with what is being done."""
        step = max(int(share * 1000) - self._at, 0)
        self._at += step
        self._bar.label = text[language()]
        self._bar.update(step)

"""The company: its year at a glance, how real its figures are, its tables row by row, and building or choosing another."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, render_template, request, url_for

from app import building, companies
from app.analytics import card, past, shop, tables
from app.segments import CHANNELS
from app.web import _desk
from app.web._words import t
from fake_company import profile as profiles
from fake_company.errors import NotFound
from fake_company.text import Text

bp = Blueprint("company", __name__, url_prefix="/company")


@bp.get("/")
def index() -> str:
    """The year at a glance and the past campaigns."""
    company = _desk.company()
    return render_template(
        "company/index.html",
        company=company,
        overview=shop.overview(company),
        campaigns=past.campaigns(company),
        channels=CHANNELS,
        has_map=profiles.journey_map(company.profile.slug) is not None,
    )


@bp.get("/journey-map.drawio")
def journey_map() -> Any:
    """The customer journey as the product owner drew it, a diagrams.net file."""
    slug = _desk.company().profile.slug
    path = profiles.journey_map(slug)
    if path is None:
        raise NotFound(
            Text("이 회사에는 여정 지도가 없어요.", "This company has no journey map."),
            slug,
            Text("profiles/<이름>/journey-map.drawio로 둘 수 있어요.", "Put one at profiles/<name>/journey-map.drawio."),
        )
    return Response(path.read_bytes(), mimetype="application/vnd.jgraph.mxfile",
                    headers={"Content-Disposition": f'attachment; filename="{slug}-journey-map.drawio"'})  # fmt: skip


@bp.get("/realism")
def realism() -> str:
    """The realism card: the company's figures beside what real shops publish; worked out in the background once."""
    company, instance = _desk.company(), _desk.instance()
    rows = card.kept(instance, company)
    status = None if rows else card.ensure(instance, company)
    template = "company/_card.html" if _desk.is_live() else "company/realism.html"
    return render_template(template, rows=rows, status=status)


@bp.post("/realism")
def realism_again() -> Any:
    """Try again after a failure."""
    card.ensure(_desk.instance(), _desk.company(), again=True)
    return _desk.towards(url_for("company.realism"))


@bp.get("/tables")
def all_tables() -> Any:
    """What each table holds is said in the data dictionary."""
    return _desk.towards(url_for("dictionary.index"))


@bp.get("/tables/<name>")
def table(name: str) -> str:
    """The first rows of one table."""
    found = tables.first_rows(_desk.company(), name, request.args.get("page", 1, type=int))
    return render_template("company/table.html", found=found)


@bp.get("/tables/<name>.csv")
def table_csv(name: str) -> Any:
    """The rows of one page of a table as CSV."""
    found = tables.first_rows(_desk.company(), name, request.args.get("page", 1, type=int))
    return Response(tables.as_csv(found), mimetype="text/csv; charset=utf-8",
                    headers={"Content-Disposition": f'attachment; filename="{found.table.name}.csv"'})  # fmt: skip


@bp.get("/choose")
def choose() -> str:
    """The companies there are, those being built, and a form for another."""
    instance = _desk.instance()
    known = {slug: profiles.load(slug) for slug in profiles.names()}
    return render_template(
        "company/choose.html",
        used=companies.folder_in_use(instance).name,
        rows=building.built(instance),
        builds=companies.builds(instance),
        profiles=known,
        fixed=companies.fixed_by(),
        most=building.MOST_CUSTOMERS,
        fewest=building.FEWEST_CUSTOMERS,
    )


@bp.get("/choose/builds")
def builds() -> str:
    """How far the builds are; htmx asks every second."""
    return render_template("company/_builds.html", builds=companies.builds(_desk.instance()), asked=True)


@bp.post("/choose/build")
def build() -> Any:
    """Build another company in the background."""
    form = request.form
    wanted = building.wanted(
        _desk.instance(), form.get("profile", ""), form.get("customers", ""), form.get("seed", "")
    )
    if companies.is_built(_desk.instance() / "companies" / wanted.name):
        flash(str(t("그 회사는 이미 있어요. 아래에서 바로 바꿀 수 있어요.", "That company is there already: switch to it below.")))
    else:
        companies.start_build(_desk.instance(), wanted)
    return _desk.towards(url_for("company.choose"))


@bp.post("/choose/cancel")
def cancel() -> Any:
    """Stop a build."""
    companies.cancel_building(_desk.instance(), request.form.get("name", ""))
    return _desk.towards(url_for("company.choose"))


@bp.post("/choose/use")
def use() -> Any:
    """Work with another company from now on; the plan stays as it is."""
    companies.use(_desk.instance(), request.form.get("name", ""))
    flash(str(t("회사를 바꿨어요. 계획은 그대로 있으니, 이 회사에 맞는지 한 번 살펴봐 주세요.",
                "The company has been changed. Your plan is still here: look whether it fits this one.")))  # fmt: skip
    return _desk.towards(url_for("company.index"))

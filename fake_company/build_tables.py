"""The small tables of a company: goods, advertising costs and past campaigns; one file each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from fake_company.catalog import Catalog
from fake_company.draws import normal, uniform
from fake_company.history import first_date
from fake_company.profile import Profile
from fake_company.schema import TABLES
from fake_company.warehouse_write import Coded, Column, write

Array = npt.NDArray[Any]
DAY = np.timedelta64(1, "D").astype("timedelta64[us]")


def small_tables(
    working: Path, profile: Profile, catalog: Catalog, seed: int, days: int, sign_ups: Array, installs: Array
) -> tuple[dict[str, str], dict[str, int]]:
    """Write products, categories, ad_costs and campaigns; answers digest and rows of each."""
    columns = {
        "products": _products(working, profile, catalog),
        "categories": _categories(profile, catalog),
        "ad_costs": _ad_costs(profile, seed, days, sign_ups, installs),
        "campaigns": _campaigns(profile, days),
    }
    digests = {
        name: write(working / "tables" / name / "part-000.parquet", TABLES[name], table) for name, table in columns.items()
    }
    return digests, {name: len(next(iter(table.values()))) for name, table in columns.items()}


def _products(working: Path, profile: Profile, catalog: Catalog) -> dict[str, Column]:
    """The catalogue with the stars its reviews add up to."""
    pattern = str(working / "tables" / "reviews" / "part-*.parquet").replace("'", "''")
    found = duckdb.execute(
        f"SELECT product_id, sum(rating) AS stars, count(*) AS n FROM read_parquet('{pattern}') GROUP BY ALL"
    ).fetchnumpy()
    stars, count = np.zeros(catalog.products), np.zeros(catalog.products, np.int32)
    stars[found["product_id"]] = found["stars"]
    count[found["product_id"]] = found["n"]
    today = np.datetime64(profile.today, "us")
    return {
        "product_id": catalog.product_id,
        "category_id": catalog.product_category,
        "name_ko": np.array(catalog.name_ko, object),
        "name_en": np.array(catalog.name_en, object),
        "brand": np.array(catalog.brand, object),
        "price_krw": catalog.price_krw,
        "unit_cost_krw": catalog.unit_cost_krw,
        "stock": catalog.stock,
        "rating": np.where(count > 0, np.round(stars / np.maximum(count, 1), 2), -1.0),
        "review_count": count,
        "created_at": today - catalog.created_days_before.astype(np.int64) * DAY,
    }


def _categories(profile: Profile, catalog: Catalog) -> dict[str, Column]:
    return {
        "category_id": np.arange(catalog.categories, dtype=np.int32),
        "slug": np.array(catalog.category_slug, object),
        "name_ko": np.array([part.name.ko for part in profile.categories], object),
        "name_en": np.array([part.name.en for part in profile.categories], object),
        "repurchase_days": catalog.repurchase_days,
        "complements": np.array([",".join(map(str, part)) for part in catalog.complements], object),
    }


def _ad_costs(profile: Profile, seed: int, days: int, sign_ups: Array, installs: Array) -> dict[str, Column]:
    """What it cost to bring the customers who came: sign-ups of a day → clicks → impressions → won.

    Shares between the campaigns of one source differ from day to day, and so do prices of a click (10 %).
    """
    rows: list[tuple[int, int, int, str]] = []
    for number, source in enumerate(profile.sources):
        if source.paid:
            rows += [(day, number, at, name.ko) for at, name in enumerate(source.campaigns) for day in range(days)]
    rows.sort(key=lambda row: (row[0], row[1], row[2]))
    day, where, at = (np.array([row[part] for row in rows], np.int64) for part in range(3))
    parts = np.array([max(len(one.campaigns), 1) for one in profile.sources])[where]
    cell = day * len(profile.sources) + where
    split = 0.35 + 0.3 * uniform(seed, "ad-split", cell)
    share = np.where(parts == 1, 1.0, np.where(at == 0, split, (1 - split) / np.maximum(parts - 1, 1)))
    joined, installed = _shared(sign_ups[day, where], share, at, parts), _shared(installs[day, where], share, at, parts)
    noise = np.exp(0.10 * normal(uniform(seed, "ad-noise", cell, 1)))
    rates = {
        name: np.array([getattr(one, name) for one in profile.sources], np.float64)[where]
        for name in ("click_krw", "click_rate", "sign_up_rate")
    }
    wasted = 3 + 6 * uniform(seed, "ad-waste", cell * 8 + at)  # clicks on days without a sign-up
    clicks = np.round(joined / np.maximum(rates["sign_up_rate"], 1e-6) * noise + wasted).astype(np.int32)
    return {
        "date": first_date(profile, days).astype("datetime64[D]") + day.astype("timedelta64[D]"),
        "source": Coded(where, tuple(one.slug for one in profile.sources)),
        "campaign": np.array([row[3] for row in rows], object),
        "impressions": np.round(clicks / np.maximum(rates["click_rate"], 1e-6) * noise).astype(np.int32),
        "clicks": clicks,
        "installs": installed,
        "sign_ups": joined,
        "cost_krw": np.round(clicks * rates["click_krw"] * noise).astype(np.int32),
    }


def _shared(total: Array, share: Array, at: Array, parts: Array) -> Array:
    """Whole numbers for the campaigns of a source that add up to its total; rows of one day and source are neighbours.

    One campaign takes all; two divide by the first one's share; three or more divide evenly, the first takes the rest.
    """
    first = np.round(total * share).astype(np.int64)
    if (parts > 2).any():
        return np.where(at == 0, total - (parts - 1) * (total // parts), total // parts).astype(np.int32)
    leading = np.where(at == 0, first, 0)
    before = np.concatenate([[0], leading[:-1]])
    return np.where(at == 0, np.where(parts == 1, total, first), total - before).astype(np.int32)


def _campaigns(profile: Profile, days: int) -> dict[str, Column]:
    start = first_date(profile, days)
    rows = profile.campaigns
    first = np.array([max(days - one.from_days_before, 0) for one in rows], np.int64)
    last = np.array([days - one.until_days_before for one in rows], np.int64)
    percent = [one.promotion.percent if one.promotion and one.promotion.kind == "percent" else -1 for one in rows]
    return {
        "campaign_id": np.array([one.id for one in rows], object),
        "name_ko": np.array([one.name.ko for one in rows], object),
        "name_en": np.array([one.name.en for one in rows], object),
        "channel": np.array([one.channel for one in rows], object),
        "kind": np.array(["triggered" if one.trigger else "scheduled" for one in rows], object),
        "started_at": start + first * DAY,
        "ended_at": start + last * DAY,
        "promotion_percent": np.array(percent, np.int32),
        "holdout_rate": np.array([one.holdout_rate for one in rows], np.float64),
    }

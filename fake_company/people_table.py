"""The `customers` table: who they are, and what their orders and visits made of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from fake_company.draws import index, uniform
from fake_company.expand_scene import DAY, SECOND, Block, Scene
from fake_company.people import NEVER, contacts, places
from fake_company.people_words import faker_pools
from fake_company.profile import CHANNELS
from fake_company.profile_attributes import CustomAttribute
from fake_company.warehouse_write import Coded, Column, Constant, Listed, Nested

Array = npt.NDArray[Any]
DEVICES = ("ios", "android", "web")


def first_visit(scene: Scene) -> Array:
    """Microsecond of each customer's first visit in the window; −1 without one."""
    visits = scene.behaviour.visits
    first = np.searchsorted(visits.row, np.arange(len(scene.crowd)))
    has = np.bincount(visits.row, minlength=len(scene.crowd)) > 0
    first = np.minimum(first, max(len(visits) - 1, 0))
    if not len(visits):
        return np.full(len(scene.crowd), -1, np.int64)
    at = (visits.day[first].astype(np.int64) * 86_400 + visits.second[first]) * SECOND
    return np.where(has, at, -1)


def signed_up(scene: Scene) -> tuple[Array, Array]:
    """Microseconds of first being seen and of signing up (`NEVER` days for guests), which may be before day 0."""
    crowd = scene.crowd
    arrived = crowd.first_day.astype(np.int64) * DAY + crowd.first_second.astype(np.int64) * SECOND
    visit = first_visit(scene)
    seen = np.where((crowd.first_day >= 0) & (visit >= 0), visit, arrived)
    later = seen + (60 + crowd.first_second % 240) * SECOND
    return seen, np.where(crowd.is_member, np.minimum(later, scene.end - 1), NEVER * DAY)


def customer_columns(scene: Scene, opted_out: Array) -> dict[str, Column]:
    """The `customers` table; `opted_out` are microseconds of opting out during the window, −1 none."""
    crowd, profile = scene.crowd, scene.profile
    seen, joined = signed_up(scene)
    phones, emails = contacts(crowd, scene.seed)
    regions, cities, _ = places()
    tier, points, ordered = _loyalty(scene)
    visits = scene.behaviour.visits
    columns: dict[str, Column] = {
        "customer_id": crowd.customer_id.astype(np.int32),
        "external_id": _external_ids(scene),
        "is_member": crowd.is_member,
        "last_name": crowd.names.last,
        "first_name": crowd.names.first,
        "gender": Coded(crowd.gender, ("female", "male")),
        "birth_date": _birth_dates(scene),
        "region": Coded(np.where(crowd.is_member | ordered, crowd.place, -1), tuple(regions)),
        "city": Coded(np.where(crowd.is_member | ordered, crowd.place, -1), tuple(cities)),
        "street_address": _streets(scene, ordered),
        "phone": phones,
        "email": emails,
        "signed_up_at": _moments(scene, joined),
        "first_seen_at": _moments(scene, seen),
        "acquisition_source": Coded(crowd.source, tuple(part.slug for part in profile.sources)),
        "device_os": Coded(crowd.device, DEVICES),
        "user_agent": _agents(scene),
        "has_app": crowd.has_app,
        "push_enabled": crowd.push_enabled,
        "web_cookie": crowd.web_cookie,
        "web_push_enabled": crowd.web_push,
        "language": Coded(crowd.english.astype(np.int32), ("ko", "en")),
        "time_zone": Constant("Asia/Seoul", len(crowd)),
        "tier": Coded(tier, tuple(level.slug for level in profile.levels)),
        "points": points,
        "kakao_friend": crowd.kakao_friend,
    }
    for at, channel in enumerate(CHANNELS):
        columns[f"{channel}_consent_at"] = _consent_moments(scene, crowd.consent_day[:, at], joined)
    columns["night_consent_at"] = _consent_moments(scene, crowd.night_consent_day, joined)
    for at, channel in enumerate(CHANNELS):
        before = crowd.opted_out_day[:, at] * DAY + 43_200 * SECOND
        moment = np.where(opted_out[:, at] >= 0, opted_out[:, at], before)
        columns[f"{channel}_opted_out_at"] = _moments(scene, moment)
    columns["favorite_category"] = Coded(
        _favorite(visits.row, visits.category, len(crowd), len(profile.categories)),
        tuple(part.slug for part in profile.categories),
    )
    for attribute in profile.attributes:
        columns[attribute.key] = _attribute(attribute, crowd.attributes)
    return columns


def _attribute(attribute: CustomAttribute, drawn: dict[str, Array]) -> Column:
    """A column of one of the profile's own attributes."""
    codes = drawn[attribute.key]
    if attribute.kind == "one":
        return Coded(codes, attribute.values)
    if attribute.kind == "list":
        return Listed(codes, attribute.values)
    leaves = {leaf.key: Coded(drawn[f"{attribute.key}.{leaf.key}"], leaf.values) for leaf in attribute.fields}
    return Nested(codes >= 0, leaves)


def arrival_blocks(scene: Scene) -> list[Block]:
    """`signed_up` and `app_installed` of customers who arrived in the window."""
    _, joined = signed_up(scene)
    new = np.flatnonzero(scene.crowd.is_member & (joined >= 0))
    app = new[scene.crowd.has_app[new]]
    return [
        Block("app_installed", app, np.minimum(joined[app] + 90 * SECOND, scene.end - 1), page="app"),
        Block("signed_up", new, joined[new], page="home"),
    ]


def _moments(scene: Scene, at: Array) -> Array:
    moments: Array = scene.start.astype("datetime64[us]") + at.astype("timedelta64[us]")
    return np.where(at > NEVER * DAY // 2, moments, np.datetime64("NaT", "us"))


def _consent_moments(scene: Scene, day: Array, joined: Array) -> Array:
    """A consent given on the day of signing up carries its time; a later one comes at noon or after."""
    second = (43_200 + scene.crowd.first_second % 36_000).astype(np.int64)
    at = np.where(day <= joined // DAY, joined, day.astype(np.int64) * DAY + second * SECOND)
    return _moments(scene, np.where(day > NEVER, np.minimum(at, scene.end - 1), NEVER * DAY))


def _external_ids(scene: Scene) -> Array:
    number = (scene.crowd.customer_id.astype(np.uint64) + np.uint64(41)) * np.uint64(0x9E3779B1) % np.uint64(1 << 32)
    return np.array([f"{'m' if member else 'g'}-{code:08x}" for member, code in
                     zip(scene.crowd.is_member.tolist(), number.tolist(), strict=True)], object)  # fmt: skip


def _birth_dates(scene: Scene) -> Array:
    today = np.datetime64(scene.profile.today, "D")
    dates = today - scene.crowd.age_days.astype("timedelta64[D]")
    return np.where(scene.crowd.age_days >= 0, dates, np.datetime64("NaT", "D"))


def _streets(scene: Scene, ordered: Array) -> Array:
    pool: Array = np.array(faker_pools(scene.seed).streets, object)
    chosen: Array = pool[index(uniform(scene.seed, "street", scene.crowd.who), len(pool))]
    chosen[~(ordered & (scene.profile.economics.shipping_cost_krw > 0))] = None  # without parcels nobody asks
    return chosen


def _agents(scene: Scene) -> Coded:
    pools = faker_pools(scene.seed).agents
    words = tuple(word for device in DEVICES for word in pools[device])
    size = len(pools["ios"])
    return Coded(scene.crowd.device * size + index(uniform(scene.seed, "agent", scene.crowd.customer_id), size), words)


def _favorite(row: Array, category: Array, customers: int, categories: int) -> Array:
    """The category of most visits; −1 without visits, the smaller number on a tie."""
    counts = np.bincount(row.astype(np.int64) * categories + category, minlength=customers * categories)
    table = counts.reshape(customers, categories)
    return np.where(table.sum(axis=1) > 0, table.argmax(axis=1), -1)


def _loyalty(scene: Scene) -> tuple[Array, Array, Array]:
    """Tier by spend of the last 365 days, points earned at the tier's rate, and whether they ever ordered."""
    orders, levels = scene.behaviour.orders, scene.profile.levels
    paid = (orders.items_krw - orders.discount_krw).astype(np.int64)
    n = len(scene.crowd)
    recent = orders.day >= scene.days - 365
    spend = np.bincount(orders.row[recent], paid[recent], n) if len(orders) else np.zeros(n)
    bounds = np.array([level.from_krw for level in levels])
    tier = np.searchsorted(bounds, spend, side="right") - 1
    rate = np.array([level.points_rate for level in levels])[tier]
    left = 0.35 + 0.65 * uniform(scene.seed, "points-left", scene.crowd.customer_id)  # the rest has been spent
    ordered = np.bincount(orders.row, minlength=n) > 0
    member = scene.crowd.is_member
    return np.where(member, tier, 0), np.where(member, spend * rate * left // 10 * 10, 0).astype(np.int32), ordered

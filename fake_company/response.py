"""HIDDEN: how customers behave and how a touch changes them. The one table of constants, each with its source.

"assumption" marks a choice without a measurement behind it; "assumption, calibrated" one that was then tuned until
the realism card and the course's lessons hold. Realism = the base model's document; card = a row of the realism card.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from fake_company.errors import DangolError
from fake_company.text import Text, josa


def _is(value: Any, source: str) -> Any:
    return field(default=value, metadata={"source": source})


BLOCKERS = ("ready", "price", "trust", "forgetting", "payment", "not_now", "looking")
"""What holds an episode back; `ready` is held back by nothing until its first exit, then counts as forgetting."""
READY, PRICE, TRUST, FORGETTING, PAYMENT, NOT_NOW, LOOKING = range(7)


@dataclass(frozen=True)
class Response:
    """Every constant of the world."""

    # visits and purchases
    shopper_share: float = _is(0.165, "assumption, calibrated: most people who know a shop hardly buy there")
    shopper_push: float = _is(1.7, "assumption: who installs the app and allows pushes shops more; factor of the share")
    shopper_app: float = _is(1.2, "assumption")
    shopper_web: float = _is(0.7, "assumption")
    shopper_guest: float = _is(0.3, "assumption")
    shopper_shape: float = _is(
        0.8, "BG/NBD r .24-.57 of CDNOW and UCI II after mixing with the rest; card bgnbd_r"
    )
    shopper_orders_per_day: float = _is(0.025, "calibrated: card p2_90, ipt_median")
    other_orders_per_day: float = _is(0.0001, "assumption, calibrated: card one_time_share")
    browse_per_day: float = _is(0.0155, "realism .012 Gamma(.8); calibrated: card session_cvr")
    browse_shape: float = _is(0.8, "realism")
    visits_per_day_most: float = _is(1.1, "assumption: bound")
    visits_of_gone: float = _is(0.04, "assumption: a customer who left still drops by now and then")
    second_session: float = _is(0.18, "realism: extra session on the same day")
    peak_hour: float = _is(19.5, "assumption: an evening shop; a customer's own hour lies around it")
    peak_hour_sd: float = _is(4.0, "assumption, hours")
    near_peak: float = _is(0.35, "realism: share of sessions within an hour of the own peak")
    cart_median: float = _is(0.066, "calibrated: card session_cvr; carts per product view as in REES46 (.0227)")
    cart_sd_log: float = _is(0.45, "assumption")
    cart_most: float = _is(0.25, "assumption: bound")
    cart_when_looking: float = _is(-1.6, "assumption: log-odds, people just looking hardly use the cart")
    cart_return_organic: float = _is(0.5, "assumption: a later visit opens the old cart")
    cart_return_brought: float = _is(0.95, "assumption: the message leads to the cart")
    cart_item_brought: float = _is(1.9, "flows: browse messages turn 10-17 % of clickers; log-odds")
    cart_category_brought: float = _is(0.6, "assumption; log-odds")
    cart_elasticity_share: float = _is(0.5, "assumption: share of price response that acts before the cart")
    ready_rate: float = _is(0.295, "card cart_abandon and purchase_per_cart_event")
    ready_sd_log: float = _is(0.35, "assumption: who has a habit of buying")
    ready_loyal: float = _is(0.12, "assumption: frequent buyers need less persuading; exponent of rate")
    ready_order: float = _is(0.85, "assumption: order when nothing holds back")
    first_blocked_order: float = _is(0.02, "assumption: order at the very first exit although held back")
    organic_order: float = _is(
        0.7, "assumption: unprompted return visits convert less than brought-back ones"
    )
    elasticity_median: float = _is(1.6, "realism: eps ~ LogN(1.6), inside 1.76-3.63 of the literature")
    elasticity_sd_log: float = _is(0.8, "realism: a wide eps so that a targeted coupon wins for a quarter")
    views_median: float = _is(
        1.3, "RetailRocket: events a session mean 1.56; card views_sdlog for the spread"
    )
    views_sd_log: float = _is(1.15, "card views_sdlog (UCI Online Shoppers 1.12)")
    search_share: float = _is(0.42, "realism: share of visits with a search")
    # spend and goods
    spend_shape: float = _is(6.25, "gamma-gamma p, CDNOW")
    spend_spread: float = _is(3.74, "gamma-gamma q, CDNOW")
    extra_items: tuple[float, ...] = _is(
        (0.66, 0.22, 0.08, 0.04), "Olist 90 % single item; fashion baskets 1.5"
    )
    extra_complement: float = _is(0.6, "assumption: the other line goes with the first")
    liked_weights: tuple[float, ...] = _is(
        (0.5, 0.2, 0.1), "realism: Dirichlet(.35 x 12), mean sorted shares"
    )
    # leaving and coming back
    drop_a: float = _is(0.5, "realism has Beta(.60, 2.0); calibrated: card one_time_share, ret_m1")
    drop_b: float = _is(2.0, "realism")
    drop_per_day: float = _is(0.0012, "realism")
    drop_later: float = _is(0.35, "assumption: the first order decides most; later orders drop this share of it")
    # need stock
    need_logit: float = _is(0.4, "realism has 2.0; calibrated: card p2_30, redeemer_prespend_ratio")
    need_visit: float = _is(0.10, "realism: gamma")
    need_half_life: float = _is(0.3, "realism .6 / rate days, 7 to 90; calibrated: card p2_30, ipt_median")
    need_least_days: float = _is(7.0, "realism: half-life of at least a week")
    need_debt: float = _is(1.2, "realism phi; assumption")
    # episodes and blockers
    episode_half_life_days: float = _is(10.0, "design: interest fades with a half-life of about ten days")
    blocker_mix: tuple[float, ...] = _is((0.40, 0.19, 0.14, 0.08, 0.10, 0.09), "design: assumption")
    blocker_concentration: float = _is(2.5, "design: assumption")
    gap_scale: float = _is(0.9, "design: price gap .9 Beta(2.2, 14), median 11 %; assumption")
    gap_a: float = _is(2.2, "design: assumption")
    gap_b: float = _is(14.0, "design: assumption")
    unmatched: tuple[float, ...] = _is(
        (0.30, 0.06, 0.08, 0.30, 0.20, 0.06, 0.02), "design: order on a brought-back visit; assumption"
    )
    matched: tuple[float, ...] = _is(
        (0.45, 0.60, 0.42, 0.45, 0.60, 0.22, 0.02), "design: order when the appeal fits; assumption"
    )
    not_now_days: float = _is(3.0, "assumption: 'not now' has passed after some days (payday, last parcel)")
    repeat_gain: float = _is(0.05, "design: repeating what did not convince adds about .05")
    # who answers to what: rows blockers, columns appeals (order of APPEALS), 0 nothing … 1 fully
    appeal_fit: tuple[tuple[float, ...], ...] = _is(
        (
            (0.3, 0.3, 0.1, 0.3, 0.1, 1.0, 0.1, 0.1, 0.1),
            (1.0, 0.1, 0.0, 0.0, 0.0, 0.0, 0.15, 0.0, 0.0),
            (0.0, 0.0, 1.0, 0.4, 0.2, 0.0, 0.0, 0.1, 0.3),
            (0.3, 0.3, 0.1, 0.3, 0.1, 1.0, 0.1, 0.1, 0.1),
            (0.0, 0.0, 0.0, 0.2, 0.0, 0.0, 1.0, 0.0, 0.0),
            (0.1, 0.3, 0.0, 0.1, 0.2, 1.0, 0.1, 0.0, 0.2),
            (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
        ),
        "design: about 1 off the diagonal, large on it; assumption",
    )
    main_share: float = _is(0.7, "design: attention of the main appeal beside others")
    generic_review: float = _is(0.5, "assumption: a review of something else convinces half as much")
    clicked_logit: float = _is(
        0.14, "realism: conversion odds x1.15 on a clicked visit (Hillstrom x1.08-1.27)"
    )
    shift_most: float = _is(3.0, "bound of all log-odds shifts together")
    # leaks: chance of each sign on a visit, when the blocker is the telling one / otherwise
    leak_sorted: tuple[float, float] = _is((0.45, 0.08), "assumption: price")
    leak_coupon_page: tuple[float, float] = _is((0.30, 0.04), "assumption: price")
    leak_compared: tuple[float, float] = _is((0.40, 0.10), "assumption: price")
    leak_reviews: tuple[float, float] = _is((0.55, 0.12), "assumption: trust")
    leak_size: tuple[float, float] = _is((0.40, 0.06), "assumption: trust")
    leak_returns: tuple[float, float] = _is((0.25, 0.02), "assumption: trust")
    leak_wandered: tuple[float, float] = _is((0.55, 0.10), "assumption: just looking")
    # clicks
    click_base: tuple[float, ...] = _is(
        (0.080, 0.115, 0.090, 0.110, 0.040),
        "app push, 알림톡, SMS, LMS, e-mail: card click_generic_push (Batch .042, retail .030, .013); channel defaults",
    )
    open_base: tuple[float, ...] = _is((0.06, 0.82, 0.90, 0.88, 0.25), "channel defaults: opened / delivered")
    reach: tuple[float, ...] = _is((0.90, 0.95, 0.97, 0.97, 0.965), "channel defaults: delivered / sent")
    price_krw: tuple[int, ...] = _is(
        (0, 8, 10, 28, 1), "assumption: list prices of Korean resellers, push free"
    )
    relevance_item: float = _is(1.42, "card click_personal_over_generic (Batch 14.4 / 4.19)")
    relevance_own: float = _is(1.0, "realism: R own category")
    relevance_second: float = _is(0.45, "realism: R second category")
    relevance_generic: float = _is(0.35, "realism: R generic")
    relevance_other: float = _is(0.15, "realism: 1/6.7, Hillstrom")
    relevance_scale: float = _is(0.6, "realism: R/.6")
    hour_swing: float = _is(0.35, "realism: exp(.35 (cos - .3))")
    wear_click: float = _is(0.16, "realism: e^-.16F")
    depth_click: float = _is(1.2, "realism: 1 + 1.2 delta")
    reason_click: float = _is(1.15, "realism J, direction from Langer 1978; assumption")
    worn_click: float = _is(0.95, "realism: J when the reason contradicts the facts")
    worn_days: float = _is(30.0, "design: not used on them in the last 30 days")
    story_click: float = _is(1.2, "realism: Y for the story-prone half; assumption")
    hole_click: float = _is(0.7, "design: a hole costs trust; assumption")
    gone_click: float = _is(0.3, "assumption: somebody who left answers rarely")
    click_most: float = _is(0.6, "bound")
    timing_hours: tuple[float, ...] = _is(
        (0.0, 0.5, 1.0, 3.0, 8.0, 24.0, 48.0, 72.0, 120.0, 240.0), "knots of timing"
    )
    timing_click: tuple[float, ...] = _is(
        (0.6, 0.75, 1.15, 1.15, 0.95, 0.75, 0.65, 0.85, 0.7, 0.45),
        "design: a cart reminder works best at 1-3 h and again, smaller, some days later; assumption",
    )
    open_delay_median_seconds: float = _is(700.0, "assumption")
    # fatigue and opting out
    fatigue_half_life_days: float = _is(5.0, "realism")
    optout_base: tuple[float, ...] = _is(
        (0.0026, 0.0006, 0.0040, 0.0040, 0.0020),
        "card optout_per_generic_send (.0018-.006); channel defaults",
    )
    optout_wear: float = _is(0.30, "realism: e^.30F")
    optout_wear_most: float = _is(3.0, "bound of .30F")
    optout_irrelevant: float = _is(1.6, "realism")
    optout_relevant: float = _is(0.6, "assumption: what one is interested in annoys less")
    optout_sleeping: float = _is(4.0, "realism: sleeping dogs")
    optout_hole: float = _is(2.0, "design; assumption")
    optout_worn: float = _is(1.5, "design: extra opt-outs of a false reason; assumption")
    optout_twice: float = _is(2.0, "design: a duplicated person is annoyed by two; assumption")
    optout_information: float = _is(0.3, "assumption: an order notice hardly ever drives away")
    sleeping_visit: float = _is(0.10, "realism: visits fall 10 % per unit F (at most 4)")
    # kinds of people
    responsive_share: float = _is(0.40, "realism; assumption")
    sleeping_share: float = _is(0.15, "realism; assumption")
    answer_responsive: float = _is(1.55, "realism: eta")
    answer_indifferent: float = _is(0.45, "realism: eta")
    answer_sleeping: float = _is(0.05, "realism: eta")
    answer_sd_log: float = _is(0.4, "realism: LogN")
    # coupons
    aware_unclicked: float = _is(0.45, "realism: aware on an organic visit")
    redeem: float = _is(0.80, "realism: of aware buyers, also those who would have bought anyway")
    habit_rise: float = _is(
        0.35, "design: every coupon raises the reference discount; share of the distance; assumption"
    )
    habit_unaware: float = _is(0.4, "assumption: a coupon seen in passing teaches less")
    habit_reason: float = _is(0.5, "design: half as much with a reason")
    habit_half_life_days: float = _is(90.0, "assumption")
    habit_free: float = _is(
        0.08, "assumption: what one ordinary coupon leaves behind does no harm; card pull_forward_share"
    )
    habit_logit: float = _is(6.0, "assumption, calibrated: weekly blasts lose over 90 days")
    memory_established: float = _is(
        0.125, "realism: logit -.125 delta per redemption (sign Anderson & Simester 2004)"
    )
    memory_new: float = _is(-0.06, "realism: + for first-timers; size is an assumption")
    wait_half_life_days: float = _is(90.0, "design: one in 90 days is harmless")
    wait_rate: float = _is(0.10, "assumption: rise of deliberate abandonment per further cart coupon")
    # service messages
    service_drop: float = _is(0.9, "design: drop-out after the purchase x.9 for each timely notice")
    service_drop_least: float = _is(0.7, "design: to x.7")

    @classmethod
    def of(cls, overrides: Mapping[str, float | tuple[float, ...]] | None = None) -> Response:
        """The table with a profile's own values; an unknown name is answered with its place."""
        known = {f.name: f.default for f in fields(cls)}
        for name, value in (overrides or {}).items():
            if name not in known or _shape(value) != _shape(known[name]):
                raise DangolError(
                    Text(f"반응 상수 {josa(repr(name), '은/는')} 이렇게 쓸 수 없어요.", f"There is no such response constant '{name}'."),
                    f"response.{name}",
                    Text(
                        "fake_company/response.py의 이름과 값의 개수를 써 주세요.",
                        "Use a name of fake_company/response.py, with as many values as it has there.",
                    ),
                )
        return replace(cls(), **(overrides or {}))  # type: ignore[arg-type]

    def table(self) -> list[tuple[str, Any, str]]:
        """(name, value, source) of every constant."""
        return [(f.name, getattr(self, f.name), f.metadata["source"]) for f in fields(self)]


def _shape(value: Any) -> int:
    """How many numbers a constant has; 0 for a single one."""
    return len(value) if isinstance(value, tuple) else 0

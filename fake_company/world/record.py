"""Keeping what happened: chunks during the run, what can be worked out later at the end of each stretch of days."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from fake_company import keys
from fake_company.response import BLOCKERS, LOOKING, PRICE, TRUST, Response
from fake_company.world import purposes as p
from fake_company.world.behaviour import Behaviour, Lines, Orders, Table, Touches, Visits
from fake_company.world.people import Array

if TYPE_CHECKING:
    from fake_company.world.outlook import Call, Outlook
    from fake_company.world.running import Run

Chunk = dict[str, Array]
_PAYS = np.array([0.38, 0.60, 0.80, 0.91, 0.96])  # running shares of PAYMENTS; assumption
_ORDERED, _ORDER_STEP = 4, 480


@dataclass(frozen=True)
class Marks:
    """What a recorded or watched visit shows: draws that change nothing."""

    leaks: Array
    searched: Array
    on_app: Array
    views: Array
    payment: Array


def seen(run: Run, call: Call, blocker: Array) -> Marks:
    """What these visits show."""
    return _seen(run, run.state.key[call.rows], call.who, call.slot, blocker)


def _seen(run: Run, key: Array, who: Array, slot: Array, blocker: Array) -> Marks:
    views, searched, app, pays = keys.parts(key, p.SHOWS, slot, (16, 16, 16, 16))
    return Marks(
        leaks=_leaks(run.setting.response, key, slot, blocker), searched=searched < np.float32(run.setting.response.search_share),
        on_app=run.setting.people.has_app[who] & (app < np.float32(0.75)),
        views=_views(run.setting.response)[(views * 65536).astype(np.int64)], payment=pays,
    )  # fmt: skip


@lru_cache(maxsize=4)
def _views(r: Response) -> Array:
    """int16 (65536): products viewed in a visit, for a draw of sixteen bits."""
    u = (np.arange(65536) + 0.5) / 65536
    views = np.exp(np.log(r.views_median) + r.views_sd_log * keys.normal(u))
    result: Array = np.floor(views + 0.5).clip(1, 200).astype(np.int16)
    return result


def _leaks(r: Response, key: Array, slot: Array, blocker: Array) -> Array:
    """Bits of what the visit shows about its blocker, noisily: each compared with eight random bits of its own."""
    signs = (
        (r.leak_sorted, PRICE), (r.leak_coupon_page, PRICE), (r.leak_compared, PRICE), (r.leak_reviews, TRUST),
        (r.leak_size, TRUST), (r.leak_returns, TRUST), (r.leak_wandered, LOOKING),
    )  # fmt: skip
    limits = np.full((len(BLOCKERS), 8), 0, np.uint16)
    for i, ((telling, otherwise), whose) in enumerate(signs):
        limits[:, i] = round(otherwise * 256)
        limits[whose, i] = round(telling * 256)
    word = keys.words(key, p.LEAK, slot)
    octets = ((word[:, None] >> (np.arange(8, dtype=np.uint64) * np.uint64(8))) & np.uint64(255)).astype(np.uint16)
    result: Array = np.packbits(octets < limits[blocker], axis=1, bitorder="little")[:, 0]
    return result


@dataclass
class Recorder:
    """Collects chunks; ids handed out while running are replaced by positions in the sorted tables."""

    raw: list[Chunk] = field(default_factory=list)
    """Visits of the running stretch, before `close`."""
    visits: list[Chunk] = field(default_factory=list)
    orders: list[Chunk] = field(default_factory=list)
    touches: list[Chunk] = field(default_factory=list)
    count: dict[str, int] = field(default_factory=lambda: {"visits": 0, "orders": 0, "touches": 0})

    def ids(self, table: str, n: int) -> Array:
        """The next n ids of a table."""
        first = self.count[table]
        self.count[table] = first + n
        return np.arange(first, first + n, dtype=np.int32)

    def visit(
        self, run: Run, call: Call, o: Outlook, time: Array, touch: Array | None, stage: Array, added: Array,
        used: Array, discount: Array,
    ) -> None:  # fmt: skip
        """Note visits; `used` and `discount` belong to those that had a cart."""
        n, rows = len(call.rows), call.rows
        coupon, off = np.full(n, -1, np.int16), np.zeros(n, np.int32)
        if used.any() and o.coupon is not None:
            cart = np.flatnonzero(stage > 0)[used]
            coupon[cart], off[cart] = o.coupon[cart], discount[used]
        self.raw.append({
            "row": rows.astype(np.int32), "slot": call.slot, "time": time, "source": call.episode,
            "touch": np.full(n, -1, np.int32) if touch is None else touch, "stage": stage, "added": added,
            "episode": run.state.episode[rows], "blocker": o.blocker, "coupon": coupon, "discount": off,
        })  # fmt: skip

    def close(self, run: Run) -> None:
        """Work out what the visits of this stretch showed, while its episodes are known."""
        if not self.raw:
            return
        v = {name: np.concatenate([chunk[name] for chunk in self.raw]) for name in self.raw[0]}
        self.raw = []
        who, key, ep = run.state.who[v["row"]], run.state.key[v["row"]], run.episodes
        marks, source = _seen(run, key, who, v["slot"], v["blocker"]), v["source"]
        day = v["time"] // 86400
        second = (v["time"] - day * 86400).astype(np.int32)
        ids = self.ids("visits", len(day))
        at = np.flatnonzero(v["stage"] == _ORDERED)
        order = np.full(len(day), -1, dtype=np.int32)
        order[at] = self.ids("orders", len(at))
        self.visits.append({
            "row": v["row"], "day": day.astype(np.int16), "second": second, "touch": v["touch"],
            "on_app": marks.on_app, "searched": marks.searched, "views": marks.views,
            "category": ep.category[source], "product": ep.product[source], "added": v["added"],
            "stage": v["stage"], "leaks": marks.leaks, "episode": v["episode"].astype(np.int32), "order": order,
        })  # fmt: skip
        amount, goods, bought = ep.amount[source[at]], run.setting.goods, source[at]
        cheap = amount - v["discount"][at] < goods.free_shipping_from_krw
        self.orders.append({
            "row": v["row"][at], "visit": ids[at], "day": day[at].astype(np.int16),
            "second": second[at] + np.int32(_ORDER_STEP), "items_krw": amount.astype(np.int32),
            "discount_krw": v["discount"][at],
            "shipping_krw": np.where(cheap, goods.shipping_fee_krw, 0).astype(np.int32),
            "cost_krw": ep.cost[bought].astype(np.int32), "coupon": v["coupon"][at],
            "payment": np.searchsorted(_PAYS, marks.payment[at]).astype(np.int8),
            "product": ep.product[bought], "extras": ep.extras[bought],
        })  # fmt: skip

    def touch(
        self, rows: Array, time: Array, campaign: Array, product: Array, code: Array, price: Array,
        delivered: Array | None = None, opened: Array | None = None, clicked: Array | None = None,
        out: Array | None = None,
    ) -> Array:  # fmt: skip
        """Note messages, sent (then with what became of them) or skipped; answers their ids."""
        n = len(rows)
        no, never = np.zeros(n, dtype=bool), np.full(n, -1, dtype=np.int32)
        day = time // 86400
        self.touches.append({
            "row": rows.astype(np.int32), "campaign": campaign.astype(np.int16), "day": day.astype(np.int16),
            "second": (time - day * 86400).astype(np.int32), "skip": code.astype(np.int8),
            "delivered": no if delivered is None else delivered,
            "open_after": never if opened is None else opened.astype(np.int32),
            "click_after": never if clicked is None else clicked.astype(np.int32),
            "opted_out": no if out is None else out, "price_krw": price.astype(np.int32),
            "product": product.astype(np.int32),
        })  # fmt: skip
        return self.ids("touches", n)

    def behaviour(self) -> Behaviour:
        """Everything recorded, sorted by row and time."""
        visits, visit_at = _sorted(self.visits, Visits)
        orders, order_at = _sorted(self.orders, Orders)
        touches, touch_at = _sorted(self.touches, Touches)
        visits["touch"] = _moved(visits["touch"], touch_at)
        visits["order"] = _moved(visits["order"], order_at)
        orders["visit"] = _moved(orders["visit"], visit_at)
        lines = _lines(orders)
        return Behaviour(
            Visits(**_only(visits, Visits)),
            Orders(**_only(orders, Orders)),
            lines,
            Touches(**_only(touches, Touches)),
        )


def _only(chunk: Chunk, table: type[Table]) -> Chunk:
    return {f.name: chunk[f.name] for f in fields(table)}  # type: ignore[arg-type]


def _sorted(chunks: list[Chunk], table: type[Table]) -> tuple[Chunk, Array]:
    """One table sorted by (row, day, second), and where each id went."""
    if not chunks:
        names = [f.name for f in fields(table)]  # type: ignore[arg-type]
        nothing = {name: np.zeros(0, dtype=np.int32) for name in names}
        return nothing | {"extras": np.zeros((0, 3), np.int32), "product": np.zeros(0, np.int32)}, np.zeros(
            0, np.int64
        )
    joined = {name: np.concatenate([chunk[name] for chunk in chunks]) for name in chunks[0]}
    time = joined["day"].astype(np.int64) * 86400 + joined["second"]
    order = np.lexsort((time, joined["row"]))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    result = {name: values[order] for name, values in joined.items()}
    _make_distinct(result)
    return result, place


def _make_distinct(table: Chunk) -> None:
    """No two rows of one customer at the same second: the later one starts a second afterwards."""
    time = (table["row"].astype(np.int64) << 32) + table["day"].astype(np.int64) * 90000 + table["second"]
    for _ in range(4):
        same = np.flatnonzero(time[1:] <= time[:-1]) + 1
        if not len(same):
            return
        shift = (time[same - 1] - time[same] + 1).astype(np.int32)
        time[same] += shift
        table["second"][same] += shift


def _moved(ids: Array, place: Array) -> Array:
    if not len(place):
        return ids.astype(np.int32)
    return np.where(ids >= 0, place[np.maximum(ids, 0)], -1).astype(np.int32)


def _lines(orders: Chunk) -> Lines:
    """The goods of each order: the main one, then what goes with it."""
    goods = np.concatenate([orders["product"][:, None], orders["extras"]], axis=1)
    order, at = np.nonzero(goods >= 0)
    product = goods[order, at]
    return Lines(order.astype(np.int32), product.astype(np.int32), np.ones(len(order), dtype=np.int8))

"""One world on its way through time: its queue of events, its timers, what it notes down."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

import numpy as np

from fake_company.world.campaign import Content, Trigger
from fake_company.world.deck import Deck
from fake_company.world.diary import Diary
from fake_company.world.people import Array
from fake_company.world.record import Recorder
from fake_company.world.setting import Setting
from fake_company.world.state import LONG_AGO, State, Tally


@dataclass
class Queue:
    """Events of one day not handled yet: columns row, second, campaign (−1 organic visit), product, u, which."""

    columns: list[tuple[Array, ...]] = field(default_factory=list)

    def add(self, row: Array, second: Array, campaign: int | Array, product: Array | int = -1, u: Array | float = 0.0,
            which: int = 0) -> None:  # fmt: skip
        """Append events."""
        n = len(row)
        if n:
            self.columns.append((
                row.astype(np.int32), second.astype(np.int32), np.broadcast_to(np.int16(campaign), n),
                np.broadcast_to(np.int32(product), n), np.broadcast_to(np.float32(u), n),
                np.full(n, which, np.int8),
            ))  # fmt: skip

    def pop(self, rank: Array) -> tuple[Array, ...] | None:
        """The next event of every row that has one, by (second, campaign's own number), rows ascending."""
        if not self.columns:
            return None
        joined = [np.concatenate(parts) for parts in zip(*self.columns, strict=True)]
        order = np.argsort(
            (joined[0].astype(np.int64) << 32) + (joined[1] << 12) + rank[joined[2]], kind="stable"
        )
        rows = joined[0][order]
        first = np.ones(len(rows), dtype=bool)
        first[1:] = rows[1:] != rows[:-1]
        rest = order[~first]
        self.columns = [tuple(column[rest] for column in joined)] if len(rest) else []
        chosen = order[first]
        return tuple(column[chosen] for column in joined)


@dataclass
class Run:
    """One world on its way through time."""

    setting: Setting
    state: State
    deck: Deck
    tally: Tally
    recorder: Recorder | None
    expecting: bool
    day: int = 0
    seen: dict[str, Array] = field(default_factory=dict)
    """When each watched event last happened, per row."""
    timers: dict[int, Array] = field(default_factory=dict)
    """Per triggered campaign: when the running timer started; LONG_AGO when none runs."""
    later: dict[int, Queue] = field(default_factory=dict)
    diary: Diary | None = None
    last_sent: Array = field(default_factory=lambda: np.zeros(0))
    """When a touch of this programme last reached each row, and for how long it may claim an order."""
    claims_days: Array = field(default_factory=lambda: np.zeros(0))
    shared: Array = field(default_factory=lambda: np.zeros(0, dtype=bool))
    """Rows whose person has several rows."""
    rank: Array = field(default_factory=lambda: np.zeros(1, dtype=np.int64))

    def __post_init__(self) -> None:
        n = len(self.state)
        self.seen = {"session_started": np.full(n, LONG_AGO), "order_completed": np.full(n, LONG_AGO)}
        for i in self.deck.triggers:
            self.timers[i] = np.full(n, LONG_AGO)
            unless = self.trigger(i).unless
            if unless:
                self.seen.setdefault(unless, np.full(n, LONG_AGO))
        self.last_sent, self.claims_days = np.full(n, LONG_AGO), np.zeros(n)
        if any(callable(c.audience) for c in self.deck.campaigns):
            self.diary = Diary()
        size = np.bincount(self.state.twin, minlength=n)
        self.shared = size[self.state.twin] > 1
        order = np.argsort(self.deck.number[:-1], kind="stable")
        self.rank = np.zeros(len(self.deck.number), dtype=np.int64)
        self.rank[order] = np.arange(1, len(order) + 1)  # index −1 (organic) keeps 0

    def trigger(self, i: int) -> Trigger:
        """The trigger of a triggered campaign."""
        return cast(Trigger, self.deck.campaigns[i].when)

    def queue(self, day: int) -> Queue:
        """Events of a day to come."""
        return self.later.setdefault(day, Queue())

    def start_timer(self, i: int, rows: Array, second: Array) -> None:
        """Timers of campaign i for rows without a running one."""
        idle = self.timers[i][rows] == LONG_AGO
        rows, second = rows[idle], second[idle]
        self.timers[i][rows] = self.day + second / 86400
        due = second + self.trigger(i).delay_seconds
        ahead = due // 86400
        for days in np.unique(ahead):
            at = ahead == days
            self.queue(self.day + int(days)).add(rows[at], due[at] % 86400, i, self.state.product[rows[at]])

    def note_skips(self, rows: Array, second: Array, campaign: Array, product: Array, code: Array) -> Array:
        """Record what did not leave; hand out touch ids to the rest."""
        if self.recorder is None:
            return np.full(int((code == 0).sum()), -1, dtype=np.int32)
        at = np.flatnonzero(code != 0)
        self._note(
            self.recorder.ids("touches", len(at)), rows[at], second[at], campaign[at], product[at], code[at]
        )
        return self.recorder.ids("touches", int((code == 0).sum()))

    def _note(
        self, _ids: Array, rows: Array, second: Array, campaign: Array, product: Array, code: Array
    ) -> None:
        n = len(rows)
        no, never = np.zeros(n, dtype=bool), np.full(n, -1, dtype=np.int32)
        self._touch_rows(rows, second, campaign, product, code, no, never, never, no, np.zeros(n, np.int32))

    def note_touches(self, ids: Array, rows: Array, second: Array, campaign: Array, product: Array, said: Content,
                     delivered: Array, clicked: Array, out: Array, after: Array, u: Array) -> None:  # fmt: skip
        """Record what left (in the order of the ids handed out)."""
        if self.recorder is None:
            return
        r, channel = self.setting.response, self.deck.channel[campaign]
        keen = np.clip(0.5 + 0.5 * self.setting.traits.answer[self.state.who[rows]], 0.3, 1.1)
        opened = clicked | (delivered & (u < np.array(r.open_base)[channel] * keen))
        self._touch_rows(
            rows,
            second,
            campaign,
            product,
            np.zeros(len(rows), np.int8),
            delivered,
            np.where(opened, after, -1),
            np.where(clicked, after, -1),
            out,
            said.price_krw,
        )

    def _touch_rows(self, rows: Array, second: Array, campaign: Array, product: Array, code: Array, delivered: Array,
                    opened: Array, clicked: Array, out: Array, price: Array) -> None:  # fmt: skip
        assert self.recorder is not None
        self.recorder.touches.append({
            "row": rows.astype(np.int32), "campaign": campaign.astype(np.int16),
            "day": np.full(len(rows), self.day, np.int16), "second": second.astype(np.int32),
            "skip": code.astype(np.int8), "delivered": delivered, "open_after": opened.astype(np.int32),
            "click_after": clicked.astype(np.int32), "opted_out": out, "price_krw": price.astype(np.int32),
            "product": product.astype(np.int32),
        })  # fmt: skip

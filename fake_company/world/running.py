"""One world on its way through time: where everybody is, and what it notes down."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fake_company.world.agenda import RANKS, Agenda, columns, released, trigger
from fake_company.world.campaign import Asked
from fake_company.world.coming import Coming
from fake_company.world.deck import Deck
from fake_company.world.diary import Diary
from fake_company.world.episodes import Episodes, draw
from fake_company.world.outlook import Call, Outlook, Terms
from fake_company.world.people import Array
from fake_company.world.record import Recorder
from fake_company.world.setting import Setting
from fake_company.world.state import LONG_AGO, State, Tally


@dataclass
class Cart:
    """Visits with a cart that wait to be worked out together."""

    call: Call
    outlook: Outlook
    terms: Terms | None
    begins: Array
    """Second at which the visit is seen to start."""
    touch: Array


class Run:
    """One world on its way through time."""

    episodes: Episodes
    """Last and possible episodes of this stretch of days."""
    coming: Coming
    agenda: Agenda
    send_campaign: Array
    """Campaign of each scheduled message of the stretch."""
    used: int = 0

    def __init__(
        self, setting: Setting, state: State, deck: Deck, recorder: Recorder | None, expecting: bool
    ) -> None:
        n = len(state)
        self.setting, self.state, self.deck = setting, state, deck
        self.tally = Tally.zeros(n)
        self.recorder, self.expecting = recorder, expecting
        self.episode = np.arange(n, dtype=np.int64)
        """Position of each row's last episode in `episodes`."""
        watched = {trigger(deck, i).unless for i in deck.triggers} - {None}
        self.seen: dict[str, Array] = {str(event): np.full(n, LONG_AGO) for event in watched}
        """When each event that cancels a timer last happened, per row."""
        self.last_sent, self.claims_days = np.full(n, LONG_AGO), np.zeros(n)
        """When a touch of this programme last reached each row, and for how long it may claim an order."""
        self.diary = Diary() if any(getattr(c.audience, "reads_diary", False) for c in deck.campaigns) else None
        size = np.bincount(state.twin, minlength=n)
        self.shared = size[state.twin] > 1
        self.column = columns(deck)
        self.carts: list[Cart] = []
        """Visits with a cart that wait to be worked out together."""
        self.cart_count = 0
        self.came: list[tuple[Array, Array]] = []
        """Rows and candidate visits that take place and wait likewise."""
        self.came_count = 0
        self.first_visit = np.zeros(n, bool)
        """Members in the first visit of their life."""

    def asked(self, rows: Array, time: Array, product: Array) -> Asked:
        """A question to an audience or a content about these rows at these seconds."""
        day = time // 86400
        return Asked(self.state.who[rows], rows, day, time - day * 86400, product, self.diary, self.state)

    def start_timer(self, i: int, rows: Array, time: Array, product: Array) -> None:
        """Timers of campaign i for rows without a running one."""
        campaign, when = self.deck.campaigns[i], trigger(self.deck, i)
        due = released(campaign.quiet, campaign.is_ad, time + when.delay_seconds)
        key = (due << RANKS) + self.deck.rank[i]
        self.agenda.timers.start(self.column[i], rows, time / 86400, key, product)

    def lay_out(self, episodes: Episodes, room: int) -> None:
        """Begin a stretch of days with these episodes, and room for those that visits will open."""
        self.used = len(episodes)
        self.episodes = episodes.joined(Episodes.empty(room + 1024))

    def draw_fresh(self, call: Call) -> None:
        """The episodes that the visits would open, where none is open; they last until the next ones are drawn."""
        at = np.flatnonzero(call.fresh)
        if not len(at):
            return
        fresh = draw(self.setting, call.who[at], self.state.key[call.rows[at]], call.slot[at])
        end = self.used + len(fresh)
        if end > len(self.episodes):
            self.episodes = self.episodes.joined(Episodes.empty(len(fresh) + len(self.episodes) // 4))
        self.episodes.put(slice(self.used, end), fresh)
        call.episode[at] = np.arange(self.used, end)

    def keep(self, offered: Array) -> Array:
        """Keep some of the episodes just drawn (ascending positions): where they are from now on."""
        kept = np.arange(self.used, self.used + len(offered))
        if len(kept) and offered[-1] != kept[-1]:
            self.episodes.put(slice(self.used, self.used + len(kept)), self.episodes.take(offered))
        self.used += len(offered)
        return kept

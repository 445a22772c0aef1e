"""What a random number is for: part of its key, so that no two draws of one moment are ever the same number."""

from __future__ import annotations

import numpy as np

from fake_company.world.people import Array

# candidate visits, slot = day (and which session of the day)
COMES, COMES_AGAIN, HOUR, HOUR_NEAR, HOUR_AGAIN = 1, 2, 3, 4, 5
# an episode, slot = that of the visit that opened it
CATEGORY, PRODUCT, PRODUCT_2, PRODUCT_3, TASTE, READY, HELD_BY, FADES, LINES = (
    10,
    11,
    12,
    13,
    14,
    15,
    16,
    17,
    18,
)
EXTRA, EXTRA_CATEGORY = 20, 24  # + 0, 1, 2
APPEAL = 30  # slot = the episode's · 16 + appeal: one draw an episode and appeal
# a visit, slot = the visit's own
CARTS, ORDERS, LEAVES_AT, VIEWS, SEARCHES, ON_APP, PAYS_BY, REDEEMS, DROPS, RETURNS, WAITS = range(40, 51)
LEAK = 52  # + 0 … 6
# a touch, slot = hour and channel
DELIVERED, CLICKS, OPENS, OPENS_AFTER, OPTS_OUT, AWARE, REVIVES = range(70, 77)
HOLDOUT, HOLE = 80, 81  # slot = the campaign's own number

EPISODE = np.array([CATEGORY, PRODUCT, PRODUCT_2, PRODUCT_3, TASTE, READY, HELD_BY, LINES])
VISIT = np.array([CARTS, ORDERS, LEAVES_AT, REDEEMS, DROPS, RETURNS])
SEEN = np.array([VIEWS, SEARCHES, ON_APP, PAYS_BY, *(LEAK + i for i in range(7))])
"""Draws that only a recorded or watched visit needs."""
TOUCH = np.array([DELIVERED, CLICKS, OPENS, OPENS_AFTER, OPTS_OUT, AWARE, REVIVES])

_TOUCH_SLOTS = 1 << 32


def touch_slot(day: int, second: Array, channel: Array) -> Array:
    """Slot of a touch and of the visit it brings: its hour and channel, never its place in the plan."""
    result: Array = _TOUCH_SLOTS + (day * 24 + second // 3600).astype(np.int64) * 8 + channel
    return result

"""What a random number is for: part of its key, so that no two draws of one moment are ever the same number."""

from __future__ import annotations

from fake_company.world.campaign import EVENTS
from fake_company.world.people import Array

# candidate visits, slot = block of four days, or day
COMES, COMES_FINE, SESSION = 1, 2, 3
# an episode, slot = that of the visit that opened it
FADES, EPISODE, BASKET, EXTRA = 17, 10, 11, 20
APPEAL = 30  # slot = the episode's · 16 + appeal: one draw an episode and appeal
# a visit, slot = the visit's own
CARTS, CART, ORDER, WAITS, SHOWS, LEAK = 40, 41, 42, 43, 44, 45
# a touch, slot = hour and channel
TOUCH, OPENS, AWARE, REVIVES = 70, 71, 72, 73
HOLDOUT, HOLE = 80, 81  # slot = the campaign's own number

_TOUCH_SLOTS = 1 << 32
MOST_CHANNELS = 16

EVENT_BIT = {name: 1 << number for number, name in enumerate(EVENTS)}
"""Bit of each event in `Tally.events`."""


def touch_slot(time: Array, channel: Array) -> Array:
    """Slot of a touch and of the visit it brings: its hour and channel, never its place in the plan."""
    result: Array = _TOUCH_SLOTS + time // 3600 * MOST_CHANNELS + channel
    return result

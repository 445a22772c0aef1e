"""Everything about visits that no message can change, worked out for a stretch of days before it is lived."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fake_company import keys
from fake_company.world import purposes as p
from fake_company.world.episodes import OPEN
from fake_company.world.people import Array
from fake_company.world.setting import Setting
from fake_company.world.state import State

NO_DAY = np.int16(32767)
TOGETHER = 1024
"""Rows looked ahead at a time: what stays in the processor's cache."""


@dataclass(frozen=True)
class Coming:
    """Candidate visits, one row each, by (row, time), and the days on which interests fade."""

    row: Array
    """int32."""
    time: Array
    """int64 second since the world's day 0."""
    slot: Array
    """int64: what the visit's draws hang on."""
    need: Array
    """float32: the visit takes place when the customer's factor of the moment is above this."""
    fades: Array
    """int16 (rows, days): the next day, after this one, on which whatever interests the row fades."""
    first_day: int

    def ends(self, row: Array, day: Array) -> Array:
        """float32 end of an episode opened on that day: the day its interest fades."""
        found = self.fades[row, day - self.first_day]
        return np.where(found < NO_DAY, found, OPEN).astype(np.float32)


def coming(setting: Setting, state: State, first_day: int, days: int) -> Coming:
    """Look ahead: who could come at the most on each of these days, and when interests fade.

    Interests that are open now get the day on which they fade.
    """
    n = len(state)
    fades = np.empty((n, days), np.int16)
    found = [
        _look_ahead(setting, state, slice(begin, min(begin + TOGETHER, n)), first_day, days, fades)
        for begin in range(0, max(n, 1), TOGETHER)
    ]
    row, time, slot, need = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return Coming(row, time, slot, need, fades, first_day)


def _look_ahead(
    setting: Setting, s: State, part: slice, first_day: int, days: int, fades: Array
) -> tuple[Array, Array, Array, Array]:
    """Candidates of some rows: row, time, slot, factor needed."""
    key, who = s.key[part], s.who[part]
    blocks = np.arange(first_day // 4, (first_day + days - 1) // 4 + 1)
    own = slice(first_day - 4 * int(blocks[0]), first_day - 4 * int(blocks[0]) + days)
    share = 1 - 2 ** (-1 / setting.response.episode_half_life_days)
    fading = keys.lanes(key, p.FADES, blocks)[:, own] < np.uint16(round(share * 65536))
    _fade(s.episode_until[part], fading, first_day, fades[part])
    factor = np.array([setting.calendar.factor(first_day + i) for i in range(days)], np.float32)
    rate = setting.traits.visits_per_day[who]
    most = np.minimum((1 - np.exp(-rate * factor.max())) * 65536, 65535).astype(np.uint16)
    coarse = keys.lanes(key, p.COMES, blocks)[:, own]
    may = coarse <= most[:, None]
    first = setting.people.first_day[who]
    new = np.flatnonzero((first >= first_day) & (first < first_day + days))
    may[new, first[new] - first_day] = True  # nobody exists before having come once
    row, at = np.nonzero(may)
    day = first_day + at
    fine = keys.draw(key[row], p.COMES_FINE, day)
    u = (coarse[row, at] + fine) * np.float32(2.0**-16)
    u[first[row] == day] = 0.0
    here = rate[row] * factor[at]
    ok = np.flatnonzero((u < 1 - np.exp(-here)) & (first[row] <= day))
    return _sessions(setting, key, who, row[ok], day[ok], (-np.log1p(-u[ok]) / here[ok]), part.start)


def _sessions(
    setting: Setting, key: Array, who: Array, row: Array, day: Array, need: Array, start: int
) -> tuple[Array, Array, Array, Array]:
    """First and second sessions of these rows' days, in order."""
    r = setting.response
    again, near, u_hour, u_later = keys.parts(key[row], p.SESSION, day, (16, 16, 16, 16))
    peak = (setting.traits.peak_hour[who[row]] - 1 + 2 * u_hour) % 24 * 3600
    second = np.where(near < r.near_peak, peak, setting.calendar.seconds(u_hour)).astype(np.int32)
    later = second + 1800 + (u_later * (84600 - second)).clip(0).astype(np.int32)
    twice = (again < r.second_session) & (later < 86400 - 600)
    index = np.repeat(np.arange(len(row)), 1 + twice)
    which = np.zeros(len(index), np.int64)
    which[1:] = index[1:] == index[:-1]
    time = day[index] * 86400 + np.where(which, later[index], second.clip(0, 85800)[index])
    return (row[index] + start).astype(np.int32), time, day[index] * 4 + which, need[index].astype(np.float32)


def _fade(until: Array, fading: Array, first_day: int, fades: Array) -> None:
    """Fill the table of next fading days, and end the interests that are open on the first of them."""
    days = fading.shape[1]
    day = np.where(fading, (first_day + np.arange(days)).astype(np.int16), NO_DAY)
    ahead = np.minimum.accumulate(day[:, ::-1], axis=1)[:, ::-1]
    fades[:, :-1] = ahead[:, 1:]
    fades[:, -1] = NO_DAY
    ending = np.flatnonzero((until >= OPEN / 2) & (ahead[:, 0] < NO_DAY))
    until[ending] = ahead[ending, 0]

"""What a comparison group can tell: the smallest rise in the order rate that could not well be luck."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

_Z_TWO_SIDED_5 = 1.959963984540054
_Z_POWER_80 = 0.8416212335729143


@dataclass(frozen=True)
class Reading:
    """Both groups in customers, the order rate without the message, and the rise that would show (None: nothing would)."""

    held_out: int
    treated: int
    base_rate: float
    detectable: float | None

    @property
    def rate_seen(self) -> float | None:
        """The order rate the treated group must reach before one may call it an effect."""
        return None if self.detectable is None else self.base_rate + self.detectable


def reading(customers: int, holdout_rate: float, base_rate: float) -> Reading:
    """What a holdout of this share among so many customers could detect.

    `base_rate` is the share who order anyway (0 to 1). Two proportions, 5 % two-sided, 80 % power:
    d = (z₀.₉₇₅ + z₀.₈) · √(p₀(1−p₀)/n₀ + p₁(1−p₁)/n₁) with p₁ = p₀ + d (Fleiss, Levin, Paik 2003, §4).
    """
    held_out = round(customers * holdout_rate)
    treated = customers - held_out
    if held_out < 1 or treated < 1:
        return Reading(held_out, treated, base_rate, None)
    rise = 0.0
    for _ in range(50):
        raised = min(base_rate + rise, 1.0)
        spread = base_rate * (1 - base_rate) / held_out + raised * (1 - raised) / treated
        rise = (_Z_TWO_SIDED_5 + _Z_POWER_80) * sqrt(spread)
    found = rise if rise > 0.0 and base_rate + rise < 1.0 else None
    return Reading(held_out, treated, base_rate, found)

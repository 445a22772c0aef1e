"""What a comparison group can tell: the smallest rise in the order rate that could not well be luck."""

from __future__ import annotations

from dataclasses import dataclass

from app.experiments import detectable_difference


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

    `base_rate` is the share who order anyway (0 to 1). Two proportions, 5 % two-sided, 80 % power.
    """
    held_out = round(customers * holdout_rate)
    treated = customers - held_out
    return Reading(held_out, treated, base_rate, detectable_difference(treated, held_out, base_rate))

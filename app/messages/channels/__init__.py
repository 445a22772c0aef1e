"""The channels: one file each, found by name. Add a file with a `CHANNEL` and it appears everywhere."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from app.messages.channel import Channel
from app.messages.liquid.problems import did_you_mean, nearest
from fake_company.errors import NotFound
from fake_company.text import Text


@lru_cache(maxsize=1)
def all_channels() -> dict[str, Channel]:
    """Every channel by key, in the order of the menu."""
    names = [module.name for module in iter_modules(__path__) if not module.name.startswith("_")]
    found = [import_module(f"{__name__}.{name}").CHANNEL for name in names]
    return {channel.key: channel for channel in sorted(found, key=lambda channel: (channel.order, channel.key))}


def keys() -> list[str]:
    """The keys a plan may use."""
    return list(all_channels())


def get(key: str) -> Channel:
    """A channel by key. Raises `NotFound` with the nearest name."""
    channels = all_channels()
    if key in channels:
        return channels[key]
    meant = nearest(key, channels)
    raise NotFound(
        Text(f"`{key}`라는 채널은 없어요.", f"There is no channel `{key}`."),
        "channel",
        did_you_mean(key, meant)
        if meant
        else Text(f"쓸 수 있는 채널: {', '.join(channels)}", f"Use one of {', '.join(channels)}"),
    )

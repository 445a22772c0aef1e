"""Answers that never change for a company: worked out once, kept by the company's digest, never by time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Concatenate, ParamSpec, TypeVar

from fake_company.warehouse import Company

P = ParamSpec("P")
T = TypeVar("T")
MOST_ANSWERS = 64


def once(work: Callable[Concatenate[Company, P], T]) -> Callable[Concatenate[Company, P], T]:
    """Keep the answers of `work(company, …)` for each company and arguments (which must be hashable)."""
    kept: OrderedDict[object, T] = OrderedDict()
    lock = Lock()

    @wraps(work)
    def answered(company: Company, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (company.meta.digest, args, tuple(sorted(kwargs.items())))
        with lock:
            if key in kept:
                kept.move_to_end(key)
                return kept[key]
        found = work(company, *args, **kwargs)
        with lock:
            kept[key] = found
            while len(kept) > MOST_ANSWERS:
                kept.popitem(last=False)
        return found

    return answered

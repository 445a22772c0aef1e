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
    return kept(MOST_ANSWERS)(work)


def kept(
    most: int,
) -> Callable[[Callable[Concatenate[Company, P], T]], Callable[Concatenate[Company, P], T]]:
    """The same, keeping only the `most` answers asked for last: for answers as large as the company."""

    def decorated(work: Callable[Concatenate[Company, P], T]) -> Callable[Concatenate[Company, P], T]:
        answers: OrderedDict[object, T] = OrderedDict()
        lock = Lock()

        @wraps(work)
        def answered(company: Company, /, *args: P.args, **kwargs: P.kwargs) -> T:
            key = (company.meta.digest, args, tuple(sorted(kwargs.items())))
            with lock:
                if key in answers:
                    answers.move_to_end(key)
                    return answers[key]
            found = work(company, *args, **kwargs)
            with lock:
                answers[key] = found
                while len(answers) > most:
                    answers.popitem(last=False)
            return found

        return answered

    return decorated

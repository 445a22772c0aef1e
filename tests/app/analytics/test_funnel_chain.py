"""The funnel's rule equals a plain loop over each customer's events, whatever the times, ties and gaps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analytics.funnel_chain import NEVER, chains
from tests.app.analytics import oracles

moments = st.lists(st.integers(0, 40), max_size=7)
customers = st.lists(st.tuples(*[moments] * 4), min_size=1, max_size=6)


def arrays(people: list[tuple[list[int], ...]], step: int, offset: int = 0, scale: int = 1):
    pairs = sorted((who, at) for who, lists in enumerate(people) for at in lists[step])
    return (
        np.array([who for who, _ in pairs], np.int64),
        np.array([at * scale + offset for _, at in pairs], np.int64),
    )


@settings(max_examples=600, deadline=None)
@given(
    customers,
    st.integers(1, 4),
    st.integers(0, 30),
    st.sampled_from([(0, 1), (1_767_193_200_000_000, 86_400_000_000)]),
)
def test_every_customer_as_a_plain_loop_says(people, steps, window, clock):
    offset, scale = clock
    found = chains([arrays(people, step, offset, scale) for step in range(steps)], window * scale)

    expected = {
        who: answer
        for who, lists in enumerate(people)
        if (answer := oracles.funnel([list(dict.fromkeys(one)) for one in lists[:steps]], window)) is not None
    }
    assert found.customer.tolist() == sorted(expected)
    for who, depth, row in zip(found.customer.tolist(), found.depth.tolist(), found.at.tolist(), strict=True):
        assert depth == expected[who][0]
        times = [(at - offset) // scale for at in row if at != NEVER]
        assert times == expected[who][1]


@pytest.mark.parametrize(
    ("steps", "window", "expected"),
    [
        ([[0], [10]], 10, (2, [0, 10])),  # the window's last moment belongs to it
        ([[0], [11]], 10, (1, [0])),
        ([[5], [5]], 10, (1, [5])),  # at the same moment is not after
        ([[0, 20], [25]], 10, (2, [20, 25])),  # a later entry may come further
        ([[0, 3], [5, 6], [30]], 10, (2, [0, 5])),  # of equal depth, the earliest entry
        ([[0, 8], [9], [15]], 10, (3, [8, 9, 15])),  # the latest entry alone makes it in time
        ([[10], [5, 12], [11, 13]], 10, (3, [10, 12, 13])),  # what came before the entry does not count
        (
            [[1, 2, 3], [2, 3], [3]],
            10,
            (3, [1, 2, 3]),
        ),  # the same event may serve several steps, never twice at once
    ],
)
def test_the_rule_by_example(steps, window, expected):
    found = chains([(np.zeros(len(one), np.int64), np.array(one, np.int64)) for one in steps], window)

    assert (found.depth[0], [at for at in found.at[0].tolist() if at != NEVER]) == expected


def test_many_customers_over_a_long_time_fit():
    """So many customers over so many microseconds that they are taken in several stretches."""
    who = np.arange(0, 600_000_000, 10_000, dtype=np.int64)
    at = np.full(len(who), 400 * 86_400_000_000, np.int64)
    found = chains([(who, at - 399 * 86_400_000_000), (who, at)], 400 * 86_400_000_000)

    assert len(found.customer) == len(who)
    assert (found.depth == 2).all()


def test_nobody_enters():
    found = chains([(np.empty(0, np.int64), np.empty(0, np.int64)), (np.array([1]), np.array([5]))], 10)

    assert len(found.customer) == 0
    assert found.at.shape == (0, 2)

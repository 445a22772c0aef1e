"""What a learner is shown, what the simulator sends to and what is graded are the same customers, for every kind of condition."""

import numpy as np
import pytest

from app import segments
from app.plan import Once
from app.plan.sending import audience
from app.segments import docs, text
from app.simulator.audience import audience_of
from app.simulator.stage import stage_of
from fake_company.world import Asked

OTHER = {
    "kind": "segment",
    "id": "a",
    "rule": {"any": [{"kind": "lifecycle", "types": ["new", "returning"]}]},
}
SAMPLES = {
    row.kind: text.read(row.sample) for row in docs.conditions() if row.kind not in ("segment", "bought")
}
SAMPLES |= {
    "segment": {"all": [OTHER]},
    "bought": {"all": [{"kind": "bought", "categories": ["shirts", "outer"]}]},
}


@pytest.mark.parametrize("kind", SAMPLES)
def test_shown_sent_and_graded_are_one_audience(small_company, kind):
    rule = SAMPLES[kind]
    shown = segments.members(small_company, rule)

    stage = stage_of(small_company)
    sent = audience_of(stage, rule)
    if not isinstance(sent, np.ndarray):
        everybody = np.arange(small_company.meta.customers)
        today = np.full(len(everybody), stage.today)
        nobody = np.full(len(everybody), -1)
        sent = sent(Asked(everybody, everybody, today, np.zeros_like(everybody), nobody, None, stage.state))
    assert np.flatnonzero(sent).tolist() == shown.tolist()

    graded = audience(small_company, rule, Once(kind="once", at="2026-03-03T19:00"))
    assert graded.customer_ids.tolist() == shown.tolist()
    assert segments.count(small_company, rule).n == len(shown)

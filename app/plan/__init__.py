"""The one document a learner submits: reading, checking, changing. May not query a company's behaviour or simulate."""

from __future__ import annotations

from app.plan.bar import BarPart, PlanBar, bar, benefit_share, when_sentence
from app.plan.models import (
    FORMAT,
    Appeal,
    Button,
    Campaign,
    ContentBlock,
    Forecast,
    FrequencyCap,
    Interval,
    Message,
    MessageFields,
    Once,
    Plan,
    Purpose,
    QuietHours,
    Rationale,
    Repeat,
    Segment,
    Trigger,
)
from app.plan.problems import open_parts, problems
from app.plan.reading import SIZE_LIMIT_BYTES, json_schema, load, path_of
from app.plan.sending import rule_of
from app.promotions.model import Promotion

__all__ = [
    "FORMAT",
    "SIZE_LIMIT_BYTES",
    "Appeal",
    "BarPart",
    "Button",
    "Campaign",
    "ContentBlock",
    "Forecast",
    "FrequencyCap",
    "Interval",
    "Message",
    "MessageFields",
    "Once",
    "Plan",
    "PlanBar",
    "Promotion",
    "Purpose",
    "QuietHours",
    "Rationale",
    "Repeat",
    "Segment",
    "Trigger",
    "bar",
    "benefit_share",
    "json_schema",
    "load",
    "open_parts",
    "path_of",
    "problems",
    "rule_of",
    "when_sentence",
]

"""What each figure on the explore pages means: its name, one sentence, and how it is worked out.

One row each; `{{ term("key") }}` shows it on hover and on focus.
"""

from __future__ import annotations

from app.analytics.defining import Definition
from app.analytics.measures import MEASURES
from fake_company.errors import NotFound
from fake_company.text import Text

DEFINITIONS: dict[str, Definition] = {
    "unique_customers": Definition(
        Text("고객 수", "Customers"),
        Text("그 기간에 한 번이라도 그 행동을 한 고객. 여러 번 해도 한 명으로 세요.",
             "Customers who did it at least once in that time; whoever did it often counts once."),
    ),
    "event_total": Definition(
        Text("총 횟수", "Total"),
        Text("그 기간에 일어난 모든 횟수.", "Every time it happened in that time."),
    ),
    "per_customer": Definition(
        Text("한 명당 횟수", "Times per customer"),
        Text("그 행동을 한 고객 한 명이 평균 몇 번 했는지.", "How often each customer who did it did it."),
        Text("총 횟수 ÷ 고객 수", "total ÷ customers"),
    ),
    "previous_period": Definition(
        Text("지난 기간", "Previous period"),
        Text("고른 기간 바로 앞의 같은 길이.", "The same length right before the chosen period."),
    ),
    "conversion_rate": Definition(
        Text("전환율", "Conversion"),
        Text("첫 단계를 한 고객 가운데 이 단계까지 제한 시간 안에, 순서대로 온 고객의 비율.",
             "Of the customers who took the first step, the share that came this far in order and within the window."),
        Text("이 단계 고객 ÷ 첫 단계 고객", "customers at this step ÷ customers at the first"),
    ),
    "step_rate": Definition(
        Text("앞 단계에서", "From the step before"),
        Text("바로 앞 단계까지 온 고객 가운데 이 단계로 넘어온 비율.",
             "Of the customers who reached the step before, the share that took this one too."),
        Text("이 단계 고객 ÷ 앞 단계 고객", "customers at this step ÷ customers at the step before"),
    ),
    "drop_off": Definition(
        Text("이탈", "Drop-off"),
        Text("앞 단계까지 왔지만 제한 시간 안에 이 단계로 오지 않은 고객.",
             "Customers who reached the step before but not this one within the window."),
        Text("앞 단계 고객 − 이 단계 고객", "customers at the step before − customers at this step"),
    ),
    "conversion_window": Definition(
        Text("제한 시간", "Conversion window"),
        Text("첫 단계부터 마지막 단계까지 걸려도 되는 시간.", "How long the whole way may take, from first step to last."),
    ),
    "still_open": Definition(
        Text("아직 시간 남음", "Still have time"),
        Text("떠난 것으로 세었지만 제한 시간이 아직 끝나지 않아, 앞으로 넘어올 수도 있는 고객.",
             "Counted as dropped, but their window is not over yet: they may still go on."),
    ),
    "time_to_convert": Definition(
        Text("걸린 시간", "Time to convert"),
        Text("첫 단계에서 마지막 단계까지 걸린 시간의 중앙값. 절반은 이보다 빨라요.",
             "The median time from the first step to the last; half of them were faster."),
    ),
    "retention_rate": Definition(
        Text("리텐션", "Retention"),
        Text("처음 행동을 한 뒤 그 기간에 돌아온 고객의 비율. 아직 그 기간이 다 지나지 않은 묶음은 빼고 세요.",
             "The share that came back in that period after the first event; cohorts whose period is not over are left out."),
        Text("돌아온 고객 ÷ 그 기간이 다 지난 고객", "customers who returned ÷ customers whose period is over"),
    ),
    "cohort": Definition(
        Text("코호트", "Cohort"),
        Text("같은 기간에 처음 그 행동을 한 고객 묶음. 한 고객은 한 묶음에만 들어가요.",
             "Customers whose first event lies in the same period; each customer is in one cohort only."),
    ),
    **MEASURES,
}  # fmt: skip


def definition(key: str) -> Definition:
    """The definition of a figure by its key."""
    found = DEFINITIONS.get(key)
    if found is None:
        raise NotFound(
            Text(f"‘{key}’의 뜻이 적혀 있지 않아요.", f"'{key}' is not defined."),
            "definitions",
            Text(
                "app/analytics/definitions.py에 한 줄을 더해 주세요.",
                "Add a row to app/analytics/definitions.py.",
            ),
        )
    return found

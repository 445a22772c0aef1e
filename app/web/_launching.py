"""From a plan to its outcome: the review before launch, and the job that simulates and keeps what happened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from app import classroom, companies, jobs, promotions, simulator
from app import plan as plans
from app.classroom import launches
from app.classroom.launches import Launch
from app.findings import Finding, Fix, worst_first
from app.jobs import Progress
from app.messages import channels
from app.plan import Plan
from app.plan.problems import problems
from app.plan.sending import Sending, sendings
from app.web import _audience
from fake_company.errors import DangolError
from fake_company.text import Text
from fake_company.warehouse import Company

STORIES = 6
BLOCKING = ("plan.open", "plan.broken", "audience.empty")


def review(company: Company, plan: Plan) -> list[Finding]:
    """Everything to look at before launch, the worst first. Nothing here knows the outcome."""
    try:
        found = problems(plan, company)
    except DangolError as error:
        found = [_as_finding(error)]
    for sending in sendings(plan):
        found += _habits(sending)
        try:
            found += _offer(company, plan, sending)
        except DangolError as error:
            found.append(_as_finding(error))
    return worst_first(_once(found + _words(plan)))


def blocked(plan: Plan, found: list[Finding]) -> bool:
    """Whether the plan cannot be sent at all; anything else may be sent and learned from."""
    return not sendings(plan) or any(one.severity == "error" and one.code in BLOCKING for one in found)


def start(instance: Path, launch: Launch) -> jobs.Status:
    """Begin simulating a launch in a process of its own."""
    return jobs.start(
        instance,
        job_name(launch),
        "app.web._launching:run",
        root=str(instance),
        company=str(companies.folder_in_use(instance)),
        exercise=launch.exercise,
        number=launch.number,
    )


def job_name(launch: Launch) -> str:
    """The name under which a launch is simulated."""
    return f"launch-{launch.exercise or 'free'}-{launch.number}"


def run(progress: Progress, *, root: str, company: str, exercise: str, number: int) -> None:
    """The job: both worlds for 28 days and their aftermath, then a few customers' days; kept with the launch."""
    with classroom.open_solo(Path(root)) as book:
        launch = launches.get(book, exercise, number)
    if launch is None:
        return
    opened, plan = companies.opened(Path(company)), plans.load(launch.document)
    outcome = simulate(opened, plan, progress)
    with classroom.open_solo(Path(root)) as book:
        launches.finish(book, launch.launch_id, outcome)


def simulate(company: Company, plan: Plan, progress: Progress) -> dict[str, Any]:
    """The outcome as it is kept, with the days of a few customers in both worlds."""
    found = simulator.simulate(company, plan, progress=lambda share, text: progress(0.9 * share, text))
    outcome = found.to_json()
    told = _one_of_each(outcome["customers"])[:STORIES]
    for index, customer in enumerate(told):
        progress(0.9 + 0.1 * index / len(told), Text("고객의 하루하루를 적고 있어요.", "Writing down customers' days."))
        story = simulator.story(company, plan, int(customer["customer_id"]))
        customer["story"] = story.to_json()
    return outcome


def _one_of_each(customers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same customers, first one of each fate, then the seconds."""
    seen: dict[str, int] = {}
    turn = []
    for one in customers:
        fate = str(one.get("fate"))
        seen[fate] = seen.get(fate, 0) + 1
        turn.append((seen[fate], one))
    return [one for _, one in sorted(turn, key=lambda pair: pair[0])]


def identity(company: Company) -> dict[str, Any]:
    """Which company a launch was made in."""
    meta = company.meta
    return {"profile": meta.profile, "customers": meta.customers, "seed": meta.seed, "digest": meta.digest}


def _offer(company: Company, plan: Plan, sending: Sending) -> list[Finding]:
    """What the promotion sheet notices for this audience."""
    if sending.promotion is None:
        return []
    audience = _audience.of_campaign(company, plan, sending.campaign)
    where = f"promotions[{plan.promotions.index(sending.promotion)}]"
    price = channels.get(sending.message.channel).price_krw
    sheet = promotions.sheet(
        company, sending.promotion, np.asarray(audience.customers), audience.moments, price, where
    )
    return list(sheet.findings)


def _habits(sending: Sending) -> list[Finding]:
    """Quiet hours and a comparison group: what a careful sender does not leave out."""
    found = []
    if sending.message.purpose == "ad" and sending.campaign.quiet_hours is None:
        found.append(
            Finding(
                "warning",
                "launch.quiet_hours",
                Text("밤 9시부터 아침 8시까지 광고가 나갈 수 있어요.", "Ads may leave between 21:00 and 08:00."),
                f"{sending.where}.quiet_hours",
                Text("방해 금지 시간을 정하면 아침에 보내요.", "With quiet hours they leave in the morning."),
                Fix(path=f"{sending.where}.quiet_hours", value={"from": "21:00", "to": "08:00"}),
                "정보통신망법 제50조 제3항",
            )
        )
    if not sending.campaign.holdout_rate:
        found.append(
            Finding(
                "info",
                "launch.holdout",
                Text(
                    "비교 그룹(홀드아웃)이 없어요. 실제 회사였다면 효과를 알 길이 없어요.",
                    "There is no holdout: in a real company you could not tell the effect.",
                ),
                f"{sending.where}.holdout_rate",
                Text("열 명 가운데 한 명에게는 보내지 않고 견주어 보세요.", "Hold back one in ten and compare."),
                Fix(path=f"{sending.where}.holdout_rate", value=0.1),
            )
        )
    return found


def _words(plan: Plan) -> list[Finding]:
    """The forecast and the three questions, which are graded but keep nothing from being sent."""
    found = []
    forecast = plan.forecast
    if not any((one := forecast.interval(name)) is not None and one.ordered for name in forecast.measures()):
        found.append(
            Finding(
                "warning",
                "launch.forecast",
                Text("예측이 비어 있어요. 결과와 견줄 것이 없어요.", "There is no forecast to compare the outcome with."),
                "forecast",
                Text("보내기 전에 범위를 적어 주세요.", "Write your ranges before sending."),
            )
        )
    answers = plan.rationale.model_dump()
    empty = sum(not str(answer).strip() for answer in answers.values())
    if empty:
        found.append(
            Finding(
                "info",
                "launch.rationale",
                Text(f"이렇게 계획한 이유를 {empty}가지 아직 적지 않았어요.", f"{empty} of the three questions are open."),
                "rationale",
                Text("왜 이 고객인지, 왜 지금인지 적어 두세요.", "Say why these customers, and why now."),
                count=empty,
            )
        )
    return found


def _as_finding(error: DangolError) -> Finding:
    return Finding("error", "plan.broken", error.message, error.where["ko"], error.remedy)


def _once(found: list[Finding]) -> list[Finding]:
    """Each finding once, though several campaigns share a message or a promotion."""
    return list({(one.code, one.where, one.text.ko): one for one in found}.values())

"""`flask plan simulate`: for instructors, what a plan truly comes to, under how much luck."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import click

from app import plan as plans
from app import simulator
from app.cli._output import answers_errors, language, print_json, read_json
from app.cli._plans import company_in_use, company_option
from fake_company.text import Text


@click.command("simulate")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@company_option
@click.option("--seeds", type=click.IntRange(2, 500), default=simulator.PRACTICE_SEEDS, show_default=True,
              help="How many futures to live.")  # fmt: skip
@click.option("--story", "customer", type=int, default=None, help="Also tell this customer's two lives.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@answers_errors
def simulate(file: str, company: str | None, seeds: int, customer: int | None, as_json: bool) -> None:
    """Live a plan beside the same world without it: outcome, truth, noise. For instructors."""
    plan = plans.load(read_json(file))
    opened = company_in_use(company)
    began = time.perf_counter()
    outcome = simulator.simulate(opened, plan, seeds, _quiet if as_json else _shown)
    seconds = time.perf_counter() - began
    truth = outcome.incremental
    noise = _noise(outcome.luck["profits_krw"])
    told = simulator.story(opened, plan, customer) if customer is not None else None
    if as_json:
        print_json({
            "file": Path(file).name, "seconds": round(seconds, 2), "outcome": outcome.to_json(), "truth": truth,
            "noise": noise, "story": told.to_json() if told else None,
        })  # fmt: skip
        return
    for line in _lines(outcome, noise, seconds):
        click.echo(line[language()])
    for entry in told.to_json()["plan"] if told else ():
        click.echo(f"  {entry['at']}  {entry['text'][language()]}")


def _noise(profits: list[float]) -> dict[str, float]:
    """Spread of one launch's profit and the error of its mean over the seeds lived."""
    n = len(profits)
    mean = sum(profits) / n
    sd = (sum((value - mean) ** 2 for value in profits) / max(n - 1, 1)) ** 0.5
    return {"one_launch_sd_krw": sd, "mean_error_krw": sd / n**0.5}


def _lines(outcome: Any, noise: dict[str, float], seconds: float) -> list[Text]:
    truth, contacted = outcome.incremental, outcome.contacted["customers"]
    return [
        Text(
            f"{outcome.seeds}개의 미래를 {seconds:.1f}초 만에 살아 봤어요. 평균 {contacted:,.0f}명이 메시지를 받았어요.",
            f"Lived {outcome.seeds} futures in {seconds:.1f} s; {contacted:,.0f} customers got a message on average.",
        ),
        Text(f"늘어난 주문 {truth['orders']:,.1f}건", f"Incremental orders {truth['orders']:,.1f}"),
        Text(
            f"실제로 늘어난 이익 {truth['profit_krw']:,.0f}원 (28일만 보면 {truth['profit_28_krw']:,.0f}원)",
            f"Real incremental profit {truth['profit_krw']:,.0f} won ({truth['profit_28_krw']:,.0f} in the 28 days)",
        ),
        Text(
            f"운: 한 번 보낼 때 ±{noise['one_launch_sd_krw']:,.0f}원, 평균의 오차 {noise['mean_error_krw']:,.0f}원",
            f"Luck: one launch ±{noise['one_launch_sd_krw']:,.0f} won, error of the mean {noise['mean_error_krw']:,.0f}",
        ),
    ]


def _quiet(share: float, text: Text) -> None:
    """Nothing on the screen: the answer is JSON."""


def _shown(share: float, text: Text) -> None:
    click.echo(f"\r{share:4.0%} {text[language()]}", err=True, nl=share >= 1)

"""What the predecessor's coupon for everybody truly did: lived once in the background, beside the world without it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from app import companies, jobs, simulator
from app import plan as plans
from app.jobs import Progress
from app.plan import Plan
from fake_company.profile import Profile
from fake_company.warehouse import Company

SEEDS = 6


def kept(instance: Path, company: Company) -> dict[str, Any] | None:
    """The outcome, when it has been worked out."""
    try:
        found: dict[str, Any] = json.loads(_path(instance, company).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def ensure(instance: Path, company: Company) -> jobs.Status:
    """Start living both worlds unless that is being done; a failure is not tried again by itself."""
    now = jobs.status(instance, _name(company))
    if now.state in ("failed", "cancelled") or kept(instance, company) is not None:
        return now
    return jobs.start(
        instance,
        _name(company),
        "app.web._handover:run",
        folder=str(company.folder),
        target=str(_path(instance, company)),
    )


def run(progress: Progress, *, folder: str, target: str) -> None:
    """The job: 28 days with the coupon every week, 28 days without, and the 56 days after."""
    company = companies.opened(Path(folder))
    outcome = simulator.simulate(company, coupon_for_all(company.profile), SEEDS, progress=progress).to_json()
    path = Path(target)
    path.parent.mkdir(parents=True, exist_ok=True)
    working = path.with_suffix(f".{os.getpid()}")
    found = {key: outcome[key] for key in ("worlds", "incremental", "waterfall")}
    working.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    working.replace(path)


def coupon_for_all(profile: Profile) -> Plan:
    """The predecessor's habit as a plan: a 20 % coupon by app push to everybody, every week at seven in the evening."""
    shop = profile.name.ko
    return plans.load(
        {
            "format": 1,
            "segments": [{"id": "everybody", "name": "전체 고객", "rule": {"all": []}}],
            "promotions": [
                {
                    "id": "coupon",
                    "name": "20% 쿠폰",
                    "kind": "percent",
                    "percent": 20,
                    "valid_days": 7,
                    "code": "ALL20",
                }
            ],
            "messages": [
                {
                    "id": "push",
                    "name": "전 고객 20% 쿠폰",
                    "channel": "app_push",
                    "purpose": "ad",
                    "fields": {
                        "title": f"(광고) {shop} 20% 쿠폰",
                        "body": "전 상품 20% 할인 쿠폰을 드려요. 수신거부: 설정 > 알림",
                    },
                    "appeal": {"main": "benefit", "phrase": "20%", "others": []},
                    "promotion": "coupon",
                }
            ],
            "campaigns": [
                {
                    "id": "weekly",
                    "name": "매주 쿠폰",
                    "audience": "everybody",
                    "message": "push",
                    "promotion": "coupon",
                    "when": {"kind": "repeat", "every_days": 7, "at": "19:00"},
                }
            ],
        }
    )


def _name(company: Company) -> str:
    return f"handover-{company.meta.digest[:16]}"


def _path(instance: Path, company: Company) -> Path:
    return instance / "cache" / f"{_name(company)}.json"

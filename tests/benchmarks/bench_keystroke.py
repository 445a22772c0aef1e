"""From a keystroke to the preview, on the server: the words are kept, filled in and drawn on the device.

Run: `python tests/benchmarks/bench_keystroke.py [company folder]` (without one a company of 50,000 is built in /tmp).
Own time of the process, so that other work on the machine does not count.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[2]))

from fake_company.build import build

TIMES = 60
MESSAGES = {
    "app_push": {"title": "(광고) 느린옷장 {{${first_name} | default: '고객'}}님", "body": "아까 보던 셔츠, 아직 있어요"},
    "branch": {
        "title": "(광고) 느린옷장",
        "body": "{% if custom_attribute.${tier} == 'vip' %}VIP 전용{% else %}{{${first_name} | default: '고객'}}님{% endif %}, "
        "{{custom_attribute.${last_product_name} | default: '셔츠'}} 아직 있어요",
    },
    "alimtalk": {"body": "{{${first_name} | default: '고객'}}님, 상품이 출발했어요."},
    "email": {"subject": "(광고) 느린옷장", "body": "<p>{{${first_name} | default: '고객'}}님</p>"},
}


def main() -> None:
    """Measure and print one JSON object: median and 95th percentile in milliseconds for each kind of message."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp()) / "company"
    if not (folder / "meta.json").exists():
        build("fashion", 50_000, 365, 1, folder).close()
    os.environ["DANGOL_COMPANY"] = str(folder)
    from app import create_app

    app = create_app({"INSTANCE": tempfile.mkdtemp(), "TESTING": True})
    client = app.test_client()
    page = client.get("/message/").get_data(as_text=True)
    found = re.search(r'X-CSRF-Token": "([^"]+)"', page)
    assert found
    headers = {"X-CSRF-Token": found[1], "HX-Request": "true"}
    made = {}
    for name, fields in MESSAGES.items():
        channel = {"branch": "app_push"}.get(name, name)
        client.post("/message/msg-1/channel", data={"channel": channel}, headers=headers)
        taken = []
        for stroke in range(TIMES + 5):
            typed = {**fields, "body": f"{fields['body']} {'가나다라마바사아자차'[: stroke % 10 + 1]}{stroke}"}
            start = process_time()
            answer = client.post("/message/msg-1/words", data=typed, headers=headers)
            spent = process_time() - start
            assert answer.status_code == 200
            assert 'id="preview"' in answer.get_data(as_text=True)
            taken.append(spent)
        taken = sorted(taken[5:])
        made[name] = {
            "median_ms": round(1000 * taken[TIMES // 2], 1),
            "p95_ms": round(1000 * taken[int(TIMES * 0.95) - 1], 1),
        }
    print(json.dumps(made, indent=1))


if __name__ == "__main__":
    main()

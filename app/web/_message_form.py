"""From the fields of the message page to the values of the plan."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import MultiDict

from app.plan import Message

FIELDS = ("title", "subject", "body", "link")


def words(message: Message, form: MultiDict[str, str]) -> dict[str, Any]:
    """The fields this form carries, by path under the message; what it does not carry stays as it is."""
    found: dict[str, Any] = {
        f"fields.{name}": form[name].replace("\r\n", "\n") for name in FIELDS if name in form
    }
    if "name" in form:
        found["name"] = form["name"].strip()
    labels, links = form.getlist("button_label"), form.getlist("button_link")
    if labels:
        pairs = zip(labels, links, strict=False)
        found["fields.buttons"] = [
            {"label": label.strip(), "link": link.strip()} for label, link in pairs if label.strip() or link.strip()
        ]
    return changed(message, found)


def meaning(message: Message, form: MultiDict[str, str]) -> dict[str, Any]:
    """The appeal, its phrase, the reason and the promotion."""
    main = form.get("main") or None
    found: dict[str, Any] = {
        "appeal.main": main,
        "appeal.phrase": form.get("phrase", "").replace("\r\n", "\n").strip(),
        "appeal.others": [other for other in form.getlist("others") if other != main],
        "reason": form.get("reason") or None,
        "promotion": form.get("promotion") or None,
    }
    if form.get("purpose") in ("ad", "information"):
        found["purpose"] = form["purpose"]
    return changed(message, found)


def changed(message: Message, values: dict[str, Any]) -> dict[str, Any]:
    """Only the values that differ from what the plan holds."""
    document = message.model_dump(mode="json")
    found = {}
    for path, value in values.items():
        place: Any = document
        for step in path.split("."):
            place = place[step]
        if place != value:
            found[path] = value
    return found

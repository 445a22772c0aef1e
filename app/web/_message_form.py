"""From the fields of the message page to the values of the plan."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import MultiDict

from app.messages.compiled import WORDS
from app.plan import Message

FIELDS = WORDS
CHOICES = ("format", "target")
TOGGLES = ("close", "once")


def words(message: Message, form: MultiDict[str, str]) -> dict[str, Any]:
    """The fields this form carries, by path under the message; what it does not carry stays as it is."""
    found: dict[str, Any] = {
        f"fields.{name}": form[name].replace("\r\n", "\n") for name in FIELDS if name in form
    }
    if "name" in form:
        found["name"] = form["name"].strip()
    found |= {f"fields.{name}": form[name] for name in CHOICES if name in form}
    if "toggles" in form:
        found |= {f"fields.{name}": name in form for name in TOGGLES}
    found |= _lists(form)
    labels, links = form.getlist("button_label"), form.getlist("button_link")
    if labels:
        pairs = zip(labels, links, strict=False)
        found["fields.buttons"] = [
            {"label": label.strip(), "link": link.strip()} for label, link in pairs if label.strip() or link.strip()
        ]
    return changed(message, found)


def _lists(form: MultiDict[str, str]) -> dict[str, Any]:
    """Rows of an item list, and pictures with what they say; empty rows are left out."""
    found: dict[str, Any] = {}
    names, texts = form.getlist("item_name"), form.getlist("item_description")
    if names:
        rows = zip(names, texts or [""] * len(names), strict=False)
        found["fields.items"] = [
            {"name": name.strip(), "description": text.strip()} for name, text in rows if name.strip() or text.strip()
        ]
    if "picture" in form:
        chosen = zip(form.getlist("picture"), form.getlist("picture_alt"), strict=False)
        found["fields.images"] = [{"picture": key, "alt": alt.strip()} for key, alt in chosen if key]
    return found


def samples(message: Message, form: MultiDict[str, str]) -> dict[str, str]:
    """The samples of a template by the name of their variable."""
    pairs = zip(form.getlist("sample_name"), form.getlist("sample_value"), strict=False)
    return {name: value.strip()[:200] for name, value in pairs if value.strip()}


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
            place = place[step] if place is not None else None
        if place != value:
            found[path] = value
    return found

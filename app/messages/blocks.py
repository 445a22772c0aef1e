"""Content blocks: how one reads for a customer, and which messages insert it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from app.messages import facts, letters
from app.messages.around import Around, code_for, surroundings
from app.messages.compiled import compile_message, compile_texts
from fake_company.errors import DangolError
from fake_company.warehouse import Company

_NO_EVENT = -1


@dataclass(frozen=True)
class Shown:
    """A block as one customer would read it, or why it cannot be read."""

    text: str = ""
    abort: str | None = None
    error: DangolError | None = None
    keys: tuple[str, ...] = ()


def show(company: Company, around: Around, name: str, customer_id: int) -> Shown:
    """Render one block of a plan for one customer."""
    body, known = around.blocks[name], facts.of(company)
    try:
        compiled = compile_texts((("body", body),), f"content_blocks[{name}]", tuple(sorted(around.blocks.items())))
    except DangolError as error:
        return Shown(error=error)
    values: dict[str, Any] = {}
    for key in compiled.keys:
        variable = known.variables.get(key)
        if variable is not None and variable.over != "plan":
            column = known.column(key)
            identity = customer_id if variable.over == "customer" else _NO_EVENT
            values[key] = column.distinct[int(column.take(np.array([identity]))[0])]
    codes = {id_: code_for(list_, customer_id) for id_, list_ in around.promotions.items()}
    context = letters.context_of(values, {"name": ""}, surroundings(company, around, codes))
    made = letters.render_fields(compiled, context, letters.utc(company.meta.today))
    return Shown(made.texts.get("body", ""), made.abort, made.error, compiled.keys)


def users(messages: tuple[Any, ...], name: str) -> list[Any]:
    """The messages that insert a block."""
    mark = f"content_blocks.{name}"
    found = []
    for message in messages:
        try:
            compiled = compile_message(message)
        except DangolError:
            continue
        if mark in compiled.keys:
            found.append(message)
    return found

"""HIDDEN: traits and end state of every partition, in files no view, query, export or download ever reads."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from fake_company.traits import Traits
from fake_company.warehouse import broken
from fake_company.world.state import State

Array = npt.NDArray[Any]


def write_truth(folder: Path, partition: int, traits: Traits, state: State) -> str:
    """Write one partition's truth; answers its digest."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays = _named("traits", traits.to_arrays()) | _named("state", state.to_arrays())
    np.savez(folder / f"part-{partition:03d}.npz", **arrays)  # type: ignore[arg-type]
    total = blake2b(digest_size=16)
    for name, values in arrays.items():
        total.update(name.encode())
        total.update(np.ascontiguousarray(values).view(np.uint8).data)
    return total.hexdigest()


def read_truth(folder: Path, partitions: int) -> tuple[Traits, State]:
    """Traits and state of all customers of a company's folder, partition after partition."""
    traits, states, before = [], [], 0
    for number in range(partitions):
        path = folder / "truth" / f"part-{number:03d}.npz"
        try:
            with path.open("rb") as file, np.load(file) as stored:
                arrays = {name: stored[name] for name in stored.files}
            traits.append(Traits.from_arrays(_only("traits", arrays)))
            state = State.from_arrays(_only("state", arrays))
        except (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile) as error:
            raise broken(path, f"{type(error).__name__} {error}") from None
        states.append(replace(state, who=state.who + before, twin=state.twin + before))
        before += len(state)
    return Traits.joined(traits), State.joined(states)


def _named(group: str, arrays: dict[str, Array]) -> dict[str, Array]:
    return {f"{group}.{name}": values for name, values in arrays.items()}


def _only(group: str, arrays: dict[str, Array]) -> dict[str, Array]:
    start = f"{group}."
    return {name.removeprefix(start): values for name, values in arrays.items() if name.startswith(start)}

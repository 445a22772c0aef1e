"""One render: its clock, its budget, and what it noticed (branches, defaults, holes, what was printed)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from random import Random
from time import thread_time
from typing import Any

from liquid import RenderContext
from liquid.utils import ReadOnlyChainMap

from app.messages.liquid.values import TooBig

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MAX_LOOPS = 10_000
MAX_SECONDS = 0.3
MAX_OUTPUT = 256_000
MAX_KEPT = 2_000_000


class Abort(Exception):
    """The template decided not to send this message."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Buffer:
    """Text being written, line ends untouched, never longer than a message may be."""

    __slots__ = ("parts", "size")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = 0

    def write(self, piece: str) -> int:
        """Add a piece."""
        size = len(piece)
        self.size += size
        if self.size > MAX_OUTPUT:
            raise TooBig("output")
        self.parts.append(piece)
        return size

    def getvalue(self) -> str:
        """All of it."""
        return "".join(self.parts)


class Chain(ReadOnlyChainMap):
    """The scopes of a render, innermost first; looking up a name costs no exception."""

    def __getitem__(self, key: str) -> object:
        for scope in self._maps:
            if key in scope:
                return scope[key]
        raise KeyError(key)


class Context(RenderContext):
    """A render context that counts its work and remembers what happened."""

    __slots__ = (
        "block_depth",
        "branches",
        "calls",
        "clock",
        "compiled",
        "defaults",
        "extras",
        "holes",
        "kept",
        "kinds",
        "loops_left",
        "printed",
        "random",
        "rerendering",
        "source",
        "started",
        "work",
    )

    def __init__(self, template: Any, *, globals: Mapping[str, Any] | None = None) -> None:
        # what the base class would make, without what no template of ours can use
        self.template, self.env = template, template.env
        self.locals: dict[str, Any] = {}
        self.globals = globals or {}
        self.counters: dict[str, int] = {}
        self.scope = Chain(self.locals, self.globals, self.counters)
        self.tag_namespace = {"cycles": {}, "ifchanged": "", "stopindex": {}}
        self.loops = []
        self.disabled_tags = []
        self.autoescape = False
        self._copy_depth = 0
        self.parent_context = None
        self.loop_iteration_carry, self.local_namespace_size_carry = 1, 0
        self.clock = _EPOCH
        self.branches: set[tuple[int, int]] = set()
        self.defaults: set[str] = set()
        self.holes: set[str] = set()
        self.printed: set[str] = set()
        self.extras: dict[str, str] = {}
        self.kinds: Mapping[str, Any] = {}
        self.calls: list[tuple[str, int]] = []
        self.source, self.rerendering = "", False
        self.compiled: Callable[[str], Any] | None = None
        self.random: Random | None = None
        self.loops_left, self.work, self.kept, self.block_depth = MAX_LOOPS, 0, 0, 0
        self.started = thread_time()

    def charge(self, size: int = 1) -> None:
        """Count work; every so often look at the clock."""
        self.work += 16 + (size >> 4)
        if self.work > 4_000:
            self.work = 0
            self.look_at_clock()

    def look_at_clock(self) -> None:
        """Stop a render that takes too long: its own time on the processor, so that a busy machine stops nobody."""
        if thread_time() - self.started > MAX_SECONDS:
            raise TooBig("time")

    def draw(self) -> Random:
        """Chance for `{% random %}`: the same for one customer at one moment."""
        if self.random is None:
            user = self.globals.get("__u") or {}
            who = user.get("user_id", "") if isinstance(user, Mapping) else ""
            self.random = Random(f"{self.clock.isoformat()}|{who}")
        return self.random

    def raise_for_loop_limit(self, length: int = 1) -> None:
        """All loops of a render share one budget, whether nested or side by side."""
        self.loops_left -= length
        if self.loops_left < 0:
            raise TooBig("loop")

    def assign(self, key: str, val: Any) -> None:
        """Set a variable; all variables together have a size limit."""
        before = self.locals.get(key)
        self.kept += _size(val) - _size(before)
        if self.kept > MAX_KEPT:
            raise TooBig("variables")
        self.locals[key] = val

    def render_part(self, source: str, known: Mapping[str, Any]) -> str:
        """Render a template that came from outside, seeing these values and this render's clock and budget."""
        if self.compiled is None:
            return source
        template = self.compiled(source)
        part = Context(template, globals=known)
        part.clock, part.kinds, part.started, part.rerendering = self.clock, self.kinds, self.started, True
        part.loops_left, part.work, part.kept = self.loops_left, self.work, self.kept
        part.locals.update(self.locals)
        buffer: Any = Buffer()
        for node in template.nodes:
            node.render(part, buffer)
        self.loops_left, self.work = part.loops_left, part.work
        self.holes |= part.holes
        self.defaults |= part.defaults
        return str(buffer.getvalue())

    def get_buffer(self, buf: Any = None) -> Any:
        """A buffer for a `capture`."""
        return Buffer()

    def get_item(self, obj: Any, key: Any) -> Any:
        """A member of a value; text has no members but `size`, and `[0]` of one object is the object."""
        if obj is None:
            raise KeyError(key)
        if isinstance(obj, Mapping):
            if key in obj:
                return obj[key]
            if key == 0:
                return obj
        elif isinstance(obj, str) and key != "size":
            raise TypeError("text has no members")
        return super().get_item(obj, key)


def _size(value: object) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, (list, tuple)):
        return sum(len(item) if isinstance(item, str) else 8 for item in value)
    return 8 if value is not None else 0

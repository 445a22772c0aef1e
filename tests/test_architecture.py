"""The map of the house, held by a test. Read this first: it says who may know whom.

`fake_company` is the world and knows nothing of the sandbox. In `app` every arrow points down the list below.
Things of one kind (a channel, a check, a node, a format, a page) are one file each and never know each other.
"""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# package or module of app → what it may import of app (and of fake_company's public side)
MAY_IMPORT = {
    "frontend": set(),  # the build hook; runs at install time
    "findings": set(),
    "jobs": set(),
    "companies": {"jobs"},
    "building": {"jobs", "companies"},
    "exports": {"jobs", "companies"},
    "experiments": set(),
    "workbench": {"companies"},  # a person's SQL
    "segments": {"companies", "findings", "workbench"},  # WHO
    "promotions": {"segments", "companies", "findings"},  # COST
    "messages": {"segments", "promotions", "companies", "findings", "experiments"},  # WHAT
    "journeys": {"segments", "promotions", "messages", "companies", "findings"},  # WHEN
    "tracking": {"segments", "companies", "findings"},  # SENSE
    "plan": {"segments", "promotions", "messages", "journeys", "tracking", "companies", "findings"},
    "analytics": {"segments", "companies", "findings", "jobs", "experiments"},  # SEE
    "simulator": {"plan", "segments", "promotions", "messages", "journeys", "companies", "findings", "experiments"},
    "grading": {"plan", "analytics", "simulator", "segments", "promotions", "messages", "companies", "findings", "workbench"},
    "classroom": {"plan", "grading", "companies", "findings", "jobs"},  # WHO LEARNS
    "cli": {"*"},
    "web": {"*"},
    "__init__": {"web"},
}
KINDS = [  # folders whose files never import each other
    "app/messages/channels",
    "app/grading/checks",
    "app/promotions/kinds",
    "app/segments/conditions",
    "app/journeys/nodes",
    "app/tracking/formats",
    "app/web",
    "app/cli",
]
KNOWS_FLASK = {"app/web", "app/cli", "app/__init__.py"}
TOP_LEVEL = {"app", "exercises", "fake_company", "solutions", "tests", "pyproject.toml", "README.md"}
LONGEST = 300
READS_THE_CLOCK = {"app/jobs.py", "fake_company/build.py"}  # besides web and cli: job times, stale folders


@cache
def modules() -> dict[str, ast.Module]:
    """Every Python module of the product by its path from the root."""
    found = sorted([*ROOT.glob("app/**/*.py"), *ROOT.glob("fake_company/**/*.py")])
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in found
        if "node_modules" not in path.parts
    }


def dotted(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _is_type_checking(node: ast.If) -> bool:
    return isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def imports(path: str, tree: ast.AST | None = None) -> Iterator[tuple[str, int]]:
    """Dotted names a module imports when it runs (not for type checking only), resolved to modules."""
    package = dotted(path) if path.endswith("__init__.py") else dotted(path).rpartition(".")[0]
    names = {dotted(other) for other in modules()}
    pending: list[ast.AST] = [tree or modules()[path]]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.If) and _is_type_checking(node):
            continue
        pending.extend(ast.iter_child_nodes(node))
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = package.split(".")
                base = ".".join([*parts[: len(parts) - node.level + 1], *([base] if base else [])])
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield (full if full in names else base), node.lineno


def room(path: str) -> str:
    """The package or module of `app` a file belongs to."""
    return path.split("/")[1].removesuffix(".py")


@pytest.mark.parametrize("path", [path for path in modules() if path.startswith("fake_company/")])
def test_the_world_knows_nothing_of_the_sandbox(path):
    known = {name.split(".")[0] for name, _ in imports(path)}
    assert not known & {"app", "flask", "click", "werkzeug"}


@pytest.mark.parametrize("path", [path for path in modules() if path.startswith("app/")])
def test_arrows_point_down(path):
    allowed = MAY_IMPORT.get(room(path))
    assert allowed is not None, f"{path}: add the new room to MAY_IMPORT, with what it may know"
    if "*" in allowed:
        return
    for name, line in imports(path):
        if name.startswith("app."):
            other = name.split(".")[1]
            assert other == room(path) or other in allowed, f"{path}:{line} may not import {name}"


@pytest.mark.parametrize("path", [path for path in modules() if path.startswith("app/")])
def test_the_truth_stays_hidden(path):
    for name, line in imports(path):
        if name.startswith(("fake_company.traits", "fake_company.response")):
            pytest.fail(f"{path}:{line} imports the hidden truth")
        if name.startswith("fake_company.world") and room(path) != "simulator":
            pytest.fail(f"{path}:{line}: only the simulator runs the world")


@pytest.mark.parametrize("path", list(modules()))
def test_only_web_and_cli_know_flask(path):
    if any(path.startswith(known) for known in KNOWS_FLASK):
        return
    known = {name.split(".")[0] for name, _ in imports(path)}
    assert not known & {"flask", "click", "werkzeug", "jinja2"}


@pytest.mark.parametrize("kind", KINDS)
def test_files_of_one_kind_never_import_each_other(kind):
    package = kind.replace("/", ".")
    files = [path for path in modules() if path.startswith(f"{kind}/") and not Path(path).name.startswith("_")]
    members = {dotted(path) for path in files}
    for path in files:
        for name, line in imports(path):
            if name in members and name != dotted(path) and Path(path).parent.as_posix() == kind:
                pytest.fail(f"{path}:{line} imports its sibling {name} (share it in {package}._… instead)")


def test_no_import_cycles():
    graph = {dotted(path): {name for name, _ in imports(path)} for path in modules()}
    state: dict[str, int] = {}

    def visit(name: str, trail: tuple[str, ...]) -> None:
        if state.get(name) == 2 or name not in graph:
            return
        assert state.get(name) != 1, "cycle: " + " → ".join([*trail[trail.index(name) :], name])
        state[name] = 1
        for other in sorted(graph[name]):
            if other != name:
                visit(other, (*trail, name))
        state[name] = 2

    for name in graph:
        visit(name, ())


def test_app_init_holds_only_create_app():
    functions = [node.name for node in modules()["app/__init__.py"].body if isinstance(node, ast.FunctionDef)]
    assert functions == ["create_app"]


@pytest.mark.parametrize("path", list(modules()))
def test_modules_stay_small(path):
    lines = len((ROOT / path).read_text(encoding="utf-8").splitlines())
    reason = "Over 300 lines" in (ast.get_docstring(modules()[path]) or "")
    assert lines <= LONGEST or reason, f"{lines} lines: split it, or say why in the docstring (Over 300 lines: …)"


@pytest.mark.parametrize("path", list(modules()))
def test_every_module_says_what_it_is(path):
    assert ast.get_docstring(modules()[path]), "the first line of a module says what it is for"


@pytest.mark.parametrize("path", list(modules()))
def test_only_the_edge_reads_the_clock(path):
    if path.startswith(("app/web", "app/cli")) or path in READS_THE_CLOCK:
        return
    for node in ast.walk(modules()[path]):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            called = ast.unparse(node.func)
            assert called not in {
                "datetime.now",
                "datetime.datetime.now",
                "datetime.utcnow",
                "date.today",
                "datetime.date.today",
                "time.time",
            }, f"{path}:{node.lineno}: the moment is an argument, given by the edge"


def test_the_top_level_is_as_agreed():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    names = {line.split("/")[0] for line in listed.stdout.splitlines()}
    assert {name for name in names if not name.startswith(".")} <= TOP_LEVEL | {"LICENSE"}

"""The bundle is made from pinned packages, only when something changed, and its absence stops nothing."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

import app

FRONTEND = Path(app.__file__).parent / "frontend"


@pytest.fixture
def hook(tmp_path: Path) -> ModuleType:
    """The hook's module, writing to a folder of its own."""
    spec = importlib.util.spec_from_file_location("hatch_build", FRONTEND / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.DIST = tmp_path / "dist"
    module.MANIFEST = module.DIST / "manifest.json"
    return module


def test_every_package_is_pinned_to_one_version() -> None:
    wanted = json.loads((FRONTEND / "package.json").read_text())["dependencies"]

    assert [name for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_the_lock_names_no_registry_and_every_package_has_its_digest() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}

    assert "resolved" not in json.dumps(lock)
    assert [
        name for name, package in packages.items() if not package["integrity"].startswith("sha512-")
    ] == []


def test_nothing_is_done_when_the_bundle_matches_the_sources(hook: ModuleType) -> None:
    hook.DIST.mkdir()
    hook.MANIFEST.write_text(json.dumps({"sources": hook.sources_digest()}))
    hook.fetch_packages = hook.run_esbuild = lambda *_: pytest.fail("bundled again")

    hook.bundle()


def test_a_failed_bundle_leaves_the_old_one(hook: ModuleType) -> None:
    hook.DIST.mkdir()
    hook.MANIFEST.write_text(json.dumps({"sources": "older"}))
    hook.fetch_packages = lambda: None

    def fail(target: Path) -> None:
        target.mkdir()
        raise subprocess.CalledProcessError(1, "node", "", "cannot read ts/bundle.ts")

    hook.run_esbuild = fail
    with pytest.raises(subprocess.CalledProcessError):
        hook.bundle()
    assert json.loads(hook.MANIFEST.read_text()) == {"sources": "older"}
    assert list(hook.DIST.parent.iterdir()) == [hook.DIST]


def test_installation_goes_on_without_the_registry(hook: ModuleType) -> None:
    def unreachable() -> None:
        raise subprocess.CalledProcessError(1, "npm", "", "ECONNREFUSED")

    hook.fetch_packages = unreachable
    said: list[str] = []

    class Build:
        """What hatch gives a hook."""

        app = type("App", (), {"display_warning": staticmethod(said.append)})

    hook.FrontendBuildHook.initialize(Build(), "editable", {})
    assert len(said) == 1
    assert "ECONNREFUSED" in said[0]
    assert "NODE_EXTRA_CA_CERTS" in said[0]


def test_the_stylesheet_can_be_used_as_it_is_written() -> None:
    main = (FRONTEND / "css" / "main.css").read_text()
    named = re.findall(r'@import "([^"]+)"', main)

    written = {path.relative_to(FRONTEND / "css").as_posix() for path in (FRONTEND / "css").rglob("*.css")}
    assert set(named) == written - {"main.css"}

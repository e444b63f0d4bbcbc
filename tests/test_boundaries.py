"""Who may import whom: core <- the five sections <- pages <- oco_site."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SIBLINGS = {"priorities", "members", "news", "events", "resources"}
BELOW = {"core": set(), "pages": {"core", *SIBLINGS}}
BELOW |= dict.fromkeys(sorted(SIBLINGS), {"core"})
OURS = {*BELOW, "oco_site"}


def imported_apps(tree):
    """The first names of all that the code imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.partition(".")[0]


def code(app):
    """The parsed files of an app; migrations refer to models of any app."""
    for path in (ROOT / app).rglob("*.py"):
        if "migrations" not in path.parts:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("app", BELOW)
def test_apps_import_only_what_lies_below(app):
    above = OURS - BELOW[app] - {app}
    for path, tree in code(app):
        assert not above & set(imported_apps(tree)), path


@pytest.mark.parametrize("app", sorted(OURS))
def test_no_function_imports_an_app_of_ours(app):
    for path, tree in code(app):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert not OURS & set(imported_apps(node)), f"{path}: {node.name}"


@pytest.mark.parametrize("app", sorted(OURS))
def test_no_app_imports_the_tests(app):
    for path, tree in code(app):
        assert "tests" not in imported_apps(tree), path

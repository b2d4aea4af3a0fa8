"""The house rules that no linter knows."""

import ast
import importlib
import pkgutil
from pathlib import Path

import pytest

import kuroshio

SOURCE = Path(kuroshio.__file__).parent
PACKAGES = sorted(
    module.name
    for module in pkgutil.iter_modules([str(SOURCE)])
    if module.ispkg and module.name != "cli"
)
# Reached by name: heavy forms of a brief, and providers, which nobody loads unasked.
LAZY = {
    "kuroshio.briefs.chinese",
    "kuroshio.briefs.markdown",
    "kuroshio.briefs.page",
    "kuroshio.briefs.paper",
    "kuroshio.briefs.pictures",
    "kuroshio.briefs.pictures.studies",
    "kuroshio.briefs.study_page",
    "kuroshio.briefs.study_workbook",
    "kuroshio.briefs.terminal",
    "kuroshio.briefs.workbook",
    "kuroshio.providers.feeds",
    "kuroshio.providers.messages",
    "kuroshio.providers.web",
}


@pytest.mark.parametrize("name", PACKAGES)
def test_packages_export_a_sorted_public_face(name):
    package = importlib.import_module(f"kuroshio.{name}")
    exported = list(package.__all__)
    assert exported == sorted(exported, key=_natural)
    assert all(hasattr(package, item) for item in exported)


def _natural(name: str) -> tuple[int, str]:
    kind = 0 if name.isupper() else 1 if name[0].isupper() else 2
    return kind, name


def test_outsiders_import_from_a_package_never_its_modules():
    offences = []
    for path in SOURCE.rglob("*.py"):
        home = path.relative_to(SOURCE).parts[0]
        for module in _imports(path):
            parts = module.split(".")
            deep = len(parts) > 2 and parts[0] == "kuroshio" and parts[1] != home
            if deep and module not in LAZY:
                offences.append(f"{path.relative_to(SOURCE)}: {module}")
    assert not offences


def _imports(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
    ]


def test_no_module_grows_past_five_hundred_lines():
    long = {
        str(path.relative_to(SOURCE)): count
        for path in SOURCE.rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 500
        and path.name != "_fold_table.py"
    }
    assert not long


def test_every_public_function_of_the_app_has_a_home():
    app = importlib.import_module("kuroshio.app")

    assert set(app._HOMES) == set(app.__all__)

"""Every list that a database searches finds words with marks and without: its paths end in `folded`."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "cchc"
IN_MEMORY = {"common/gallery.py", "config/personal/register.py"}  # rows of the program itself, folded as they are read


def _searched():
    """Each file with the paths that its lists search."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "search" and isinstance(node.value, ast.List):
                yield str(path.relative_to(SOURCE)), [ast.literal_eval(one) for one in node.value.elts]


SEARCHED = [(name, paths) for name, paths in _searched() if name not in IN_MEMORY]


def test_the_lists_are_found():
    assert len(SEARCHED) > 20


@pytest.mark.parametrize(("name", "paths"), SEARCHED)
def test_a_list_searches_what_is_folded(name, paths):
    assert all(path.endswith(("folded", "username")) for path in paths)  # names to sign in with hold no marks

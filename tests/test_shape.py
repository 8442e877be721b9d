"""The size and shape of the code, in numbers: short files, short functions, a purpose for each file."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

PACKAGE = Path(__file__).resolve().parent.parent / "ilnmail"
NOT_WRITTEN_BY_HAND = ("data", "migrations")

TREES = {
    path: ast.parse(path.read_bytes())
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.relative_to(PACKAGE).parts[0] not in NOT_WRITTEN_BY_HAND
}


def name(path: Path) -> str:
    return path.relative_to(PACKAGE.parent).as_posix()


def functions() -> Iterator[tuple[str, int]]:
    """Every function and method with its lines, from `def` to its last."""
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name(path)}:{node.lineno} {node.name}", (node.end_lineno or 0) - node.lineno + 1


# A package's __init__.py that holds a docstring and nothing else would flatter the median.
FILES = {name(path): len(path.read_text().splitlines()) for path, tree in TREES.items() if len(tree.body) > 1}
FUNCTIONS = dict(functions())


def over(limit: int, sizes: dict[str, int]) -> list[str]:
    """Those longer than the limit, the longest first."""
    long = sorted(((size, which) for which, size in sizes.items() if size > limit), reverse=True)
    return [f"{size} lines: {which}" for size, which in long]


def test_no_file_is_over_300_lines() -> None:
    long = over(300, FILES)
    assert not long, "\n".join(long)


def test_half_of_the_files_have_at_most_90_lines() -> None:
    middle = median(FILES.values())
    assert middle <= 90, "\n".join(over(90, FILES))


def test_no_function_is_over_50_lines() -> None:
    long = over(50, FUNCTIONS)
    assert not long, "\n".join(long)


def test_nine_functions_in_ten_have_at_most_25_lines() -> None:
    long = over(25, FUNCTIONS)
    assert len(long) * 10 <= len(FUNCTIONS), "\n".join(long)


def test_half_of_the_functions_have_at_most_10_lines() -> None:
    middle = median(FUNCTIONS.values())
    assert middle <= 10, "\n".join(over(10, FUNCTIONS))


def test_every_file_says_what_it_is_for() -> None:
    silent = [name(path) for path, tree in TREES.items() if not ast.get_docstring(tree)]
    assert not silent, "\n".join(silent)

"""The house: who may import whom, rules and their twins, sizes, and the catalogue of messages."""

from __future__ import annotations

import ast
import importlib
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest

import resopt as ro
from resopt.domain.rules import Rule
from resopt.messages import PARTS, catalogue

HOME = Path(ro.__file__).parent
FILES = sorted(HOME.rglob("*.py"))

# Data walks from the first room to the last; a room imports only what stands before it, or beside it.
ROOMS = (
    ("errors",),
    ("messages",),
    ("domain",),
    ("plan", "result"),
    ("arguments",),
    ("excel",),
    ("tables",),
    ("checker",),
    ("engine",),
    ("explain",),
    ("sample", "scenarios"),
    ("report",),
    ("cli", "__main__", "__init__"),
)
FLOOR = {room: number for number, rooms in enumerate(ROOMS) for room in rooms}

# Public methods that need a later room import it inside.
INSIDE = {
    "domain.records.Portfolio._repr_html_ -> scenarios",
    "plan.Plan._repr_html_ -> scenarios",
    "result.Certificate._repr_html_ -> scenarios",
    "result.Conflict._repr_html_ -> scenarios",
    "result.Result._repr_html_ -> scenarios",
    "domain.records.Portfolio.scenario -> scenarios",
    "domain.records.Portfolio.to_frames -> tables",
    "errors.Issue.text -> messages",
    "plan.Plan.assign -> scenarios",
    "plan.Plan.lock -> scenarios",
    "plan.Plan.release -> scenarios",
    "plan.Plan.swap -> scenarios",
    "plan.Plan.to_frame -> tables",
    "plan.Plan.wide -> tables",
    "result.Result.conflicts -> explain",
    "result.Result.why -> explain",
}
PLAIN = {"errors", "messages", "domain", "plan", "result", "checker"}
ONLY_IN = {
    "ortools": "engine",
    "click": "cli",
    "rich": "cli",
    "xlsxwriter": "excel",
    "openpyxl": "excel",
    "python_calamine": "excel",
}


def room_of(path: Path) -> str:
    return path.relative_to(HOME).parts[0].removesuffix(".py")


def imported(node: ast.AST) -> list[str]:
    """Return the dotted names that an import statement asks for; `from a import b` counts as a.b."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "relative import"
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def outer_imports(tree: ast.Module) -> list[str]:
    """Return what a module imports when it is imported itself."""
    names: list[str] = []
    stack: list[ast.AST] = list(tree.body)
    while stack:
        node = stack.pop()
        typing_only = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        if typing_only or isinstance(node, (ast.FunctionDef, ast.Lambda)):
            continue
        names += imported(node)
        stack += ast.iter_child_nodes(node)
    return names


def functions(tree: ast.AST, prefix: str = "") -> list[tuple[str, ast.FunctionDef]]:
    """Return every function with its dotted name."""
    found = []
    for node in ast.iter_child_nodes(tree):
        name = f"{prefix}.{node.name}" if isinstance(node, (ast.FunctionDef, ast.ClassDef)) else prefix
        if isinstance(node, ast.FunctionDef):
            found.append((name, node))
        found += functions(node, name)
    return found


def floor_of(name: str) -> int | None:
    """Return the floor of an imported name of ours; None for a name of somebody else."""
    parts = name.split(".")
    if parts[0] != "resopt":
        return None
    return FLOOR.get(parts[1], FLOOR["__init__"]) if len(parts) > 1 else FLOOR["__init__"]


@pytest.fixture(scope="module")
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}


def test_a_room_imports_only_what_stands_before_it(trees: dict[Path, ast.Module]) -> None:
    wrong = [
        f"{path.relative_to(HOME)}: {name}"
        for path, tree in trees.items()
        for name in outer_imports(tree)
        if (floor := floor_of(name)) is not None and floor > FLOOR[room_of(path)]
    ]
    assert wrong == []


def test_imports_of_later_rooms_inside_functions_are_the_listed_ones(trees: dict[Path, ast.Module]) -> None:
    found = set()
    for path, tree in trees.items():
        room = room_of(path)
        for function, node in functions(tree):
            for name in (name for inner in ast.walk(node) for name in imported(inner)):
                floor = floor_of(name)
                if floor is not None and floor > FLOOR[room]:
                    module = ".".join(path.relative_to(HOME).with_suffix("").parts)
                    found.add(f"{module}{function} -> {name.split('.')[1]}")
    assert found == INSIDE


def test_solvers_and_excel_and_click_stay_in_their_rooms(trees: dict[Path, ast.Module]) -> None:
    wrong = []
    for path, tree in trees.items():
        for name in (name for node in ast.walk(tree) for name in imported(node)):
            owner = ONLY_IN.get(name.split(".")[0])
            if owner and owner != room_of(path):
                wrong.append(f"{path.relative_to(HOME)}: {name}")
    assert wrong == []


def test_the_first_rooms_are_plain_python(trees: dict[Path, ast.Module]) -> None:
    ours = {"resopt", "__future__", *sys.stdlib_module_names}
    wrong = [
        f"{path.relative_to(HOME)}: {name}"
        for path, tree in trees.items()
        if room_of(path) in PLAIN
        for name in outer_imports(tree)
        if name.split(".")[0] not in ours
    ]
    assert wrong == []


def test_the_checker_shares_no_helper_with_the_engine(trees: dict[Path, ast.Module]) -> None:
    names = [
        name
        for path, tree in trees.items()
        if room_of(path) == "checker"
        for node in ast.walk(tree)
        for name in imported(node)
    ]
    assert names
    assert [n for n in names if n.startswith(("resopt.engine", "resopt.domain.grid", "resopt.tables"))] == []


def test_import_of_resopt_loads_neither_pandas_nor_a_solver() -> None:
    code = (
        "import sys, resopt, resopt.cli.main;"
        "print(sorted({'pandas', 'numpy', 'ortools', 'openpyxl', 'xlsxwriter', 'scipy', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_all_is_sorted_and_complete() -> None:
    assert ro.__all__ == sorted(ro.__all__)
    assert set(ro._HOME_OF) | {"explain"} == set(ro.__all__)
    missing = [name for name in ro.__all__ if not callable(getattr(ro, name))]
    assert missing == []
    assert set(ro.__all__) <= set(dir(ro))
    with pytest.raises(AttributeError, match="slove"):
        _ = ro.slove  # type: ignore[attr-defined]


def named_functions(folder: str, pattern: str) -> dict[str, str]:
    """Return the first line of the docstring by name of the functions in the files of a room."""
    return {
        node.name: (ast.get_docstring(node) or "").split("\n")[0]
        for path in sorted((HOME / folder).glob(pattern))
        for _, node in functions(ast.parse(path.read_text(encoding="utf-8")))
    }


@pytest.mark.parametrize("rule", Rule, ids=lambda rule: rule.value)
def test_every_rule_has_its_place_in_the_model_and_a_twin_in_the_checker(rule: Rule) -> None:
    from resopt.engine.rules import IN_CELLS, IN_ROWS

    sentence = catalogue()[f"rule.{rule.value}"][0]
    twin = f"_check_{rule.name.lower()}"
    assert named_functions("checker", "*.py").get(twin) == sentence
    assert (rule in IN_CELLS) != (rule in IN_ROWS)
    if rule in IN_ROWS:
        method = IN_ROWS[rule]
        assert method.__name__ == f"_add_{rule.name.lower()}"
        assert (method.__doc__ or "").split("\n")[0] == sentence


def test_no_rule_is_added_or_checked_that_has_no_name() -> None:
    names = {rule.name.lower() for rule in Rule}
    added = {f.removeprefix("_add_") for f in named_functions("engine", "rules*.py") if f.startswith("_add_")}
    checked = {f.removeprefix("_check_") for f in named_functions("checker", "*.py") if f.startswith("_check_")}
    assert added <= names
    assert checked == names


def test_files_and_functions_are_short(trees: dict[Path, ast.Module]) -> None:
    long = []
    for path, tree in trees.items():
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > 450:
            long.append(f"{path.relative_to(HOME)}: {lines} lines")
        for name, node in functions(tree):
            size = (node.end_lineno or 0) - node.lineno + 1 - len((ast.get_docstring(node) or "").splitlines())
            if size > 60:
                long.append(f"{path.relative_to(HOME)}{name}: {size} lines")
    assert long == []


def test_every_module_says_what_it_owns(trees: dict[Path, ast.Module]) -> None:
    silent = [str(path.relative_to(HOME)) for path, tree in trees.items() if len(ast.get_docstring(tree) or "") < 10]
    assert silent == []


def test_no_exception_is_swallowed(trees: dict[Path, ast.Module]) -> None:
    swallowed = [
        f"{path.relative_to(HOME)}:{node.lineno}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and all(isinstance(inner, ast.Pass) for inner in node.body)
    ]
    assert swallowed == []


@pytest.mark.parametrize("part", PARTS)
def test_messages_have_both_languages_with_equal_fields(part: str) -> None:
    texts = importlib.import_module(f"resopt.messages.{part}").TEXTS
    assert texts
    for key, pair in texts.items():
        english, chinese = ({field for _, field, _, _ in string.Formatter().parse(text) if field} for text in pair)
        said_once = {"unit"}  # English need not repeat the unit of an amount that it has just said
        assert all(pair) and english | said_once == chinese | said_once, key


def patterns_in(tree: ast.AST) -> set[str]:
    """Return every text of a module as a regular expression; parts filled in at run time match anything."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(re.escape(node.value))
        if isinstance(node, ast.JoinedStr):
            parts = (re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".+" for p in node.values)
            found.add("".join(parts))
    return found


def test_every_message_is_used(trees: dict[Path, ast.Module]) -> None:
    outside = [tree for path, tree in trees.items() if path.parent.name != "messages" or path.stem == "__init__"]
    texts = {text for tree in outside for text in patterns_in(tree) if not text.startswith(".+")}
    used = re.compile("|".join(f"(?:report\\.)?(?:{text})" for text in sorted(texts) if text))
    in_readme = {f"rule.{rule.value}" for rule in Rule}
    assert [key for key in catalogue() if not used.fullmatch(key) and key not in in_readme] == []


def test_every_message_that_is_said_exists(trees: dict[Path, ast.Module]) -> None:
    said = {
        node.args[0].value
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] == "say"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    known = set(catalogue())
    assert said
    assert {key for key in said if not {key, f"report.{key}"} & known} == set()

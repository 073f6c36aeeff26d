"""Documents that fail when stale: README commands, tables and code, the notebook, the files they point to."""

from __future__ import annotations

import re
import shutil
import tomllib
from dataclasses import fields
from fractions import Fraction
from pathlib import Path

import click
import nbformat
import pytest
from nbclient import NotebookClient
from python_calamine import CalamineWorkbook, SheetVisibleEnum

import resopt as ro
from resopt.cli.main import cli
from resopt.domain.policy import PRESETS, Policy
from resopt.domain.records import RuleKind
from resopt.domain.rules import FACT_RULES, Rule
from resopt.messages.names import COLUMNS, INPUT_SHEETS, SETTINGS
from resopt.messages.rules import TEXTS
from resopt.tables.rules import ALLOWED, NEEDED

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def blocks(language: str) -> list[str]:
    """Return the code blocks of the README in a language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def section(title: str) -> str:
    """Return the text of a section, up to the next title of its level or above."""
    level = title.split(" ")[0]
    return re.split(rf"^#{{1,{len(level)}}} ", README.split(f"\n{title}\n")[1], maxsplit=1, flags=re.MULTILINE)[0]


def table_rows(text: str) -> list[list[str]]:
    """Return the rows of all tables in a text, without heads."""
    lines = [re.split(r"(?<!\\)\|", line)[1:-1] for line in text.splitlines() if line.startswith("|")]
    rules = [number for number, cells in enumerate(lines) if set("".join(cells)) <= set("-: ")]
    heads = {number for rule in rules for number in (rule - 1, rule)}
    return [[cell.strip() for cell in cells] for number, cells in enumerate(lines) if number not in heads]


def options_of(name: str) -> set[str]:
    """Return the options of a command that are offered."""
    offered = (p for p in cli.commands[name].params if isinstance(p, click.Option) and not p.hidden)
    return {option for p in offered for option in p.opts}


def calls() -> list[list[str]]:
    """Return the words of every `resopt` command line shown in a block."""
    whole = (re.sub(r"\n +", " ", block) for language in ("bash", "text") for block in blocks(language))
    lines = [line for block in whole for line in block.splitlines()]
    found = (re.search(r"(?:^|/|\s)resopt (\w.*)$", line) for line in lines)
    return [re.findall(r"[\w.|/-]+", match.group(1)) for match in found if match]


def test_commands_in_the_readme_exist_with_their_options() -> None:
    shown: dict[str, set[str]] = {}
    for name, *words in calls():
        options = {word for word in words if re.fullmatch(r"--?[a-z][a-z-]*", word)}
        assert options <= options_of(name), name
        shown.setdefault(name, set()).update(options)
    offered = {name for name, command in cli.commands.items() if not command.hidden}
    assert set(shown) == offered
    for name in offered:
        assert {option for option in options_of(name) if option.startswith("--")} - {"--output"} <= shown[name], name


def test_the_two_commands_of_the_first_screen() -> None:
    job, tests = (block.strip() for block in blocks("bash")[:2])
    for line in (job, tests):
        assert "\n" not in line
        assert line.startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert job.endswith(".venv/bin/resopt solve data/quarter.xlsx -o plan.xlsx")
    assert tests.endswith(".venv/bin/pytest")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(re.findall(r"\.\[(\w+)\]", README)) <= set(project["optional-dependencies"])
    assert README.index(tests) < README.index("\n## ")


def test_ci_runs_the_command_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    pattern = re.search(r"grep -m 1 -E '([^']+)' README.md", script)
    assert pattern
    found = [line for line in README.splitlines() if re.search(pattern.group(1), line)]
    assert found == [blocks("bash")[1].strip()]
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def hurried(code: str) -> str:
    """Return code each of whose searches ends after a second: enough to see that it runs."""
    return re.sub(r"\btime_limit=\d+", "time_limit=1", code)


@pytest.mark.parametrize("code", blocks("python"))
def test_python_in_the_readme_runs(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    exec(compile(hurried(code), "README.md", "exec"), {"__name__": "__main__"})
    assert (tmp_path / "plan.xlsx").exists() == ("plan.xlsx" in code)


def test_files_the_readme_points_to_exist() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    assert targets
    missing = [t for t in targets if not t.startswith("http") and not (ROOT / t).exists()]
    assert missing == []
    anchors = {
        re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^#+ (.+)$", README, re.M)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", README)) <= anchors


@pytest.mark.parametrize("sheet", ["projects", "staff", "demand"])
def test_required_sheets_list_every_column(sheet: str) -> None:
    title = INPUT_SHEETS[sheet][0]
    listed = ",".join(row[0] for row in table_rows(section(f"### {title}"))).replace("**", "").replace(" or ", ",")
    assert {name.strip() for name in listed.split(",")} == {english for english, _ in COLUMNS[sheet].values()}


def test_optional_sheets_list_every_column() -> None:
    rows = {row[0]: row[1] for row in table_rows(section("### Optional sheets"))}
    expected = {INPUT_SHEETS[s][0]: s for s in INPUT_SHEETS if s not in ("projects", "staff", "demand")}
    assert rows.keys() == expected.keys()
    for title, sheet in expected.items():
        listed = rows[title].split(";")[0].replace("**", "").replace(" or ", ",").split(",")
        assert {name.strip() for name in listed} == {english for english, _ in COLUMNS[sheet].values()}, title


def test_rows_of_rules_need_the_columns_listed() -> None:
    names = {key: english for key, (english, _) in COLUMNS["rules"].items()}
    rows = {row[0]: row[1:] for row in table_rows(section("### Rows of Rules"))}
    assert rows.keys() == {kind.value for kind in RuleKind}
    for kind in RuleKind:
        needed, allowed = (re.sub(r" \([^)]*\)", "", cell).split(", ") for cell in rows[kind.value])
        assert needed == [names[key] for key in NEEDED[kind]]
        assert allowed == [*(names[key] for key in ALLOWED.get(kind, ())), "From", "To"]


def test_settings_are_all_listed() -> None:
    listed = [name.strip() for row in table_rows(section("### Settings")) for name in row[0].split(",")]
    assert sorted(listed) == sorted(english for english, _ in SETTINGS.values())


def test_output_sheets_are_those_that_are_written(tiny: ro.Portfolio, tmp_path: Path) -> None:
    ro.save(tmp_path / "plan.xlsx", tiny, ro.solve(tiny, ro.Options(rounds=0, workers=0)))
    with CalamineWorkbook.from_path(tmp_path / "plan.xlsx") as book:
        written = [s.name for s in book.sheets_metadata if s.visible is SheetVisibleEnum.Visible]
    assert [row[0] for row in table_rows(section("## Reading the result"))] == written


def test_rules_are_the_sentences_of_the_program() -> None:
    rows = table_rows(section("## Hard rules"))
    expected = [
        [f"{rule.value}{' (fact)' if rule in FACT_RULES else ''}", TEXTS[f"rule.{rule.value}"][0]] for rule in Rule
    ]
    assert rows == expected


def test_weights_and_presets_are_those_of_the_program() -> None:
    rows = {row[0]: row[1] for row in table_rows(section("## What makes a plan better"))}
    defaults = {f.name: f.default for f in fields(Policy) if isinstance(f.default, Fraction)}
    weights = {name: amount for name, amount in defaults.items() if not name.startswith("price_")}
    assert rows == {SETTINGS[f"weight_{name}"][0]: f"{float(amount):g}" for name, amount in weights.items()}
    text = section("## What makes a plan better")
    for name, changed in PRESETS.items():
        listed = ", ".join(f"{SETTINGS[f'weight_{key}'][0]} {float(amount):g}" for key, amount in changed.items())
        assert f"**{name}** ({listed})" in text.replace("\n", " ")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebooks_are_stripped(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert [
        cell for cell in notebook.cells if cell.cell_type == "code" and (cell.outputs or cell.execution_count)
    ] == []
    assert "widgets" not in notebook.metadata


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
@pytest.mark.filterwarnings("default")  # of the notebook machinery, not of ours: the kernel is a process of its own
def test_notebooks_execute(path: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "notebooks").mkdir()
    notebook = nbformat.read(path, as_version=4)
    if any("plot_" in cell.source for cell in notebook.cells):
        pytest.importorskip("plotly")
    for cell in notebook.cells:
        cell.source = hurried(cell.source)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path / "notebooks")}}).execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert outputs
    assert [output for output in outputs if output.output_type == "error"] == []


def test_the_notebooks_are_those_that_the_readme_links() -> None:
    names = ("quick_start", "reading_conflicts", "what_if", "replanning", "risk", "inside_the_engine")
    assert [path.name for path in NOTEBOOKS] == [f"{n:02d}_{name}.ipynb" for n, name in enumerate(names, 1)]
    assert [path.name for path in NOTEBOOKS if path.name not in README] == []

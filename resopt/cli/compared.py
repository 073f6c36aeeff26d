"""What `whatif` and `compare` print: figures side by side, projects that differ, what is not proved."""

from __future__ import annotations

from resopt.cli.show import table
from resopt.messages import say
from resopt.scenarios.compare import Comparison, Item
from resopt.scenarios.display import figure_name, number_text, shown

SHOWN = 8  # projects listed


def comparison_lines(found: Comparison, lang: str) -> list[str]:
    """Return the figures of all cases, then the projects that get other days, the largest difference first."""
    rows = [[say("compare.figure", lang), *found.names]]
    rows += [[figure_name(one, lang), *shown(one, lang)] for one in found.figures]
    told = found.windows(lang).items()
    lines = [*table(rows), *(say("compare.window_line", lang, name=name, text=text) for name, text in told)]
    moved = [one for one in found.projects if one.spread]
    if moved:
        lines += [
            "",
            say("compare.projects_differ", lang, count=len(moved)),
            *table(_project_rows(moved[:SHOWN], found)),
            *([say("compare.more_projects", lang, count=len(moved) - SHOWN)] if len(moved) > SHOWN else []),
        ]
    return lines


def _project_rows(items: list[Item], found: Comparison) -> list[list[str]]:
    rows = [["", *found.names]]
    return rows + [[f"  {one.name}", *(number_text("met", met) for met in one.met)] for one in items]

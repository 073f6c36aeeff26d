"""One figure has one word: what Chinese sheets call the same number, they call alike."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from books import WHEN, varied
from results import greedy_result

from resopt.excel.contents import Page, Paragraph, Table, Tiles
from resopt.messages import say
from resopt.messages.names import RUN_COLUMNS, of
from resopt.report.workbook import content


@pytest.fixture(scope="module")
def pages() -> dict[str, Page]:
    one = varied()
    return {page.key: page for page in content(one, greedy_result(one), "zh", WHEN).pages}


def tables(page: Page) -> Iterator[Table]:
    yield from (block for block in page.blocks if isinstance(block, Table))


def test_moved_days_are_one_word_on_summary_changes_runs_and_certificate(pages: dict[str, Page]) -> None:
    (tiles,) = (block for block in pages["summary"].blocks if isinstance(block, Tiles))
    word = of(RUN_COLUMNS["change"], "zh")
    assert any(tile.label.startswith(f"{word}（") for tile in tiles.tiles)
    assert f"共{word} " in pages["changes"].title
    told = [block.text for block in pages["runs"].blocks if isinstance(block, Paragraph)]
    assert any(f"{word}为" in text for text in told)
    assert say("report.certificate.change", "zh") == say("compare.change", "zh") == f"{word}人天"


def test_high_conflicts_and_load_are_one_word_on_summary_and_runs(pages: dict[str, Page]) -> None:
    (tiles,) = (block for block in pages["summary"].blocks if isinstance(block, Tiles))
    labels = [tile.label for tile in tiles.tiles]
    assert of(RUN_COLUMNS["high"], "zh") in labels and say("compare.load", "zh") in labels
    assert not any("高级" in page.title for page in pages.values())


def test_people_of_a_row_are_no_named_persons_of_demand(pages: dict[str, Page]) -> None:
    titles = [column.title for page in pages.values() for table in tables(page) for column in table.columns]
    assert "人员" in titles and "指定人员" not in titles

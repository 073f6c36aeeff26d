"""Gaps are known again under the ID of the run before, although weeks have moved, lines joined or a gap was split."""

from __future__ import annotations

from datetime import date, timedelta

from builders import line, person, portfolio, project
from test_explain import outcome

from resopt.domain.history import Seen
from resopt.explain.known import known_again
from resopt.plan import Plan
from resopt.result import Conflict, Explanation, Remedy, Result

SUBJECT = portfolio([person("A")], [project("P1")], [line("L1", "P1", weeks=9)], weeks=9)


def gap(name: str, lines: str, first: int, last: int) -> Conflict:
    one, *others = lines.split()
    return Conflict(name, "gap", "high", "P1", one, first, last, others=tuple(others))


def seen(name: str, lines: str, first: int, last: int, project_id: str = "P1") -> Seen:
    monday: date = SUBJECT.settings.start
    first_day, last_day = (monday + timedelta(days=7 * w) for w in (first, last))
    return Seen(name, project_id, first_day, last_day, tuple(lines.split()))


def ids(conflicts: list[Conflict], before: list[Seen]) -> list[str]:
    result = outcome(SUBJECT, Plan()).with_conflicts(tuple(conflicts))
    return [c.id for c in known_again(SUBJECT, result, before).conflicts]


def test_a_gap_keeps_its_id_when_its_weeks_move_or_lines_join() -> None:
    assert ids([gap("C-new", "L2", 2, 4)], [seen("C-old", "L2", 1, 2)]) == ["C-old"]
    assert ids([gap("C-new", "L1 L2", 2, 4)], [seen("C-old", "L2", 4, 8)]) == ["C-old"]


def test_other_lines_projects_and_weeks_are_another_gap() -> None:
    before = [seen("C-1", "L3", 2, 4), seen("C-2", "L2", 2, 4, "P2"), seen("C-3", "L2", 5, 6), seen("C-4", "L2", 0, 1)]
    assert ids([gap("C-new", "L2", 2, 4)], before) == ["C-new"]


def test_of_the_parts_of_a_gap_the_one_with_its_id_or_most_of_its_weeks_is_the_old_one() -> None:
    before = [seen("C-1", "L1", 0, 8)]
    assert ids([gap("C-2", "L1", 0, 1), gap("C-3", "L1", 4, 8)], before) == ["C-2", "C-1"]
    assert ids([gap("C-1", "L1", 0, 1), gap("C-3", "L1", 4, 8)], before) == ["C-1", "C-3"]


def test_an_id_that_is_taken_by_an_old_gap_is_not_given_twice() -> None:
    before = [seen("C-1", "L1", 5, 8)]
    assert ids([gap("C-1", "L1", 0, 1), gap("C-3", "L1", 4, 8)], before) == ["C-1-2", "C-1"]


def test_remedies_name_the_same_ids() -> None:
    conflicts = (gap("C-new", "L1", 2, 4),)
    remedy = Remedy((), (1,), (("P1", 1),), 0, None, True, Plan(), ("C-new",))
    explained = Explanation(conflicts, (remedy,), together=remedy)
    result = Result(**{**vars(outcome(SUBJECT, Plan())), "explanation": explained})
    known = known_again(SUBJECT, result, [seen("C-old", "L1", 1, 2)])
    assert known.explanation is not None and known.explanation.together is not None
    assert [c.id for c in known.conflicts] == ["C-old"]
    assert known.explanation.remedies[0].conflict_ids == known.explanation.together.conflict_ids == ("C-old",)

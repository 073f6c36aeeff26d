"""Sentences: days bound to lines of the same project, locks of no days, and work that changes hands."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # Where days are that a lock or a freeze holds on the project itself.
    "explain.locked.own": (
        "{days} are hard-locked on other lines of this project",
        "{days} {unit}被硬锁定在本项目的其他需求",
    ),
    "explain.frozen.own": (
        "{days} are frozen on other lines of this project",
        "{days} {unit}被冻结在本项目的其他需求",
    ),
    # A hard lock of no days, as a clause of a reason.
    "why.hard lock.none": (
        "{person} is kept off {project} by a lock of 0 days",
        "{person}被 0 人天的锁定排除在{project}之外",
    ),
    "why.hard lock.none.line": (
        "{person} is kept off {line} of {project} by a lock of 0 days",
        "{person}被 0 人天的锁定排除在{project}的{line}之外",
    ),
    # A swap of persons whose taker does not get the days: what becomes of the work.
    "answer.swap.undone": (
        "{told} {leaver} hands the work over all the same: nobody does {undone} {unit} of it.",
        "{told}{leaver}仍移交了这项工作，其中 {undone} {unit}无人承担。",
    ),
    "answer.swap.covered": (
        "{told} {leaver} hands the work over all the same: others do it.",
        "{told}{leaver}仍移交了这项工作，由他人承担。",
    ),
    "answer.left.undone": (
        "Kept, but {taker} does not take over all of it: nobody does {undone} {unit} of it.",
        "已采纳，但{taker}未能全部接手，其中 {undone} {unit}无人承担。",
    ),
}

"""Sentences about replanning: moves and their reasons."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "replan.list": ("{items}", "{items}"),
    "replan.pair": ("Person · project", "人员 · 项目"),
    "replan.old": ("Days before", "原人天"),
    "replan.new": ("Days now", "现人天"),
    "replan.weeks": ("Weeks", "周"),
    "replan.reason": ("Reason", "原因"),
    "replan.head": (
        "Moves: {moves} ({required} forced or asked for); days moved: {days}, of which no plan keeps {forced}",
        "调动 {moves} 项（其中 {required} 项为必须或应要求）；变动 {days} 人天，其中 {forced} 人天任何方案都无法保留",
    ),
    "replan.head_fewest": (
        "Moves: {moves} ({required} forced or asked for); days moved: {days}, of which no plan keeps {forced}; "
        "proved the fewest at this coverage",
        "调动 {moves} 项（其中 {required} 项为必须或应要求）；变动 {days} 人天，其中 {forced} 人天任何方案都无法保留；"
        "已证明为同等满足下的最少变动",
    ),
    "replan.asked": ("asked for in the plan given back", "按交回计划中的要求调整"),
    "replan.forced": (
        "the person or the project can no longer keep these days",
        "该人员或项目已无法保留这些人天",
    ),
    "replan.gives": ("works on {others} instead", "改为投入 {others}"),
    "replan.replaced": ("{others} serve instead", "改由 {others} 承担"),
    "replan.released": ("released, nobody serves instead", "释放，无人接替"),
    "replan.takes": ("takes over from {others}", "接替 {others}"),
    "replan.fills": ("serves days that nobody served", "承担此前无人承担的人天"),
    # The command.
    "replan.frozen": (
        "Frozen weeks (Freeze Weeks: {weeks}) stay as in {file}, not as in Assignments.",
        "冻结周（冻结 {weeks} 周）以 {file} 为准，而不是以现行安排为准。",
    ),
    "replan.check_frozen": (
        "Frozen weeks are compared with Assignments here; replan keeps those of the plan it is given.",
        "此处冻结周与现行安排比较；replan 则保持所给计划的冻结周。",
    ),
    "cli.replan_changed": (
        "The input has changed since {file} was planned.",
        "{file} 求解后，输入已有变动。",
    ),
    "cli.replan_same": (
        "The input is the one that {file} was planned from.",
        "输入与 {file} 求解时相同。",
    ),
    "cli.replan_no_moves": ("Nobody's days change.", "没有人员的投入发生变化。"),
    "cli.replan_more": (
        "  … and {count} more (in the workbook, with -o)",
        "  …… 另有 {count} 项（用 -o 写入工作簿可查看）",
    ),
    "cli.curve.moves": ("Moves at most", "调动上限"),
    "cli.curve.any": ("any", "不限"),
    "cli.curve.made": ("of own choice", "自选调动数"),
    "cli.curve.days": ("days moved", "变动人天"),
    "cli.curve.met": ("days met", "已满足人天"),
    "cli.curve.quality": ("level 3", "方案质量"),
}

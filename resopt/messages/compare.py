"""Words and sentences of comparisons of plans."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "compare.base": ("base", "基准"),
    "compare.case": ("case {n}", "方案{n}"),
    "compare.figure": ("Figure", "指标"),
    "compare.tier": ("Days met, {kind} {label}", "已满足人天：{kind} {label}"),
    "compare.wanted": ("Days wanted", "需求人天"),
    "compare.met": ("Days met", "已满足人天"),
    "compare.gap": ("Days missing", "缺口人天"),
    "compare.full": ("Projects fully staffed", "全部满足的项目数"),
    "compare.projects": ("Projects planned", "纳入计划的项目数"),
    "compare.people": ("People", "人数"),
    "compare.load": ("Load of people", "人员负荷"),
    "compare.cost": ("Cost", "成本"),
    "compare.moves": ("Moves against the plan of record", "相对现行计划的调动数"),
    "compare.change": ("Days moved", "变动人天"),
    "compare.overtime": ("Overtime days", "超负荷人天"),
    "compare.set_aside": ("Facts set aside", "未能兑现的约定"),
    "compare.quality": ("Level 3, the smaller the better", "方案质量（越小越好）"),
    "compare.cell": ("{value} ({difference})", "{value}（{difference}）"),
    "compare.points": ("{value} points", "{value} 个百分点"),
    "compare.not_proved_cell": ("{text} not proved", "{text} 未证明"),
    "compare.differs.new": ("{sheet}: {count} new", "{sheet}：新增 {count} 项"),
    "compare.differs.gone": ("{sheet}: {count} gone", "{sheet}：删除 {count} 项"),
    "compare.differs.other": ("{sheet}: {count} changed", "{sheet}：变动 {count} 项"),
    "compare.differs.priority": ("{sheet}: {count} with another priority", "{sheet}：{count} 个项目优先级不同"),
    "compare.window": (
        "Other weeks: planned are {first} to {last}, in the base {base_first} to {base_last}; their figures are of "
        "these weeks.",
        "周期不同：本方案安排 {first} 至 {last}，基准安排 {base_first} 至 {base_last}；各项指标以各自周期计。",
    ),
    "compare.window_as_of": (
        "Other weeks: with As Of {as_of} planned are {first} to {last}, in the base {base_first} to {base_last}; their "
        "figures are of these weeks.",
        "周期不同：数据日期 {as_of}，本方案安排 {first} 至 {last}，基准安排 {base_first} 至 {base_last}；"
        "各项指标以各自周期计。",
    ),
    "compare.window_line": ("{name}: {text}", "{name}：{text}"),
    "compare.more_projects": ("  (+{count} more)", "  （另有 {count} 个）"),
    "compare.projects_differ": (
        "Days met of the projects that differ ({count}):",
        "已满足人天不同的项目（{count} 个）：",
    ),
    # The commands.
    "cli.change_form": ("{option} is written {form}, not {found}.", "{option} 的写法为 {form}，而不是 {found}。"),
    "cli.no_change": (
        "Name a change, for example --hire ROLE=2 or --shift PROJECT=3; see resopt whatif --help.",
        "请给出变更，例如 --hire 角色=2 或 --shift 项目=3；详见 resopt whatif --help。",
    ),
    "cli.no_change_named": (
        "Name a change, for example --hire ROLE=2, or one of the scenarios of the input with --scenario: {names}.",
        "请给出变更，例如 --hire 角色=2，或用 --scenario 指定输入中的方案：{names}。",
    ),
    "cli.plan_broken": (
        "{path} breaks limits of this input ({count}); resopt check lists them.",
        "{path} 违反此输入的限制（{count} 处）；可用 resopt check 查看。",
    ),
    "cli.compare_two": ("Name at least two plans to compare.", "请至少给出两个要对比的方案。"),
}

"""Sentences of sheet Matrix."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "report.count.seats.one": ("{n} seat", "{n} 个席位"),
    "report.count.seats.many": ("{n} seats", "{n} 个席位"),
    "report.count.joiners.one": ("{n} joiner", "加入 {n} 人次"),
    "report.count.joiners.many": ("{n} joiners", "加入 {n} 人次"),
    "report.count.leavers.one": ("{n} leaver", "退出 {n} 人次"),
    "report.count.leavers.many": ("{n} leavers", "退出 {n} 人次"),
    "report.matrix.title.none": ("No seat is asked for", "没有席位需求"),
    "report.matrix.title": ("{filled} of {seats} are filled", "{seats}中 {filled} 个已满员"),
    "report.matrix.title.core": (
        "{filled} of {seats} are filled, {core_filled} of {core} for core members",
        "{seats}中 {filled} 个已满员；核心席位 {core} 个，已满员 {core_filled} 个",
    ),
    "report.matrix.title.moves": (
        "{filled}; {joined} and {left} on the projects",
        "{filled}；{joined}，{left}",
    ),
    "report.matrix.subtitle": (
        "Projects in priority order against roles: seats filled of seats needed; every seat follows below",
        "按优先级排列的项目与角色：已满员席位 / 所需席位；逐席明细见下方",
    ),
    "report.matrix.reading": (
        "A seat is one demand line, or each of its Max People places where given; it is filled when all its days are "
        "met. 1/3 = one of three seats is filled; △ = the Team Template has a seat that the project does not ask for. "
        "Joiners and leavers are people who are new on the project, or no longer on it, compared with sheet "
        "Assignments.",
        "一条需求为一个席位；填写了最多人数的需求，每个名额为一个席位；人天全部满足即为满员。"
        "1/3 表示三个席位中一个满员；△ 表示团队模板要求而项目未提出的席位。"
        "加入与退出指与“现行安排”相比新进入或不再参与该项目的人员。",
    ),
    "report.matrix.legend.all": ("all seats filled", "全部满员"),
    "report.matrix.legend.some": ("filled in part", "部分到位"),
    "report.matrix.legend.none": ("nobody", "无人"),
    "report.matrix.legend.template": ("△ not asked for", "△ 未提出需求"),
    "report.matrix.column.seats": ("Seats", "席位"),
    "report.matrix.column.filled": ("Filled", "满员"),
    "report.matrix.column.core": ("Core filled", "核心满员"),
    "report.matrix.column.joined": ("Joiners", "加入"),
    "report.matrix.column.left": ("Leavers", "退出"),
    "report.matrix.column.others": ("{n} other roles", "其他 {n} 种角色"),
    "report.matrix.column.seat": ("Seat", "席位"),
    "report.matrix.column.state": ("State of the seat", "席位状态"),
    "report.matrix.column.people": ("People, and how much", "人员及投入"),
    "report.matrix.column.who_joined": ("Who joins", "加入人员"),
    "report.matrix.column.who_left": ("Who leaves", "退出人员"),
    "report.matrix.column.handover": ("Handover", "交接"),
    "report.matrix.seats": ("Every seat ({unit})", "席位明细（{unit}）"),
    "report.matrix.seats.reading": (
        "Wanted, met and gap are those of the line and stand on its first seat. A handover is a week in which somebody "
        "has left a line that goes on, though they have time for it; – means that nobody new takes over. A leaver "
        "stands on the seat that the plan of record gave, or on a row of the project where that is not certain.",
        "需求、已满足、缺口为整条需求的数值，列在其第一个席位。交接指需求仍在继续、本人仍有时间却已退出的周次；"
        "– 表示没有新人接替。退出人员列在现行计划对应的席位；无法确定席位的单列一行。",
    ),
    "report.matrix.core": ("● core", "● 核心"),
    "report.matrix.state.locked": ("– by lock only", "– 仅因锁定"),
    "report.matrix.state.filled": ("✓ filled", "✓ 满员"),
    "report.matrix.state.partly": ("◐ in part", "◐ 部分到位"),
    "report.matrix.state.empty": ("○ empty", "○ 空缺"),
    "report.matrix.state.unneeded": ("– not needed", "– 暂不需要"),
    "report.matrix.state.not_asked": ("△ not asked for", "△ 未提出需求"),
    "report.matrix.state.less_asked": ("△ asked for less", "△ 需求偏低"),
    "report.matrix.not_asked.plain": ("Seat of the Team Template.", "团队模板要求的席位。"),
    "report.matrix.not_asked.note": (
        "Seat of the Team Template: at least {least} FTE, {asked} asked for.",
        "团队模板要求至少 {least} FTE，实际提出 {asked}。",
    ),
    "report.matrix.less_asked.note": (
        "Seat of the Team Template: at least {least} FTE, at most {asked} asked for in a week.",
        "团队模板要求至少 {least} FTE，实际单周最多提出 {asked}。",
    ),
    "report.matrix.left_elsewhere": ("on record, seat not certain", "现行计划中，席位不确定"),
    "report.matrix.others": ("{n} more", "另 {n} 人"),
    "report.matrix.handover": ("{week}: {leavers} → {takers}", "{week}：{leavers} → {takers}"),
}

"""Sentences: rules. What each one asks, how a plan breaks it, and what a fact of the input says."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # What each rule asks; the English sentence is also the docstring of the rule's method and of its twin.
    "rule.capacity": (
        "Nobody works more days in a week than they have, tolerance included.",
        "任何人每周投入的人天不超过其可用人力（含允许超负荷部分）。",
    ),
    "rule.eligibility": (
        "A line is served only by people with its role (or one that fills it), skills and level, or by the one named.",
        "只有具备所需角色（或可替代角色）、技能和等级的人员，或被指定的人员，才能承担该需求。",
    ),
    "rule.dates": (
        "People serve a line only in weeks when it wants days, and give no more than it wants, locks apart.",
        "只在需求所在的周投入人员，且不超过当周需求量，锁定除外。",
    ),
    "rule.horizon": (
        "Days are given only by people on the list, to lines of planned projects, in weeks of the horizon.",
        "只有名单内的人员才能投入，且只能在计划期内投入到纳入计划的项目需求上。",
    ),
    "rule.step": (
        "A person's days on a line in a week are a multiple of Step, or exactly the rest that hard locks leave.",
        "每人每周对一项需求的投入是投入刻度的整数倍，或恰好等于硬锁定之后的剩余需求。",
    ),
    "rule.min share": (
        "A person's days on a line in a week are at least Min Share, or all that the line or the person has left.",
        "每人每周对一项需求的投入不低于最小投入比例，除非该需求或该人员的余量不足。",
    ),
    "rule.min days": (
        "Who joins a line without a lock gives it at least Min Days in all.",
        "未被锁定的人员一旦参与某项需求，累计投入不少于最少人天。",
    ),
    "rule.max projects": (
        "Nobody works on more projects in a week than their maximum, locks included.",
        "任何人每周参与的项目数不超过其最多并行项目数，锁定也计算在内。",
    ),
    "rule.max people": (
        "A line has no more people than Max People over its life; people with a lock on it count but may exceed it.",
        "一项需求全程的参与人数不超过最多人数；被锁定的人员计入人数，但不受此限制。",
    ),
    "rule.same people": (
        "Whoever serves a line with same people gives it days in each of its weeks in which they have capacity.",
        "要求人员固定的需求，参与者在需求的每一周只要有可用人力就须投入。",
    ),
    "rule.fill": (
        "A line with fill all gets every week in full or nothing; with a percentage that share or nothing.",
        "要求全部满足的需求每周都足额满足，否则完全不投入；填写比例的需求达到该比例，否则完全不投入。",
    ),
    "rule.min staffing": (
        "A project with Min Staffing reaches that share of its wanted days or gets nothing.",
        "设有最低满足率的项目须达到该满足率，否则完全不投入。",
    ),
    "rule.must have": (
        "A must-have project reaches its Min Staffing (blank: all it wants).",
        "必保项目须达到其最低满足率（未填则须全部满足）。",
    ),
    "rule.hard lock": (
        "A hard lock holds: exactly its days of this person on these lines in this week.",
        "硬锁定必须保持：该人员当周在这些需求上的投入恰为锁定的人天。",
    ),
    "rule.freeze": (
        "In frozen weeks everybody's days on a project equal the plan of record, on the lines that it speaks of.",
        "冻结周内，每个人在各项目上的投入与现行计划完全一致，且只用于现行计划所指的需求。",
    ),
    "rule.forbid": (
        "A person who is forbidden for a project gives it no days.",
        "被禁止参与某项目的人员不在该项目上投入。",
    ),
    "rule.exclusive": (
        "An exclusive person works on one project only.",
        "专职人员只参与一个项目。",
    ),
    "rule.apart": (
        "Two people who are kept apart never work on one project in the same week.",
        "不同组的两个人不得在同一周参与同一项目。",
    ),
    "rule.require": (
        "A required person gives the project at least Value on average over its run, unless it gets nothing.",
        "必须参与的人员在项目期间的平均投入不低于规定数值，项目完全无投入时除外。",
    ),
    "rule.supervise": (
        "People with a skill give the project at least Value on average over its run, unless it gets nothing.",
        "具备把关技能的人员在项目期间的平均投入不低于规定数值，项目完全无投入时除外。",
    ),
    "rule.together": (
        "Two people who belong together are in each week both on the project or neither.",
        "同组的两个人每周要么都参与该项目，要么都不参与。",
    ),
    "rule.lend": (
        "A department lends other departments' projects no more than Value FTE in a week.",
        "一个部门每周借给其他部门项目的人力不超过规定的 FTE。",
    ),
    "rule.budget": (
        "What a project's days cost stays within its Budget.",
        "项目投入人天的成本不超过预算。",
    ),
    "rule.start": (
        "A project starts once, in one of the weeks that its window allows.",
        "项目只启动一次，且在允许的启动窗口内。",
    ),
    # How a plan breaks a rule.
    "violation.capacity": (
        "{person} works {days} {unit} in {week} but has {limit} ({projects}): {excess} too many.",
        "{person}在{week}安排了 {days} {unit}，可用仅 {limit} {unit}（{projects}），超出 {excess} {unit}。",
    ),
    "violation.eligibility": (
        "{person} gives {days} {unit} to {line} of {project} in {week} without being eligible for it.",
        "{person}在{week}为{project}的需求 {line} 投入 {days} {unit}，但不符合其任职资格。",
    ),
    "violation.dates": (
        "{line} of {project} gets {days} {unit} in {week} but wants {limit}: {excess} too many.",
        "{project}的需求 {line} 在{week}获得 {days} {unit}，当周仅需 {limit} {unit}，超出 {excess} {unit}。",
    ),
    "violation.horizon": (
        "{person} gives {days} {unit} to {line} ({project}) in {week}, but this plan has no such line, person or week.",
        "{person}在{week}投入 {line}（{project}）的 {days} {unit}不属于本计划的任何需求、人员或周次。",
    ),
    "violation.horizon.shift": (
        "{project} is moved by {shift} weeks but is not planned.",
        "{project}被移动了 {shift} 周，但并未纳入计划。",
    ),
    "violation.step": (
        "{person} gives {line} of {project} {days} {unit} in {week}, which is no multiple of the step of {limit}.",
        "{person}在{week}为{project}的需求 {line} 投入 {days} {unit}，不是投入刻度 {limit} {unit}的整数倍。",
    ),
    "violation.min share": (
        "{person} gives {line} of {project} only {days} {unit} in {week}; at least {limit} are asked.",
        "{person}在{week}为{project}的需求 {line} 仅投入 {days} {unit}，至少应为 {limit} {unit}。",
    ),
    "violation.min days": (
        "{person} gives {line} of {project} only {days} {unit} in all; at least {limit} are asked.",
        "{person}为{project}的需求 {line} 累计仅投入 {days} {unit}，至少应为 {limit} {unit}。",
    ),
    "violation.max projects": (
        "{person} works on {count} projects in {week}, {limit} at most ({projects}).",
        "{person}在{week}参与 {count} 个项目，上限为 {limit} 个（{projects}）。",
    ),
    "violation.max people": (
        "{line} of {project} has {count} people, {limit} at most: {people}.",
        "{project}的需求 {line} 有 {count} 人参与，上限为 {limit} 人：{people}。",
    ),
    "violation.same people": (
        "{person} serves {line} of {project} but gives it nothing in {week}.",
        "{person}参与了{project}的需求 {line}，但在{week}没有投入。",
    ),
    "violation.fill": (
        "{line} of {project} gets {days} {unit}; it takes at least {limit} or none.",
        "{project}的需求 {line} 获得 {days} {unit}；应至少满足 {limit} {unit}，否则不投入。",
    ),
    "violation.min staffing": (
        "{project} gets {days} {unit} of what it wants; it takes at least {limit} or none.",
        "{project}的需求满足了 {days} {unit}；应至少满足 {limit} {unit}，否则不投入。",
    ),
    "violation.must have": (
        "The must-have project {project} does not get what it needs.",
        "必保项目{project}未得到保障。",
    ),
    "violation.hard lock": (
        "The hard lock of {person} on {project} in {week} is not kept.",
        "{person}在{week}对{project}的硬锁定未保持。",
    ),
    "violation.freeze": (
        "{person} does not work on {project} in {week} as the plan of record says, though the week is frozen.",
        "{week}已冻结，但{person}在{project}上的投入与现行计划不一致。",
    ),
    "violation.forbid": (
        "{person} gives {project} {days} {unit} in {week} but is forbidden there.",
        "{person}被禁止参与{project}，却在{week}投入 {days} {unit}。",
    ),
    "violation.exclusive": (
        "{person} is exclusive but works on {count} projects ({projects}).",
        "{person}为专职人员，却参与了 {count} 个项目（{projects}）。",
    ),
    "violation.apart": (
        "{person} and {other} are to be kept apart but both work on {project} in {week}.",
        "{person}与{other}应不同组，却在{week}同时参与{project}。",
    ),
    "violation.require": (
        "{person} gives {project} less than required.",
        "{person}对{project}的投入低于要求。",
    ),
    "violation.supervise": (
        "{project} gets less supervision than required.",
        "{project}的把关投入低于要求。",
    ),
    "violation.together": (
        "{person} and {other} are not in the same weeks on {project}.",
        "{person}与{other}未在相同的周参与{project}。",
    ),
    "violation.lend": (
        "{department} lends other departments {fte} FTE in {week}, {limit} at most.",
        "{department}在{week}借给其他部门 {fte} FTE，上限为 {limit} FTE。",
    ),
    "violation.budget": (
        "{project} costs {cost} but has a budget of {limit}: {excess} too much.",
        "{project}的成本为 {cost}，预算为 {limit}，超出 {excess}。",
    ),
    "violation.start": (
        "{project} starts {shift} weeks from its Start; allowed are {allowed}.",
        "{project}的启动时间偏移 {shift} 周，允许的偏移为 {allowed} 周。",
    ),
    # What a fact of the input says.
    "fact.must have": (
        "Must-have project {project} is to get at least {share} of the days it wants.",
        "必保项目{project}须至少满足需求的 {share}。",
    ),
    "fact.freeze": (
        "{person} is to work {days} {unit} on {project} in {week}, which is frozen.",
        "{week}已冻结：{person}须在{project}投入 {days} {unit}。",
    ),
    "fact.hard lock": (
        "By a hard lock {person} is to work {days} {unit} on {project} in {week}{line}.",
        "硬锁定：{person}须在{week}投入{project} {days} {unit}{line}。",
    ),
    "fact.require": (
        "{person} is to give {project} at least {value}.",
        "{person}在{project}的投入须不低于 {value}。",
    ),
    "fact.supervise": (
        "People with {skill} are to give {project} at least {value}.",
        "具备 {skill} 的人员在{project}的投入须不低于 {value}。",
    ),
    "fact.together": (
        "{person} and {other} are to be on {project} in the same weeks.",
        "{person}与{other}须在相同的周参与{project}。",
    ),
    # Parts of these sentences.
    "part.week": ("the week of {week}", " {week} 当周"),
    "part.weeks": (
        "{count} weeks from Monday {first} to Sunday {last}",
        " {first}（周一）至 {last}（周日）期间的 {count} 周",
    ),
    "part.week_outside": ("week {week} (outside the plan)", "第 {week} 周（计划期外）"),
    "part.project": ("{project}: {days} {unit}", "{project} {days} {unit}"),
    "part.no_line": ("no line of the project", "无匹配需求"),
    "part.no_project": ("unknown project", "未知项目"),
    "part.every_project": ("every project", "每个项目"),
    "part.on_line": (" ({line})", "（{line}）"),
    "part.fte": ("{value} FTE", "{value} FTE"),
    "part.of_contract": ("{value} of the contract", "合同工时的 {value}"),
    "part.and": ("; ", "；"),
}

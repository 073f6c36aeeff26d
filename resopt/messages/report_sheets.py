"""Sentences of the output workbook, sheet by sheet from Allocation to Certificate."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # Allocation.
    "report.allocation.title": (
        "Who works on what: {busy} of {people} have work",
        "人员投入一览：{people}中 {busy} 人有安排",
    ),
    "report.allocation.subtitle": (
        "Planned {unit} by week, named by its Monday (month-day); colour = planned ÷ available",
        "各周已安排{unit}，列名为周一日期（月-日）；颜色 = 已安排 ÷ 可用",
    ),
    "report.allocation.reading": (
        "A dot is a free week; slashes: absent or not with us in the whole week; dashes: a week without any working "
        "day (public holidays). Load = planned ÷ available {unit}. {weeks}. Departments stand in alphabetical order, "
        "people by ID. Click [−] or [+] in the margin to fold or show a person's projects.",
        "圆点表示该周未安排，斜线表示整周不在岗，短横线表示整周无工作日（法定节假日）。负荷 = 已安排 ÷ 可用{unit}。"
        "{weeks}。按部门、工号排列。点击左侧 [−] 或 [+] 可折叠或展开人员的项目。",
    ),
    # Coverage.
    "report.coverage.title": (
        "{full} of {projects} get all they want",
        "{projects}中 {full} 个全部满足",
    ),
    "report.coverage.none": ("No project is planned", "没有纳入计划的项目"),
    "report.coverage.subtitle": (
        "Projects in priority order, {unit}; week columns show the gap; coverage = met ÷ wanted",
        "按优先级排列，单位：{unit}；各周列为缺口；满足率 = 已满足 ÷ 需求",
    ),
    "report.coverage.cut_off": (
        "Cut-off line: every tier above is met in full; below is the first tier with a gap",
        "资源保障线：线以上各档全部满足，线以下为首个出现缺口的档",
    ),
    "report.coverage.cut_off_top": (
        "Cut-off line: the top tier has a gap already, no tier above is met in full",
        "资源保障线：最高档即有缺口，没有全部满足的档",
    ),
    "report.coverage.no_cut_off": (
        "No cut-off line: every tier is met in full",
        "无需资源保障线：各档全部满足",
    ),
    "report.coverage.reading": (
        "Wanted = met + gap. Start is the start that this plan uses; "
        '"Start moved" says by how many weeks the plan moves it. People counts everybody with planned {unit}. {weeks}. '
        "Sorted by tier, priority, project ID.",
        "需求 = 已满足 + 缺口。计划开始为本方案采用的启动日期；“启动调整”为方案移动的周数。"
        "人数为有安排（{unit}）的人员数。{weeks}。按优先级分档、优先级、项目编号排列。",
    ),
    "report.coverage.left": ("{name} ({id}, {status})", "{name}（{id}，{status}）"),
    "report.coverage.not_planned": ("Not in this plan: {projects}.", "未纳入本方案：{projects}。"),
    # Capacity.
    "report.capacity.title.none": ("No role is short", "各角色均无缺口"),
    "report.capacity.title.short": (
        "{short} of {roles} are short, most of all {worst}",
        "{roles}中 {short} 种有缺口，缺口最大：{worst}",
    ),
    "report.capacity.subtitle": (
        "Roles by missing {unit}; week columns show demand ÷ supply of the role",
        "按缺口{unit}从大到小排列；各周列为该角色需求 ÷ 可用人力",
    ),
    "report.capacity.reading": (
        "Supply and free {unit} of a person count under the main role; met counts everybody who serves the role's "
        "lines, other roles included. A named person's line counts under that person's main role, a line that asks "
        "for skills only under its skills. Free = supply not planned on any project. {weeks}.",
        "可用与可调配{unit}按人员的主要角色统计；已满足包括其他角色人员的支援。指定人员的需求计入其主要角色，"
        "只要求技能的需求按技能单列。"
        "可调配人力 = 未安排到任何项目的可用人力。{weeks}。",
    ),
    "report.capacity.detail": ("Behind the ratios ({unit})", "各角色明细（{unit}）"),
    "report.capacity.more_roles": ("{n} more", "另有 {n} 种"),
    "report.capacity.short_though_supplied": (
        "A gap although the role's own people could have given all it wants: {roles}. Their days went to other lines, "
        "or they miss a skill or level asked for, or another rule binds them; sheet Conflicts says why, line by line.",
        "以下角色自身可用人力足够但仍有缺口：{roles}。其人力已投入其他需求，或缺少所需技能、等级，"
        "或受其他规则限制；逐条原因见“资源冲突”。",
    ),
    "report.capacity.short_and_free": (
        "Days are missing while people are free in the weeks of {weeks}: the free days are not of the people whom the "
        "missing work needs, or another rule binds them; sheet Conflicts says why.",
        "以下周次既有缺口又有可调配人力：{weeks}。有余量的并非所缺的人员，或受其他规则限制；原因见“资源冲突”。",
    ),
    "report.measure.supply": ("Supply", "可用"),
    "report.measure.wanted": ("Wanted", "需求"),
    "report.measure.met": ("Met", "已满足"),
    "report.measure.gap": ("Gap", "缺口"),
    "report.measure.free": ("Free", "可调配"),
    "report.measure.supply.long": ("Supply of the role's people", "本角色可用人力"),
    "report.measure.wanted.long": ("Wanted", "需求"),
    "report.measure.met.long": ("Met, by anybody", "已满足（含支援）"),
    "report.measure.gap.long": ("Gap", "缺口"),
    "report.measure.free.long": ("Free", "可调配"),
    # Conflicts.
    "report.conflicts.title.none": (
        "No conflicts: all demand is met and every request kept",
        "没有资源冲突：需求全部满足，约定全部兑现",
    ),
    "report.conflicts.title": (
        "{gap} are not met: {high} high, {medium} medium, {low} low conflicts",
        "缺口 {gap}：高 {high} 项，中 {medium} 项，低 {low} 项",
    ),
    "report.conflicts.title.proved": (
        "{gap} cannot be met: {high} high, {medium} medium, {low} low conflicts",
        "缺口 {gap}（已证明无法再满足）：高 {high} 项，中 {medium} 项，低 {low} 项",
    ),
    "report.conflicts.subtitle": (
        "Wanted and gap in {unit}; weeks are named by their Monday; by severity, then tier, project and line; yellow "
        "cells are for you to fill in: they go into the next plan when this file is given back",
        "需求与缺口单位：{unit}；周次以周一日期表示；按严重度、优先级分档、项目、需求排列；"
        "黄色单元格供填写：交回本文件时会带入下一份计划",
    ),
    "report.conflicts.sum": (
        "The gaps below add up to {gap}, the whole gap of the plan ({wanted} are wanted). Requests set aside have no "
        "gap of their own.",
        "下列缺口合计 {gap}，即方案的全部缺口（总需求 {wanted}）。未兑现的约定本身不计缺口。",
    ),
    "report.record.heading": ("Faults of the plan of record", "现行计划中的违规"),
    "report.record.absent": ("No plan of record was given.", "未提供现行计划。"),
    "report.record.clean": ("The plan of record breaks no hard rule.", "现行计划没有违反规则。"),
    "report.record.reading": (
        "These are faults of the plan as it stands on sheet Assignments, in {unit}; they have no part in the gap "
        "above.",
        "以下为“现行安排”中现有计划的问题，单位：{unit}；不计入上方缺口。",
    ),
    "report.record.no_days": ("no work planned that week", "该周没有安排"),
    "report.record.rule_kept": ("The new plan keeps this rule.", "新方案遵守此规则。"),
    "report.record.over": (
        "{days} on projects where {limit} are the limit: {excess} too many.",
        "上限 {limit}，已安排 {days}，超出 {excess}。",
    ),
    "report.record.within": ("✓ kept", "✓ 已符合"),
    "report.record.within_capacity": ("✓ within capacity", "✓ 未超负荷"),
    "report.record.overtime": ("overtime {days}", "超负荷 {days}"),
    # People.
    "report.people.title": (
        "{inside} of {people} are within the target band of {low} – {high}%",
        "{people}中 {inside} 人处于目标区间 {low} – {high}%",
    ),
    "report.people.subtitle": (
        "By department; {unit}; load = planned ÷ available, target {low} – {high}%",
        "按部门排列；单位：{unit}；负荷 = 已安排 ÷ 可用，目标 {low} – {high}%",
    ),
    "report.people.reading": (
        "Bench = available {unit} without work, week by week; overtime = planned above available; "
        "available − planned = bench − overtime. The order says nothing about people: it is by department and ID.",
        "可调配人力 = 各周可用但未安排的{unit}；超负荷 = 安排超出可用的部分；可用 − 已安排 = 可调配人力 − 超负荷。"
        "排列仅按部门和工号，不代表任何评价。",
    ),
    "report.target.inside": ("● in target", "● 在目标内"),
    "report.target.below": ("▽ below target", "▽ 负荷不足"),
    "report.target.above": ("△ above target", "△ 高于目标"),
    "report.target.over": ("▲ over capacity", "▲ 超负荷"),
    "report.target.absent": ("– absent", "– 不在岗"),
    # Changes.
    "report.changes.title": (
        "{pairs} person-project pairs change, {people} affected; {change} leave their project",
        "{pairs} 项人员安排有变动，涉及 {people}；共变动 {change}（从原项目调出）",
    ),
    "report.changes.title.none": ("The plan keeps the old plan as it is", "方案与原计划完全一致"),
    "report.changes.title.no_record": (
        "No plan of record was given: every assignment is new",
        "未提供现行计划：全部安排均为新增",
    ),
    "report.changes.subtitle": (
        "New plan against sheet Assignments, in {unit}; the yellow column is for the meeting: reject asks for the days "
        "before when the file is given back",
        "新方案与“现行安排”对比，单位：{unit}；黄色列供会议填写意见，交回后“不同意”表示恢复原投入",
    ),
    "report.changes.reading": (
        "Difference = new − old. Our changes are proposals; the reason is what follows from the numbers alone. "
        "Also affected are the manager, other projects of the person with the days that they gain or lose in the same "
        "weeks, and people whose days on the project change then. A "
        "change that people typed into the plan and gave back is formal with reason and approver, informal without. "
        '"On record" is complete where every row of Assignments gives a reason and an approver. Sorted by project '
        "priority, then person; people released from projects not planned come last.",
        "增减 = 新 − 原。方案中的变动均为建议，理由仅依据数据得出。"
        "“还涉及”列出项目经理、同期增减的该人员其他项目、同期在本项目有变动的人员。"
        "人员在计划中改动后交回的变更，"
        "写明变更原因和批准人的为正式，否则为非正式。现行安排的每一行都写明变更原因和批准人时，"
        "“现行依据”为完整。按项目优先级、人员排列，未纳入计划的项目所释放人员在最后。",
    ),
    "report.kind.proposed": ("proposed", "建议"),
    "report.kind.released": ("released", "释放"),
    "report.kind.formal": ("formal", "正式"),
    "report.kind.informal": ("informal", "非正式"),
    "report.kind.start": ("start moved", "启动调整"),
    "report.basis.formal": ("formal", "正式"),
    "report.basis.informal": ("informal", "非正式"),
    "report.basis.complete": ("complete", "完整"),
    "report.basis.partial": ("incomplete", "不完整"),
    "report.why.released": (
        "The project is not planned (status: {status}); its people are released.",
        "项目未纳入计划（状态：{status}），人员予以释放。",
    ),
    "report.why.start": (
        "The start may move within Earliest and Latest Start; the wanted days move with it.",
        "启动时间可在最早与最晚开始之间调整，需求随之移动。",
    ),
    "report.why.start_moved": ("The project starts in another week.", "项目的启动周有调整。"),
    "report.why.over_capacity": (
        "The old plan gives this person more days than available ({weeks}).",
        "原计划中该人员超出可用人力（{weeks}）。",
    ),
    "report.why.over_wanted": (
        "The old plan gives the project more days than it wants ({weeks}).",
        "原计划给该项目的人力超出其需求（{weeks}）。",
    ),
    "report.why.set_aside": (
        "The lock or freeze contradicts other facts or a limit and is set aside; see Conflicts.",
        "该锁定或冻结与其他约定或限制矛盾，未能兑现；见“资源冲突”。",
    ),
    "report.why.higher_tier": (
        "In these weeks the person gives more days to projects of a higher tier: {projects}.",
        "该人员在这些周转投优先级更高的项目：{projects}。",
    ),
    "report.why.handed_over": (
        "Others give the project more days in these weeks: {people}.",
        "这些周改由他人增加投入：{people}。",
    ),
    "report.why.taken_over": (
        "Takes over days that others gave the project on record: {people}.",
        "接替原计划中他人的投入：{people}。",
    ),
    "report.why.shifted": (
        "As many days as before, in other weeks: fewer in {less}, more in {more}.",
        "总人天不变，仅调整周次：{less} 减少，{more} 增加。",
    ),
    "report.why.shifted_because": ("{shifted} {reason}", "{shifted}{reason}"),
    "report.why.more_people": ("{n} more", "另有 {n} 人"),
    "report.why.fills_gap": (
        "The old plan leaves days of the project open ({weeks}).",
        "原计划未满足该项目的需求（{weeks}）。",
    ),
    "report.why.more": ("Part of the new plan as a whole.", "随新方案整体调整。"),
    "report.why.less": ("Part of the new plan as a whole.", "随新方案整体调整。"),
    # Plan.
    "report.plan.title": ("The plan in {rows}, for editing", "分配计划（{rows}），可编辑"),
    "report.plan.subtitle": (
        "Change the yellow cells, save, and give the file back with `resopt solve IN --plan FILE -o NEW`",
        "修改黄色单元格并保存后，用 resopt solve --plan 交回",
    ),
    "report.plan.reading": (
        "One row per person, demand line and week. FTE = days ÷ working days of that person's week before leave. "
        "A changed FTE is kept exactly (Lock soft: at least this), 0 means not this person here, reject under Decision "
        "asks for the days before, another Person ID hands the days over. Sorted by person, line, week.",
        "每行为一名人员、一条需求、一周。投入（FTE）= 人天 ÷ 该人员当周工作日（不扣休假）。"
        "改动的投入将严格保持（软锁定：不少于该值），填 0 表示不由此人承担，意见填“不同意”表示恢复原投入，"
        "修改工号即换人。按人员、需求、周次排列。",
    ),
    # Data Check.
    "report.data.title": (
        "The input was used with {errors} errors, {warnings} warnings and {infos} remarks",
        "输入数据检查：错误 {errors} 项，警告 {warnings} 项，说明 {infos} 项",
    ),
    "report.data.title.none": ("The input was used as it is: nothing to remark", "输入数据检查：未发现问题"),
    "report.data.subtitle": ("Read from {source}", "数据来源：{source}"),
    "report.data.read": ("What was read", "读取内容"),
    "report.data.totals": ("What it comes to ({unit})", "合计（{unit}）"),
    "report.data.issues": ("Faults and remarks", "问题与说明"),
    "report.data.no_issues": ("None.", "无。"),
    "report.data.what.projects": ("projects, those on hold and cancelled included", "项目，含暂停和已取消"),
    "report.data.what.staff": ("people who count in this plan", "计入本方案的人员"),
    "report.data.what.demand": ("demand lines, those of projects not planned included", "需求，含未纳入计划的项目"),
    "report.data.what.availability": ("spans of absence or reduced availability", "缺勤或可用时间减少的区间"),
    "report.data.what.assignments": ("rows of the plan of record", "现行计划的行"),
    "report.data.what.roles": ("roles with department, substitutes or cost", "角色的部门、可替代角色或单价"),
    "report.data.what.rules": ("rules about people and projects", "人员与项目的规则"),
    "report.data.what.fit": ("wishes and prices of people for projects or roles", "人员对项目或角色的意愿与单价"),
    "report.data.what.team_template": (
        "seats of the team template, compared on sheet Matrix; they do not change the plan",
        "团队模板席位，与“人员矩阵”对照，不影响方案",
    ),
    "report.data.total.capacity": ("Available", "可用人力"),
    "report.data.total.capacity.note": (
        "of all people in the plan period, after leave and run-the-business work",
        "计划期内全部人员，已扣除休假与非项目工作",
    ),
    "report.data.total.wanted": ("Wanted", "需求"),
    "report.data.total.wanted.note": ("by planned projects, within the plan period", "纳入计划的项目在计划期内的需求"),
    "report.data.total.record": ("Plan of record", "现行计划"),
    "report.data.total.record.note": ("on planned projects", "用于纳入计划的项目"),
    "report.data.total.released": ("Released", "释放"),
    "report.data.total.released.note": (
        "of the plan of record, on projects that are not planned",
        "现行计划中未纳入计划的项目",
    ),
    "report.data.total.planned": ("Planned", "已安排"),
    "report.data.total.planned.note": ("by the new plan", "新方案的安排"),
    "report.data.total.met": ("Met", "已满足"),
    "report.data.total.met.note": ("planned days that lines want", "安排中属于需求的部分"),
    "report.data.total.above": ("Above wanted", "超出需求"),
    "report.data.total.above.note": (
        "planned days that hard locks ask for above what the line wants",
        "硬锁定要求、超出需求的安排",
    ),
    "report.data.total.gap": ("Gap", "缺口"),
    "report.data.total.gap.note": ("wanted − met", "需求 − 已满足"),
    "report.issue.error": ("Error", "错误"),
    "report.issue.warning": ("Warning", "警告"),
    "report.issue.info": ("Remark", "说明"),
    # Certificate.
    "report.certificate.title.optimal": (
        "Proved: no plan is better at any level",
        "已证明：任何层级都不存在更好的方案",
    ),
    "report.certificate.title.coverage_proved": (
        "Proved: no plan gives a tier more days without taking them from a higher one",
        "已证明：没有方案能让某一档得到更多人天而不减少更高档",
    ),
    "report.certificate.title.feasible": (
        "Every rule is kept; what is proved stands below, tier by tier",
        "方案符合全部规则；已证明的内容逐档列于下方",
    ),
    "report.certificate.subtitle": (
        "What was proved about this plan, and how it was found",
        "本方案的证明内容与求解过程",
    ),
    "report.certificate.tiers": ("Tiers ({unit})", "各优先级档（{unit}）"),
    "report.certificate.bound_reading": (
        "Bound = the most any plan can give the tier while the tiers above keep what they have. Unproved = bound "
        "− met. "
        "A tier is proved when its core, firm and all days reach their bounds and all tiers above are proved.",
        "理论上限 = 更高档保持不变时，任何方案能给该档的最多人天。未证明 = 上限 − 已满足。"
        "某档的核心、确定和全部人天均达到上限、且更高档均已证明时，该档视为已证明。",
    ),
    "report.certificate.levels": ("Levels", "各层级"),
    "report.certificate.search": ("Search", "求解过程"),
    "report.certificate.stages": ("Stages of the search ({unit})", "求解阶段（{unit}）"),
    "report.certificate.stages.reading": (
        "One row for each exact solve of a level for the whole plan, in the order they ended, the levels above it "
        "held: the value reached, the bound that the solve proved, its time. Two may run side by side, and a level is "
        "solved again when a later search found a better plan.",
        "每行为对整个计划的某一层级的一次精确求解（更高层级保持不变），按结束先后排列：达到的数值、该次求解证明的界限、用时。"
        "两次求解可能同时进行；之后找到更好的方案时，同一层级会再次求解。",
    ),
    "report.certificate.no_bound": ("none yet", "尚无"),
    "report.certificate.proved": ("✓ proved", "✓ 已证明"),
    "report.certificate.not_proved": ("○ not proved", "○ 未证明"),
    "report.certificate.set_aside": ("Requests set aside", "未能兑现的约定"),
    "report.certificate.set_aside.note": (
        "facts that contradict each other or a limit: as few as possible",
        "相互矛盾或违反限制的约定，已尽可能少",
    ),
    "report.certificate.coverage": ("Days met", "已满足人天"),
    "report.certificate.coverage.note": (
        "all tiers together, and the most that was not ruled out",
        "各档合计，以及尚未排除的最多人天",
    ),
    "report.certificate.coverage_gap": ("Optimality gap of coverage", "满足人天与理论上限的差距"),
    "report.certificate.coverage_gap.note": ("(bound − met) ÷ bound, rounded up", "（上限 − 已满足）÷ 上限，向上舍入"),
    "report.certificate.overtime": ("Overtime", "超负荷"),
    "report.certificate.overtime.note": (
        "days above available, allowed by Tolerance",
        "超出可用人力、在允许范围内的人天",
    ),
    "report.certificate.soft": ("Soft locks not kept", "未保留的软锁定"),
    "report.certificate.soft.note": ("the bound is the fewest that was not ruled out", "上限列为尚未排除的最少人天"),
    "report.certificate.change": ("Days moved", "变动人天"),
    "report.certificate.change.note": (
        "days that leave their project compared with the plan before; the bound is the fewest not ruled out",
        "与此前计划相比调出项目的人天；上限列为尚未排除的最少人天",
    ),
    "report.certificate.quality": ("Level 3 (quality)", "方案质量（第3级）"),
    "report.certificate.quality.note": (
        "in days: few people, few handovers, good fit; the smaller the better; the bound holds for every plan with "
        "these levels 0 to 2",
        "以人天计：人少、交接少、匹配好；越小越好；界限对第0至2级相同的所有方案成立",
    ),
    "report.certificate.quality_gap": ("Optimality gap of level 3", "方案质量与理论最优的差距"),
    "report.certificate.quality_gap.note": ("(value − bound) ÷ value", "（数值 − 界限）÷ 数值"),
    "report.certificate.quality_gap.none.note": (
        "no bound computed yet: the search ended before level 3 was solved",
        "尚未计算界限：搜索在求解方案质量之前已结束",
    ),
    "report.certificate.weighted": ("Weighted sum", "加权总和"),
    "report.certificate.weighted.note": ("the smaller the better (policy: weighted)", "越小越好（优化策略：加权）"),
    "report.certificate.greedy": ("Gain over greedy", "较贪心方案多满足"),
    "report.certificate.greedy.note": (
        "in {tier}, tier {n} from the top, the first where they differ",
        "在{tier}（第 {n} 档），即首个出现差异的档",
    ),
    "report.certificate.status": ("Status", "状态"),
    "report.certificate.status.note": ("what is proved in all", "整体证明情况"),
    "report.certificate.ended": ("Ended by", "结束原因"),
    "report.certificate.ended.note": (
        "proof, the rounds asked for, the clock, or you",
        "完成证明、达到轮数、达到时限或由您中断",
    ),
    "report.certificate.seconds": ("Seconds", "用时（秒）"),
    "report.certificate.seconds.note": ("of the whole search", "整个求解过程"),
    "report.certificate.rounds": ("Rounds", "轮数"),
    "report.certificate.rounds.note": (
        "of search; a plan can be got again only from a run with --rounds, not from one that the clock or you ended",
        "搜索轮数；只有指定轮数的运行可以重现，达到时限或由您中断的运行不可重现",
    ),
    "report.certificate.rounds.asked.note": (
        "as asked for: the same input, seed and --rounds give the same plan",
        "按指定轮数完成：相同的输入、随机种子和轮数得到相同的方案",
    ),
    "report.certificate.seed": ("Seed", "随机种子"),
    "report.certificate.seed.note": ("of all choices made by chance", "用于全部随机选择"),
    "report.certificate.run": ("Run", "运行编号"),
    "report.certificate.run.note": ("in the footer of every sheet", "见各工作表页脚"),
    "report.certificate.sha": ("SHA-256 of the input", "输入数据的 SHA-256"),
    "report.certificate.versions": ("Versions", "软件版本"),
    "report.ended.proof": ("proof", "完成证明"),
    "report.ended.work": ("rounds", "达到轮数"),
    "report.ended.clock": ("clock", "达到时限"),
    "report.ended.user": ("user", "用户中断"),
    "report.level.tier": ("tier {n}:", "第 {n} 档"),
    "report.level.core": ("core days", "核心成员人天"),
    "report.level.firm": ("firm days", "确定需求人天"),
    "report.level.all": ("all days", "全部人天"),
    "report.level.value": ("value", "价值"),
    "report.level.facts": ("requests set aside", "未能兑现的约定"),
    "report.level.overtime": ("overtime", "超负荷人天"),
    "report.level.soft": ("soft locks", "软锁定"),
    "report.level.change": ("change", "变动人天"),
    "report.level.quality": ("quality", "方案质量"),
    "report.level.weighted": ("weighted sum", "加权总和"),
}

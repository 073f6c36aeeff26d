"""Help in the input template: what each setting means and what counts if it is blank."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "help.setting.start": (
        "Any day of the first week. Blank: the week of the earliest demand.",
        "计划第一周的任意一天。空白为最早需求所在周。",
    ),
    "help.setting.weeks": ("How many weeks are planned, at most 53. Blank: 13.", "计划周数，最多 53。空白为 13。"),
    "help.setting.as_of": (
        "Weeks that end before this day are past: facts from Actuals, else from Assignments. Blank: Start.",
        "在此日之前结束的周视为已过去，以实际投入（无则以现行安排）为准。空白为起始周。",
    ),
    "help.setting.unit": (
        "What a bare number in a week column means: FTE, %, days or hours. Blank: FTE.",
        "周列中数字的单位：FTE、%、人天或小时。空白为 FTE。",
    ),
    "help.setting.hours_per_day": ("Hours of a working day. Blank: 8.", "每个工作日的小时数。空白为 8。"),
    "help.setting.step": (
        "Days are planned in multiples of this share of a week. Blank: 10%.",
        "投入按一周的此比例取整。空白为 10%。",
    ),
    "help.setting.min_share": (
        "Smallest share of a week of a person on a line. Blank: 20%.",
        "一人一周在一条需求上的最小比例。空白为 20%。",
    ),
    "help.setting.min_days": (
        "Fewest days of a person on a line in all. Blank: 0.",
        "一人在一条需求上的最少总人天。空白为 0。",
    ),
    "help.setting.max_projects": (
        "Most projects of a person in a week. Blank: 3.",
        "一人一周最多参与的项目数。空白为 3。",
    ),
    "help.setting.tolerance": (
        "How far above capacity a plan may go, for example 10%. Blank: 0.",
        "允许超出可用人力的比例，如 10%。空白为 0。",
    ),
    "help.setting.utilisation_target": (
        "Band for colours in reports. Blank: 75-95%.",
        "报表着色用的目标区间。空白为 75-95%。",
    ),
    "help.setting.policy": (
        "strict: tier by tier; weighted: one sum of prices. Blank: strict.",
        "严格优先：逐档满足；加权：按单价求和。空白为严格优先。",
    ),
    "help.setting.tiers": (
        "Bands of priority, for example 1-5; 6-15; 16-. Blank: each value is a tier.",
        "优先级分档，如 1-5; 6-15; 16-。空白为每个取值一档。",
    ),
    "help.setting.priority_order": (
        "Which numbers come first: 1 first or high first. Blank: 1 first.",
        "数字优先级的方向：1优先或高分优先。空白为 1优先。",
    ),
    "help.setting.in_flight": (
        "with: in-flight and approved projects together; first: in-flight first. Blank: with.",
        "一并：在途与已立项同等；优先：在途在前。空白为一并。",
    ),
    "help.setting.proposed": (
        "Proposed projects come after the approved ones, with them, or stay out. Blank: after.",
        "待立项项目排在其后、一并或不纳入。空白为其后。",
    ),
    "help.setting.planned_hires": (
        "yes: people with Employment planned count. Blank: no.",
        "填“是”：计入计划招聘人员。空白为否。",
    ),
    "help.setting.freeze_weeks": (
        "So many first weeks stay as in Assignments. Blank: 0.",
        "前若干周与现行安排保持一致。空白为 0。",
    ),
    "help.setting.holidays": (
        "no: public holidays are working days. Blank: yes.",
        "填“否”：法定节假日照常工作。空白为是。",
    ),
    "help.setting.location": (
        "Country or code of people and projects that do not say, such as CN or DE-BY. Blank: that of most people.",
        "未填写所在地的人员和项目采用的国家或代码，如 CN、DE-BY。空白为多数人所在地。",
    ),
    "help.setting.language": ("Language of the plan. Blank: English.", "计划的语言。空白为英文。"),
    "help.setting.report_unit": (
        "Unit of the reports: days or FTE. Blank: days.",
        "报表单位：人天或 FTE。空白为人天。",
    ),
    "help.setting.report_threshold": (
        "Smaller gaps share one row of Conflicts. Blank: 2 days and 5%.",
        "更小的缺口合并为一行。空白为 2 人天; 5%。",
    ),
    "help.setting.preset": (
        "A set of weights: stable, few people or cheap. Blank: none.",
        "一组权重：稳定、少用人或低成本。空白为无。",
    ),
    "help.setting.weight_people": (
        "Price of each person on a line, in days. Blank: 1.",
        "一条需求每多一人的代价（人天）。空白为 1。",
    ),
    "help.setting.weight_handover": (
        "Price of each handover, in days. Blank: 0.5.",
        "每次交接的代价（人天）。空白为 0.5。",
    ),
    "help.setting.weight_fit": (
        "Price of a day by an overqualified person, per level. Blank: 0.05.",
        "每人天高配一级的代价。空白为 0.05。",
    ),
    "help.setting.weight_preferred": (
        "Price of a day by others than Preferred People. Blank: 0.1.",
        "非意向人选每人天的代价。空白为 0.1。",
    ),
    "help.setting.weight_own_department": (
        "Price of a day by another department. Blank: 0.02.",
        "外部门每人天的代价。空白为 0.02。",
    ),
    "help.setting.weight_late_start": (
        "Price of a late start, per week. Blank: 0.1.",
        "每推迟一周的代价。空白为 0.1。",
    ),
    "help.setting.weight_cost": ("Weight of money. Blank: 0.", "费用的权重。空白为 0。"),
    "help.setting.share": ("value; even is not available yet. Blank: value.", "价值（“均衡”暂不支持）。空白为价值。"),
    "help.setting.price_missing": (
        "Policy weighted: price of a missing day in the last tier. Blank: 10.",
        "加权策略：末档每人天缺口的单价。空白为 10。",
    ),
    "help.setting.price_idle": (
        "Policy weighted: price of an idle day. Blank: 0.",
        "加权策略：每人天闲置的单价。空白为 0。",
    ),
    "help.setting.price_used": (
        "Policy weighted: price of each person used. Blank: 0.",
        "加权策略：每启用一人的单价。空白为 0。",
    ),
    "help.setting.price_pair": (
        "Policy weighted: price of each person on a line. Blank: 0.",
        "加权策略：每个人员与需求配对的单价。空白为 0。",
    ),
    "help.setting.price_change": (
        "Policy weighted: price of a changed day. Blank: 0.",
        "加权策略：每变动一人天的单价。空白为 0。",
    ),
    "help.setting.date_order": (
        "How dates such as 05/01/2026 are meant: DMY, MDY or YMD. Blank: they are refused.",
        "05/01/2026 一类日期的顺序：DMY（日月年）、MDY（月日年）或 YMD（年月日）。空白则拒绝此类日期。",
    ),
    "help.setting.carry_over": (
        "yes: days missed before As Of are wanted in the line's next weeks. Blank: no.",
        "填“是”：数据日期前的缺口计入该需求后续各周。空白为否。",
    ),
}

"""Help in the input template: what to type in each column of each sheet."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # Projects
    "help.projects.project_id": (
        "Short key of the project, for example P12. Other sheets refer to it.",
        "项目的简短编号，如 P12；其他工作表用它引用项目。",
    ),
    "help.projects.project": ("Name of the project.", "项目名称。"),
    "help.projects.priority": (
        "A number (1 is first), P0 to P9, or High, Medium, Low. Use one kind throughout: each value is a tier.",
        "数字（1 最优先）、P0 至 P9，或 高、中、低；全表统一用一种，每个取值为一档。",
    ),
    "help.projects.status": (
        "in-flight, approved, proposed, on-hold or cancelled. The last two release their people. Blank: approved.",
        "进行中、已立项、待立项、暂停或已取消；后两种会释放人员。空白为已立项。",
    ),
    "help.projects.start": (
        "First day of the project. No demand lies before it. Blank: Monday of its earliest demand.",
        "项目第一天，需求不得早于此日。空白为最早需求所在周的周一。",
    ),
    "help.projects.end": ("Last day of the project. Blank: open.", "项目最后一天。空白为不限。"),
    "help.projects.earliest_start": (
        "The project may start this early; its demand moves along by whole weeks. Needs Start.",
        "项目最早可从此日开始，需求按整周随之移动；须填写计划开始。",
    ),
    "help.projects.latest_start": (
        "The project may start as late as this. Blank: it does not move.",
        "项目最晚可推迟到此日开始。空白为不移动。",
    ),
    "help.projects.must_have": (
        "yes: its Min Staffing (blank: all of its demand) has to be reached.",
        "填“是”：必须达到最低满足率（空白为全部需求）。",
    ),
    "help.projects.min_staffing": (
        "Share of its demand that must be met, or the project gets nobody; for example 60%.",
        "至少满足的需求比例，达不到则不安排人员，如 60%。",
    ),
    "help.projects.value": (
        "Weight of a day among projects of the same tier. Blank: 1.",
        "同一档内每人天的价值分。空白为 1。",
    ),
    "help.projects.budget": (
        "Most money for the days planned; needs Cost per Day of people or roles.",
        "计划期内人天费用上限，需填写人天单价。",
    ),
    "help.projects.department": ("Department that owns the project.", "项目的主责部门。"),
    "help.projects.manager": ("Who answers for the demand.", "对需求负责的项目经理。"),
    "help.projects.location": (
        "Country or code such as CN or DE-BY: its public holidays are no working days of the demand.",
        "国家或代码，如 CN、DE-BY；决定需求的工作日与法定节假日。",
    ),
    "help.projects.type": ("Key into sheet Team Template.", "对应“团队模板”中的项目类型。"),
    "help.projects.notes": ("For the reader; not used.", "备注，不参与计算。"),
    # Staff
    "help.staff.person_id": (
        "Key of the person; keep leading zeros. Other sheets refer to it.",
        "人员工号，保留前导零；其他工作表用它引用人员。",
    ),
    "help.staff.name": ("Name of the person.", "姓名。"),
    "help.staff.department": ("Department of the person.", "所属部门。"),
    "help.staff.role": (
        "A role of sheet Roles; several with semicolons, the main one first: Developer; Tester.",
        "“角色”表中的角色；可填多个，用分号隔开，主要角色在前，如：开发; 测试。",
    ),
    "help.staff.level": (
        "1 (trainee) to 5 (expert) in the role. Blank: 3.",
        "角色等级 1（见习）至 5（专家）。空白为 3。",
    ),
    "help.staff.skills": (
        "Skills with level, for example Python:3; SQL:2. A bare name is level 3.",
        "技能与等级，如 Python:3; SQL:2；只写名称为 3 级。",
    ),
    "help.staff.fte": (
        "Share of full time in the contract, for example 50%. Blank: 100%.",
        "合同工时比例，如 50%。空白为 100%。",
    ),
    "help.staff.from": ("First day with us. Blank: always.", "到岗第一天。空白为不限。"),
    "help.staff.to": ("Last day with us. Blank: always.", "在岗最后一天。空白为不限。"),
    "help.staff.bau": (
        "Share of the contract that daily business takes and projects cannot have, for example 20%.",
        "日常工作占用的比例，项目不可使用，如 20%。",
    ),
    "help.staff.cost_per_day": ("Money per day. Blank: that of the role.", "每人天费用。空白为角色单价。"),
    "help.staff.max_projects": (
        "Most projects in one week. Blank: Max Projects of Settings.",
        "一周内最多参与的项目数。空白按参数设置。",
    ),
    "help.staff.min_share": (
        "Smallest share of a week on one line. Blank: Min Share of Settings.",
        "一周内在一条需求上的最小投入比例。空白按参数设置。",
    ),
    "help.staff.location": (
        "Country or code such as CN or DE-BY: decides holidays. Blank: Location of Settings.",
        "国家或代码，如 CN、DE-BY；决定节假日。空白按参数设置。",
    ),
    "help.staff.employment": (
        "employee, contractor or planned (counts only if Settings say so). Blank: employee.",
        "正式员工、外包或计划招聘（仅在参数设置允许时计入）。空白为正式员工。",
    ),
    # Demand
    "help.demand.demand_id": (
        "Key of the line. Blank: made from the content, but then it changes with it.",
        "需求编号。空白则按内容自动生成，内容改变时编号随之改变。",
    ),
    "help.demand.project": (
        "The project that wants people: choose it from the list.",
        "提出需求的项目，从列表中选择。",
    ),
    "help.demand.role": ("The role wanted, from sheet Roles.", "需要的角色，取自“角色”表。"),
    "help.demand.skill": (
        "Skills wanted: Java:3; English:4 asks for both, A | B for one of them.",
        "需要的技能：Java:3; English:4 表示都要，A | B 表示任一即可。",
    ),
    "help.demand.min_level": ("Lowest level in the role, 1 to 5. Blank: any.", "角色最低等级 1 至 5。空白为不限。"),
    "help.demand.person": (
        "Only this person may serve. Blank: anybody who fits.",
        "只能由此人承担。空白为任何合适人员。",
    ),
    "help.demand.from": ("First day on which people are wanted.", "需求第一天。"),
    "help.demand.to": ("Last day on which people are wanted.", "需求最后一天。"),
    "help.demand.fte": (
        "People wanted on every working day, for example 0.5 or 2. Fill in FTE, Days, Person-Months or the weeks.",
        "每个工作日需要的人数，如 0.5 或 2；人力、人天、人月、周列四者填其一。",
    ),
    "help.demand.days": ("Days wanted in all, spread evenly from From to To.", "总人天，在起止日期内平均分布。"),
    "help.demand.person_months": (
        "Person-months wanted in all (20 days each), spread evenly.",
        "总人月（每人月 20 人天），平均分布。",
    ),
    "help.demand.certainty": (
        "firm, estimate (after the firm lines of its tier) or tbd (amount still open). Blank: firm.",
        "确定、预估（排在同档确定需求之后）或待定（数量未定）。空白为确定。",
    ),
    "help.demand.core": (
        "yes: a core member; met before the other lines of its tier.",
        "填“是”：核心成员，在同档中优先满足。",
    ),
    "help.demand.fill": (
        "partial, all (every week in full or nothing), or a share such as 80% (or nothing). Blank: partial.",
        "可部分满足、全部满足（每周足额，否则不安排），或比例如 80%。空白为可部分满足。",
    ),
    "help.demand.max_people": (
        "Most people over the life of the line. Blank: any number.",
        "整个需求期内最多人数。空白为不限。",
    ),
    "help.demand.same_people": (
        "yes: whoever serves the line stays on it in every week in which they have time.",
        "填“是”：承担者在其有空的每一周都须投入。",
    ),
    "help.demand.preferred_people": (
        "Who is wanted, with semicolons; others may still be planned.",
        "意向人选，用分号隔开；仍可安排其他人。",
    ),
    "help.demand.notes": ("For the reader; not used.", "备注，不参与计算。"),
    "help.demand.week": (
        "Instead of From, To and FTE: the amount in the week that begins on this Monday.",
        "代替起止日期和人力：从该周一开始的一周的需求量。",
    ),
    # Availability
    "help.availability.person": ("Who is away or has less time.", "请假或时间减少的人员。"),
    "help.availability.from": ("First day. Blank: from the first day of the plan.", "第一天。空白为计划期第一天。"),
    "help.availability.to": ("Last day. Blank: to the last day of the plan.", "最后一天。空白为计划期最后一天。"),
    "help.availability.available": (
        "Share of the contract that is left on these days: 0% is absent, 50% is half.",
        "这些天剩余的合同工时比例：0% 为缺勤，50% 为一半。",
    ),
    "help.availability.available_days": (
        "Instead of Available: days in all that are left from From to To.",
        "代替可用比例：起止日期内可用的总天数。",
    ),
    "help.availability.reason": ("For you; never printed in a plan.", "仅供填写者参考，计划中不会显示。"),
    # Assignments
    "help.assignments.person": ("Who is planned today (TBD: still open).", "现已安排的人员（待定：尚未确定）。"),
    "help.assignments.project": ("On which project.", "所在项目。"),
    "help.assignments.role": ("In which role. Blank: any line of the project.", "所任角色。空白为该项目任一需求。"),
    "help.assignments.demand_id": ("On which line; instead of Role.", "对应的需求编号，代替角色。"),
    "help.assignments.from": ("First day.", "第一天。"),
    "help.assignments.to": ("Last day.", "最后一天。"),
    "help.assignments.fte": ("Share of full time, for example 50%.", "投入比例，如 50%。"),
    "help.assignments.lock": (
        "hard: exactly these days; soft: kept unless demand would suffer; blank: the plan stays close to it.",
        "硬锁定：必须照此执行；软锁定：在不影响满足需求时保留；空白：尽量贴近。",
    ),
    "help.assignments.reason": ("Why it was planned or changed so.", "安排或变更的原因。"),
    "help.assignments.approved_by": ("Who agreed to it.", "批准人。"),
    # Roles
    "help.roles.role": (
        "One role per row: the drop-downs of Staff, Demand and Assignments show this list.",
        "每行一个角色；人员、资源需求和现行安排中的下拉列表取自此处。",
    ),
    "help.roles.department": ("Department that usually has the role.", "通常具备该角色的部门。"),
    "help.roles.filled_by": (
        "Other roles that may serve, with a price in days per day: Senior Developer:0; Architect:1.",
        "可替代的角色及每人天的代价，如：高级开发:0; 架构师:1。",
    ),
    "help.roles.cost_per_day": (
        "Money per day where a person has no cost of their own.",
        "人员未填单价时采用的每人天费用。",
    ),
    # Rules
    "help.rules.rule": (
        "forbid, exclusive, apart, together, require, supervise or lend: see the list on the first sheet.",
        "禁止、专职、不同组、同组、必须参与、把关或借出上限，含义见首页。",
    ),
    "help.rules.person": ("The person of the rule.", "规则涉及的人员。"),
    "help.rules.other_person": ("The second person of apart and together.", "“不同组”“同组”的另一人员。"),
    "help.rules.project": (
        "The project of the rule. Apart, together: blank is any.",
        "规则涉及的项目；“不同组”“同组”空白为全部。",
    ),
    "help.rules.department": ("The lending department (lend).", "借出部门（借出上限）。"),
    "help.rules.skill": ("The skill that supervises, for example Java:4.", "把关所需技能，如 Java:4。"),
    "help.rules.value": (
        "FTE, or a percentage of the contract (require, supervise).",
        "FTE，或合同工时百分比（必须参与、把关）。",
    ),
    "help.rules.from": ("First day of the rule. Blank: from the start.", "规则第一天。空白为从头开始。"),
    "help.rules.to": ("Last day of the rule. Blank: to the end.", "规则最后一天。空白为直到结束。"),
    "help.rules.reason": ("Why the rule exists.", "规则的原因。"),
    # Fit
    "help.fit.person": ("The person.", "人员。"),
    "help.fit.project": ("A project, or leave it blank and fill in Role.", "项目；若填角色则留空。"),
    "help.fit.role": ("A role, or leave it blank and fill in Project.", "角色；若填项目则留空。"),
    "help.fit.cost_per_day": ("Money per day of this person there.", "此人在此处的每人天费用。"),
    "help.fit.preference": ("From -2 (would rather not) to 2 (wants to).", "-2（不愿意）至 2（很愿意）。"),
    # Team Template
    "help.team_template.type": ("Type of project, as on sheet Projects.", "项目类型，与项目表一致。"),
    "help.team_template.role": ("A seat that such projects should have.", "此类项目应有的席位角色。"),
    "help.team_template.core": ("yes: a core seat.", "填“是”：核心席位。"),
    "help.team_template.min_fte": ("Least FTE of the seat.", "该席位的最低人力。"),
    # Scenarios
    "help.scenarios.scenario": ("Name of the scenario; several rows may belong to one.", "方案名称，可由多行组成。"),
    "help.scenarios.change": (
        "What changes: hire, start, leave, shift, scale, priority, hold, limits or unlock.",
        "变更项：招聘、到岗、离岗、推迟、需求缩放、优先级、暂停、限制或解锁。",
    ),
    "help.scenarios.item": (
        "What it changes: a role, person, project, line or limit.",
        "变更对象：角色、人员、项目、需求或限制。",
    ),
    "help.scenarios.value": ("How many, how many weeks, how much or which date.", "数量、周数、比例或日期。"),
    "help.scenarios.from": ("First day of the change.", "变更第一天。"),
    "help.scenarios.to": ("Last day of the change.", "变更最后一天。"),
    # Settings
    "help.settings.setting": ("Name of the setting.", "参数名称。"),
    "help.settings.value": ("Leave it blank to keep the default.", "留空即采用默认值。"),
}

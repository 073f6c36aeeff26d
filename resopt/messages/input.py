"""Sentences about the rows of the input: why one cannot be used, and what was assumed."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # Where it stands, in front of each sentence.
    "place": ("{sheet}!{place}: ", "{sheet}!{place}："),
    "place_row": ("{sheet} row {place}: ", "{sheet} 第 {place} 行："),
    "place_sheet": ("{sheet}: ", "{sheet}："),
    # Instead of many sentences of one kind.
    "input.more": (
        "... and {count} more of this kind, the last in {last}.",
        "……同类问题另有 {count} 处，最后一处在 {last}。",
    ),
    # Files and columns.
    "input.file_twice": (
        "{file} is given twice; it is the same file, so name it once.",
        "{file} 重复给出，是同一个文件，请只写一次。",
    ),
    "input.file_same": (
        "{file} and {other} are the same file under two names; give one of them.",
        "{file} 与 {other} 内容完全相同，是同一个文件；请只保留一个。",
    ),
    "input.column_twice_frame": ("Column {column} is there twice.", "“{column}”列重复。"),
    "input.no_header": (
        "Column {number} has no header, so its values are not read ({count}; this is the first).",
        "第 {number} 列没有表头，其中 {count} 个值未读取（此为第一个）。",
    ),
    # Cells.
    "input.cell_error": (
        "The cell holds the error {found}; it is neither a value nor blank.",
        "单元格为错误值 {found}，既不是数值也不是空白。",
    ),
    "input.cell_uncached": (
        "The cell holds a formula that was never calculated; open the file in Excel and save it.",
        "单元格中的公式尚未计算，请用 Excel 打开文件并保存。",
    ),
    "input.blank": ("{columns} must be filled in.", "必须填写{columns}。"),
    "input.id_is_date": (
        "{found} is a date or a logical value, not a text; format the cell as text and type it again.",
        "{found} 是日期或逻辑值，不是文本；请把单元格设为文本格式后重新输入。",
    ),
    "input.not_a_number": ("'{found}' is not a number.", "“{found}”不是数字。"),
    "input.number_ambiguous": (
        "{found} could be {one} or {other}; write the number without a comma.",
        "{found} 可能是 {one}，也可能是 {other}；请写成不带逗号的数字。",
    ),
    "input.number_taken": ("'{found}' is read as {number}.", "“{found}”按 {number} 读取。"),
    "input.other_unit": (
        "{found} counts {said}, but here {unit} is counted.",
        "{found} 的单位是{said}，此处单位是{unit}。",
    ),
    "input.date_taken": ("'{found}' is read as {day}.", "“{found}”按 {day} 读取。"),
    "input.negative": ("{found} is negative.", "{found} 是负数。"),
    "input.too_large": (
        "{found} is too large; at most {most} is read here.",
        "{found} 过大，此处最大为 {most}。",
    ),
    "input.too_small": ("{found} is less than {least}.", "{found} 小于 {least}。"),
    "input.share_over": ("{found} is more than 100%.", "{found} 超过 100%。"),
    "input.share_unclear": (
        "{found} is not a share from 0 to 1; write 50% or 0.5 for a half.",
        "{found} 不是 0 到 1 之间的比例；一半请写 50% 或 0.5。",
    ),
    "input.percent_unclear": (
        "Unit is %, so {found} would be {found}%; write 50 or 50% for a half. If the cells are formatted as percent, "
        "set Unit to FTE.",
        "单位为 %，{found} 将被视为 {found}%；一半请写 50 或 50%。如果单元格设为百分比格式，请把“单位”改为 FTE。",
    ),
    "input.not_whole": (
        "{found} is not a whole number of at least {least}.",
        "{found} 应为不小于 {least} 的整数。",
    ),
    "input.not_whole_between": (
        "{found} is not a whole number from {least} to {most}.",
        "{found} 应为 {least} 到 {most} 之间的整数。",
    ),
    "input.not_a_date": ("'{found}' is not a date; write 2026-01-05.", "“{found}”不是日期，请写成 2026-01-05。"),
    "input.no_such_date": ("There is no date or week {found}.", "日期或周 {found} 不存在。"),
    "input.date_ambiguous": (
        "{found} could be two dates; write 2026-01-05, or set Date Order to DMY or MDY.",
        "{found} 可能是两个不同的日期；请写成 2026-01-05，或在参数设置中把“日期顺序”设为 DMY 或 MDY。",
    ),
    "input.date_far": (
        "The date {found} is not between {first} and {last}.",
        "日期 {found} 不在 {first} 年至 {last} 年之间。",
    ),
    "input.dates_wrong_order": (
        "{column} {end} lies before {other} {start}.",
        "“{column}”{end} 早于“{other}”{start}。",
    ),
    "input.unknown_word": (
        "'{found}' is not known here; it must be one of: {choices}.",
        "“{found}”无法识别，可选值：{choices}。",
    ),
    "input.unknown_word_near": (
        "'{found}' is not known here; did you mean {near}? It must be one of: {choices}.",
        "“{found}”无法识别，是否应为“{near}”？可选值：{choices}。",
    ),
    "input.level_word": (
        "'{found}' is not a level; write 1 to 5 (or a word such as {near}).",
        "“{found}”不是等级，请填 1 到 5（或“{near}”等词）。",
    ),
    "input.level_range": ("{found} is not a level from 1 to 5.", "{found} 不是 1 到 5 的等级。"),
    "input.skill_empty": (
        "'{found}' has an empty alternative; write A | B.",
        "“{found}”中有空的可选项，请写成 A | B。",
    ),
    # IDs and references.
    "input.id_twice": ("{found} stands already in {other}.", "{found} 已在 {other} 出现。"),
    "input.name_twice": (
        "{found} stands already in {other}; give both rows an ID.",
        "{found} 已在 {other} 出现，请为两行分别填写编号。",
    ),
    "input.unknown_person": ("Nobody on sheet Staff is called {found}.", "人员表中没有“{found}”。"),
    "input.unknown_person_near": (
        "Nobody on sheet Staff is called {found}; did you mean {near}?",
        "人员表中没有“{found}”，是否应为“{near}”？",
    ),
    "input.unknown_project": ("There is no project {found} on sheet Projects.", "项目表中没有“{found}”。"),
    "input.unknown_project_near": (
        "There is no project {found} on sheet Projects; did you mean {near}?",
        "项目表中没有“{found}”，是否应为“{near}”？",
    ),
    "input.unknown_line": ("There is no Demand ID {found}.", "没有需求编号 {found}。"),
    "input.unknown_line_near": (
        "There is no Demand ID {found}; did you mean {near}?",
        "没有需求编号 {found}，是否应为 {near}？",
    ),
    "input.ambiguous_person": (
        "{found} can be any of {ids}; write the Person ID.",
        "“{found}”对应多人（{ids}），请填写工号。",
    ),
    "input.ambiguous_project": (
        "{found} can be any of {ids}; write the Project ID.",
        "“{found}”对应多个项目（{ids}），请填写项目编号。",
    ),
    "input.ambiguous_line": ("{found} can be any of {ids}.", "“{found}”对应多个需求（{ids}）。"),
    "input.name_not_id": (
        "{found}: the ID {id} belongs to {name}.",
        "{found}：编号 {id} 对应的名称是“{name}”。",
    ),
    "input.refers_to_fault": (
        "The row is left out, because the row of {found} has a fault.",
        "“{found}”所在行有错误，本行不采用。",
    ),
    "input.namesakes": (
        "{name} is the name of several rows ({ids}); other sheets have to give the ID.",
        "多行名称同为“{name}”（{ids}）；其他表引用时请填写编号。",
    ),
    "input.unknown_role": (
        "No person, line or row of Roles has the role {found}.",
        "人员、资源需求和角色表中都没有角色“{found}”。",
    ),
    "input.unknown_role_near": (
        "No person, line or row of Roles has the role {found}; did you mean {near}?",
        "人员、资源需求和角色表中都没有角色“{found}”，是否应为“{near}”？",
    ),
    "input.unknown_item": (
        "There is nothing called {found} that this change could act on.",
        "没有可供此变更作用的“{found}”。",
    ),
    "input.unknown_item_near": (
        "There is nothing called {found} that this change could act on; did you mean {near}?",
        "没有可供此变更作用的“{found}”，是否应为“{near}”？",
    ),
    "input.zeros": ("{found} is taken for {id}.", "{found} 按 {id} 处理。"),
    "input.unknown_department": (
        "No person belongs to department {found}.",
        "没有人员属于部门“{found}”。",
    ),
    "input.unknown_department_near": (
        "No person belongs to department {found}; did you mean {near}?",
        "没有人员属于部门“{found}”，是否应为“{near}”？",
    ),
    # Projects.
    "input.priority": (
        "'{found}' is not a priority; write a number, P0 to P9, or High, Medium, Low.",
        "“{found}”不是优先级；请填数字、P0 至 P9，或 高、中、低。",
    ),
    "input.priority_mixed": (
        "Priority {found} cannot be compared with {other}; use numbers, P-labels or words throughout.",
        "优先级“{found}”与“{other}”无法比较；请统一用数字、P 级或文字。",
    ),
    "input.priority_order_needed": (
        "{found} looks like a score; set Priority Order to '1 first' or 'high first'.",
        "{found} 像是评分；请在参数设置中把“优先级方向”设为“1优先”或“高分优先”。",
    ),
    "input.no_band": (
        "Priority {found} lies in none of the Tiers {tiers}.",
        "优先级 {found} 不在“优先级分档”{tiers} 的任何一档中。",
    ),
    "input.many_tiers": (
        "The priorities make {count} tiers; band them with setting Tiers, such as 1-5; 6-15; 16-.",
        "优先级形成 {count} 档，过细；建议用“优先级分档”归并，例如 1-5; 6-15; 16-。",
    ),
    "input.start_needed": (
        "A project with Earliest or Latest Start needs a Start.",
        "填写了最早开始或最晚开始的项目，必须填写计划开始。",
    ),
    "input.earliest_after_start": (
        "Earliest Start {found} lies after Start {start}.",
        "最早开始 {found} 晚于计划开始 {start}。",
    ),
    "input.latest_before_start": (
        "Latest Start {found} lies before Start {start}.",
        "最晚开始 {found} 早于计划开始 {start}。",
    ),
    # Staff.
    "input.fte_of_person": (
        "{found} FTE is more than one person can be; write 0.5 or 50% for half time.",
        "{found} FTE 超出一个人的范围；半职请写 0.5 或 50%。",
    ),
    "input.fte_over_one": ("{found} FTE is more than full time.", "{found} FTE 超过全职。"),
    "input.hires_left_out": (
        "Planned hires do not count (set Planned hires to yes to count them): {names}.",
        "计划招聘人员未计入（如需计入，请把“计入计划招聘”设为“是”）：{names}。",
    ),
    "input.hire_left_out": (
        "{name} is a planned hire who does not count; this entry is left out.",
        "{name} 属于计划招聘、未计入，此项不采用。",
    ),
    "input.named_hire": (
        "{name} is a planned hire who does not count; anyone who can serve as {role} may be planned.",
        "{name} 属于计划招聘、未计入；改由任何能担任“{role}”的人员承担。",
    ),
    # Demand.
    "input.two_units": (
        "{columns} are both filled; an amount has one unit.",
        "{columns} 同时填写；数量只能用一种单位。",
    ),
    "input.column_and_weeks": (
        "{column} and week columns are both filled; use one of them.",
        "“{column}”与周列同时填写，只能使用其中一种。",
    ),
    "input.periods_overlap": (
        "This column and the one before it cover the same days.",
        "此列与前一列的日期重叠。",
    ),
    "input.no_amount": (
        "The line has no amount; fill in FTE, Days or Person-Months, or set Certainty to tbd.",
        "该需求没有数量；请填写需求人力、需求人天或需求人月，或把确定程度设为“待定”。",
    ),
    "input.tbd_open": (
        "The line has no amount yet (tbd): an open question.",
        "该需求尚无数量（待定），列为未决事项。",
    ),
    "input.wants_nothing": ("The line wants 0.", "该需求数量为 0。"),
    "input.fte_large": (
        "{found} FTE is a lot for one line; if it is percent, write 50%.",
        "单条需求 {found} FTE 偏大；如为百分比，请写 50%。",
    ),
    "input.days_lost": (
        "No working day lies from {first} to {last}, so {days} days of this line cannot be planned and are left out.",
        "{first} 至 {last} 没有工作日，该需求有 {days} 人天无法安排，不计入计划。",
    ),
    "input.no_work": (
        "No working day lies from {first} to {last}, so the line wants nothing.",
        "{first} 至 {last} 没有工作日，该需求没有可计入的人天。",
    ),
    "input.below_step": (
        "The line wants {days} days within the plan, less than half a Step of {step} days, so nothing is planned.",
        "该需求在计划期内为 {days} 人天，不足投入刻度（{step} 人天）的一半，不予安排。",
    ),
    "input.before_project": (
        "{found} lies before the Start {start} of project {project}.",
        "{found} 早于项目 {project} 的计划开始 {start}。",
    ),
    "input.after_project": (
        "{found} lies after the End {end} of project {project}.",
        "{found} 晚于项目 {project} 的计划结束 {end}。",
    ),
    "input.min_level_unused": (
        "Min Level has no effect: each skill names its own level.",
        "各项技能已写明等级，最低等级不起作用。",
    ),
    "input.ids_made": (
        "{count} lines without Demand ID got one; paste it in to keep it: {ids}.",
        "{count} 条需求没有编号，已自动生成，可粘贴回表中固定使用：{ids}。",
    ),
    "input.outside": (
        "{count} lines reach beyond {start} to {end}; what lies outside is left out: {ids}.",
        "{count} 条需求超出计划期 {start} 至 {end}，超出部分不计入：{ids}。",
    ),
    "input.role_of_nobody": (
        "Nobody has or may fill the role {role} ({count} lines ask for it).",
        "没有人员具备或可替代角色“{role}”（涉及 {count} 条需求）。",
    ),
    "input.role_of_nobody_near": (
        "Nobody has or may fill the role {role} ({count} lines ask for it); did you mean {near}?",
        "没有人员具备或可替代角色“{role}”（涉及 {count} 条需求），是否应为“{near}”？",
    ),
    "input.filler_unknown": (
        "{filler} may fill {role}, but nobody has that role.",
        "可替代“{role}”的角色“{filler}”没有任何人员具备。",
    ),
    "input.week_outside": (
        "The week lies outside From and To of its row.",
        "该周不在本行的开始日期与结束日期之间。",
    ),
    "input.nobody_can": (
        "Nobody can serve line {line}: role, skills, level, named person and forbids leave no one.",
        "需求 {line} 无人可承担：角色、技能、等级、指定人员和禁止规则之下没有合适人员。",
    ),
    "input.nobody_asks": (
        "People whom no line asks for ({count}): {names}.",
        "{count} 人没有对应的需求：{names}。",
    ),
    # Rows and settings without effect.
    "input.rows_outside": (
        "Rows that lie outside {start} to {end} are left out ({count}): {places}.",
        "计划期 {start} 至 {end} 之外的 {count} 行不计入：{places}。",
    ),
    "input.rows_idle": (
        "Rows without a working day of their person change nothing ({count}): {places}.",
        "{count} 行所涉日期没有该人员的工作日，不起作用：{places}。",
    ),
    "input.price_idle": (
        "{setting} has no effect under Policy strict; it counts under weighted only.",
        "优化策略为“严格优先”时，“{setting}”不起作用，仅在“加权”时有效。",
    ),
    "input.price_steep": (
        "Price Missing doubles from tier to tier; over {count} tiers that of the first exceeds {most}. Band the "
        "priorities with setting Tiers.",
        "缺口单价逐档翻倍，共 {count} 档，首档超过 {most}；请用“优先级分档”归并优先级。",
    ),
    "input.cost_idle": (
        "{setting} weighs costs, but nobody has a Cost per Day, so it has no effect.",
        "没有任何人天单价，“{setting}”涉及的成本权重不起作用。",
    ),
    "input.budget_idle": (
        "The Budget limits nothing, because nobody has a Cost per Day.",
        "没有任何人天单价，该预算不起限制作用。",
    ),
    "input.cost_missing": (
        "Without Cost per Day their days cost nothing in a Budget ({count}): {names}.",
        "以下 {count} 人没有人天单价，其人天不占用预算：{names}。",
    ),
    "input.skill_of_nobody": (
        "Nobody has the skill {found}, so this rule cannot be kept where it applies.",
        "没有人员具备技能“{found}”，该规则在适用时无法满足。",
    ),
    "input.skill_of_nobody_near": (
        "Nobody has the skill {found}; did you mean {near}? As it stands, this rule cannot be kept where it applies.",
        "没有人员具备技能“{found}”，是否应为“{near}”？按现有写法，该规则在适用时无法满足。",
    ),
    # Assignments.
    "input.nobody": (
        "{found} is no person; the row stays open demand.",
        "“{found}”不是具体人员，该行仍作为需求处理。",
    ),
    "input.line_of_other": (
        "Line {found} belongs to project {project}, not to {other}.",
        "需求 {found} 属于项目 {project}，不属于 {other}。",
    ),
    "input.line_other_role": (
        "Line {line} is for the role {role}, not for {found}.",
        "需求 {line} 的角色是“{role}”，不是“{found}”。",
    ),
    "input.open_span": (
        "A blank date is the edge of the plan: {first} to {last}.",
        "日期空白，按计划期边界处理：{first} 至 {last}。",
    ),
    "input.no_working_days": (
        "The person has no working day in this week, so nothing can be planned in it.",
        "该人员本周没有工作日，不能安排投入。",
    ),
    "input.row_twice": (
        "The same row stands in {other}; both count.",
        "与 {other} 所在行相同，两行均计入。",
    ),
    "input.locks_overlap": (
        "Two hard locks speak of the same person, project, role and week (from {week}); the other stands in {other}. "
        "Join them in one row.",
        "两条硬锁定涉及同一人员、项目、角色和周（自 {week} 起），另一条在 {other}；请合并为一行。",
    ),
    "input.lock_line": (
        "A hard lock matches no line of project {project}; line {line} with no demand carries it ({role}).",
        "硬锁定在项目 {project} 中没有对应的需求；已用需求量为 0 的 {line} 承载（{role}）。",
    ),
    "input.released": (
        "People are released from projects that are not planned: {projects}.",
        "以下项目不在计划内，其人员已释放：{projects}。",
    ),
    # Rules and the smaller sheets.
    "input.rule_needs": ("Rule {rule} needs {column}.", "规则“{rule}”必须填写“{column}”。"),
    "input.rule_has_no": ("Rule {rule} has no {column}; leave it blank.", "规则“{rule}”不使用“{column}”，请留空。"),
    "input.rule_elsewhere": (
        "{found} is not set on this sheet; here it must be one of: {choices}.",
        "“{found}”不在此表设置，可选值：{choices}。",
    ),
    "input.rule_same_person": ("Both people of the rule are {name}.", "规则的两个人员都是 {name}。"),
    "input.rule_twice": ("The same rule stands in {other}; it counts once.", "与 {other} 的规则相同，只计一次。"),
    "input.rules_clash": (
        "{rule} contradicts {other} in {stands}.",
        "“{rule}”与 {stands} 的“{other}”矛盾。",
    ),
    "input.forbid_and_lock": (
        "{person} may not work on {project}, but a hard lock in Assignments says so; one of them will be set aside.",
        "规则禁止 {person} 参与 {project}，但现行安排中有硬锁定；两者之一将被搁置。",
    ),
    "input.lend_percent": (
        "Lend is in FTE of the department, not in percent: {found}.",
        "借出上限按部门 FTE 填写，不能用百分比：{found}。",
    ),
    "input.filled_by_itself": ("Role {role} fills itself; leave it out.", "角色“{role}”不能替代自身，请删除。"),
    "input.fit_both": ("Fill in Project or Role, not both.", "项目与角色只能填写一项。"),
    "input.fit_twice": (
        "The same person and project or role stand in {other}.",
        "同一人员与项目（或角色）已在 {other} 出现。",
    ),
    "input.preference": ("{found} is not a preference from -2 to 2.", "{found} 不是 -2 到 2 的意愿分。"),
    "input.template_read": (
        "{count} seats were read; they do not change the plan.",
        "已读取 {count} 个席位，不影响计划。",
    ),
    "input.scenarios_read": (
        "Scenarios are not part of this plan: {names}.",
        "推演方案不属于本次计划：{names}。",
    ),
    "input.change_needs": ("Change {change} needs {column}.", "变更项“{change}”必须填写“{column}”。"),
    "input.change_has_no": (
        "Change {change} has no {column}; leave it blank.",
        "变更项“{change}”不使用“{column}”，请留空。",
    ),
    # A plan that is given back.
    "input.plan_days_small": (
        "{found} days are less than the smallest amount, 0.005 days; write 0 or more than that.",
        "{found} 人天小于最小单位 0.005 人天；请填 0 或更大的数。",
    ),
    "input.plan_name": (
        "The name says {found}, but Person ID {id} is {name}, and the ID counts; to give the days to somebody else, "
        "change the Person ID.",
        "姓名为“{found}”，但工号 {id} 是“{name}”，以工号为准；如需换人，请修改工号。",
    ),
    "input.plan_name_other": (
        "The name says {found}, but Person ID {id} is {name}; to give the days to {found}, change the Person ID too.",
        "姓名为“{found}”，但工号 {id} 是“{name}”；如需改由“{found}”承担，请同时修改工号。",
    ),
    "input.plan_unheard": (
        "'{found}' under {column} has no effect here, where only person, line, week and days are read; "
        "`resopt solve IN --plan FILE` acts on it.",
        "“{column}”中的“{found}”在此不起作用（仅读取人员、需求、周和投入）；"
        "请用 `resopt solve 输入 --plan 文件` 使其生效。",
    ),
}

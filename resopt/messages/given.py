"""Sentences about a plan that is given back: what cannot be read, what contradicts itself, what became of it."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # Sheets put into somebody's own workbook.
    "into.done": ("Sheets put into {path} (experimental).", "已将工作表写入 {path}（试验功能）。"),
    "into.no_workbook": (
        "{path} is no Excel workbook (.xlsx, .xlsm) that can be read; nothing is put into it.",
        "{path} 不是可读取的 Excel 工作簿（.xlsx、.xlsm）；未写入任何内容。",
    ),
    "into.form": (
        "{path} is in a form of Excel workbook that nothing is put into (strict or written by an odd program); save it "
        "in Excel as a usual workbook first.",
        "{path} 的工作簿格式（严格格式或由特殊程序写出）不支持写入；请先在 Excel 中另存为普通工作簿。",
    ),
    "into.signed": ("{path} is signed; nothing is put into it.", "{path} 带有数字签名；未写入任何内容。"),
    "into.protected": (
        "The structure of {path} is protected; take the protection off first.",
        "{path} 的工作簿结构受保护；请先取消保护。",
    ),
    "into.shared": (
        "{path} is shared with a list of changes; end the sharing first.",
        "{path} 处于共享修订状态；请先停止共享。",
    ),
    "into.only_ours": (
        "{path} holds no sheet but those that resopt put in; use -o alone.",
        "{path} 中只有 resopt 写入的工作表；请仅使用 -o。",
    ),
    "into.sheet_clash": (
        "{path} has a sheet {title} that resopt did not put in (or that lost its mark); rename or delete it first.",
        "{path} 中已有工作表“{title}”，且不是 resopt 写入的（或标记已丢失）；请先改名或删除。",
    ),
    "into.table_clash": (
        "{path} has a table {table} that resopt did not put in; rename it first.",
        "{path} 中已有表格 {table}，且不是 resopt 写入的；请先改名。",
    ),
    "into.name_clash": (
        "{path} has a defined name {name}, and resopt's table of that name cannot stand beside it; rename it first.",
        "{path} 中已有名称 {name}，与 resopt 的同名表格冲突；请先改名。",
    ),
    "into.part_clash": (
        "{path} holds parts named like those of resopt; save it in Excel and try again.",
        "{path} 中存在与 resopt 同名的部件；请在 Excel 中保存后重试。",
    ),
    # Sheet Runs.
    "report.runs.title": (
        "Run {run}, made from run {parent}: {n} runs so far",
        "运行 {run}，来源 {parent}；共 {n} 次运行",
    ),
    "report.runs.title.first": ("Run {run}: the first one of this plan", "运行 {run}：本计划的首次运行"),
    "report.runs.subtitle": (
        "The newest run first; carried forward when a plan is given back",
        "最新的运行在前；交回计划后继续沿用",
    ),
    "report.runs.reading": (
        "Amounts in {unit}. Moved are the days taken from people compared with the plan before; High counts high "
        "conflicts. By and Note may be filled in here.",
        "单位：{unit}。变动为与原计划相比从原项目调出的投入；高严重度冲突为严重度为高的冲突数。执行人和备注可在此填写。",
    ),
    "report.runs.status.optimal": ("all", "全部证明"),
    "report.runs.status.coverage_proved": ("days", "人天已证明"),
    "report.runs.status.feasible": ("not all", "未全部证明"),
    "cli.answers": (
        "Plan given back: asked for {asked}, kept {kept}, not kept {missed}.",
        "交回的计划：提出 {asked} 项要求，采纳 {kept} 项，未采纳 {missed} 项。",
    ),
    "cli.answers.none": ("Plan given back: nothing asked for.", "交回的计划：没有提出要求。"),
    "cli.answer": ("{place}: {person}, {project}, {week}: {answer}", "{place}：{person}，{project}，{week}：{answer}"),
    "cli.answer.start": ("{place}: {project}: {answer}", "{place}：{project}：{answer}"),
    # What became of each wish.
    "answer.kept": ("Kept.", "已采纳。"),
    "answer.soft": (
        "Not kept in full: {given} of {asked} {unit}; a soft lock gives way to days that can be met elsewhere.",
        "未完全采纳：{asked} {unit}中安排了 {given} {unit}；软锁定让位于其他可满足的需求。",
    ),
    "answer.not_kept": (
        "Not kept: {given} instead of {asked} {unit}.",
        "未采纳：安排 {given} {unit}，要求 {asked} {unit}。",
    ),
    "answer.set_aside": (
        "Not kept: {given} instead of {asked} {unit}. {reason}",
        "未采纳：安排 {given} {unit}，要求 {asked} {unit}。{reason}",
    ),
    "answer.start.kept": ("Kept: the project starts at its Start.", "已采纳：项目按计划开始日期启动。"),
    "answer.start.moved": (
        "Not kept: the project starts {weeks} weeks later than its Start.",
        "未采纳：项目比计划开始日期推迟 {weeks} 周启动。",
    ),
    "report.answers.summary": (
        "Given back: the plan of run {run}. Asked for: {asked}, kept: {kept}, not kept: {missed}; row by row at the "
        "end of this sheet.",
        "本次基于交回的计划（运行 {run}）：提出 {asked} 项要求，采纳 {kept} 项，未采纳 {missed} 项；"
        "逐项答复见本表末尾。",
    ),
    "report.answers.none": (
        "Given back: the plan of run {run}, with nothing asked for.",
        "本次基于交回的计划（运行 {run}），其中没有提出要求。",
    ),
    "report.changes.subtitle.given": (
        "New plan against the plan given back, in {unit}; the yellow column is for the meeting: reject asks for the "
        "days before when the file is given back",
        "新方案与交回的计划对比，单位：{unit}；黄色列供会议填写意见，交回后“不同意”表示恢复原投入",
    ),
    "report.answers.heading": ("Answers to the plan given back", "对交回计划的答复"),
    "report.answers.reading": (
        "One row per cell that was changed, those not kept first; amounts in {unit}. Kept wishes stay in force until "
        "Lock is cleared or the row deleted on sheet Plan.",
        "每个改动的单元格一行，未采纳的在前，单位：{unit}。已采纳的要求持续有效，直到在“分配计划”中清空锁定或删除该行。",
    ),
    "report.answers.asked": ("{kind}: {week}, {line} ({lock})", "{kind}：{week}，{line}（{lock}）"),
    "report.answers.project": ("whole project", "整个项目"),
    "report.answers.kind.amount": ("changed days", "改动投入"),
    "report.answers.kind.lock": ("locked", "锁定"),
    "report.answers.kind.reject": ("change rejected", "不同意变更"),
    "report.answers.kind.swap": ("takes over", "接手"),
    "report.answers.kind.left": ("hands over", "移交"),
    "report.answers.kind.new": ("new row", "新增"),
    "report.answers.kind.standing": ("asked for earlier", "此前提出"),
    "report.answers.kind.start": ("start rejected", "不同意启动时间"),
    "report.answers.yes": ("✓ kept", "✓ 已采纳"),
    "report.answers.no": ("▲ not kept", "▲ 未采纳"),
    "report.column.answer.place": ("Where", "位置"),
    "report.column.answer.asked": ("Asked", "要求"),
    "report.column.answer.was": ("Was", "原"),
    "report.column.answer.wanted": ("Asked", "要求"),
    "report.column.answer.given": ("Now", "现"),
    "report.column.answer.answer": ("Answer", "答复"),
    "report.column.answer.kept": ("Kept", "采纳"),
    "report.edit.title": (
        "The plan to change: {rows} of person and line, FTE by week",
        "可修改的计划：{rows}，按周填写 FTE",
    ),
    "report.edit.subtitle": (
        "Change the yellow cells, save, and give the file back with `resopt solve IN --plan FILE -o NEW`",
        "修改黄色单元格并保存后，用 resopt solve --plan 交回",
    ),
    "report.edit.reading": (
        "A changed FTE is kept exactly (Lock soft: at least this). 0 keeps the person away in that week; a cell that "
        "you empty asks for nothing. Another Person ID hands the row over. Lock without a change holds all weeks of "
        "the row. Rows may be sorted, added (with an empty Key) and deleted.",
        "改动的 FTE 将严格保持（软锁定：不少于该值）。填 0 表示该周不安排此人；清空表示没有要求。"
        "修改工号即换人。只填“锁定”则锁定该行所有周。行可以排序、新增（行标识留空）和删除。",
    ),
    "given.no_memory": (
        "This is no plan that resopt wrote, or its hidden sheet _resopt is gone; give back the workbook as it was "
        "written, with your changes.",
        "此文件不是 resopt 写出的计划，或其中的隐藏工作表 _resopt 已被删除；请在原文件中修改后交回。",
    ),
    "given.not_whole": (
        "This file was written for somebody (--for) or without names (--mask) and cannot be given back; give back the "
        "whole plan.",
        "此文件是为特定对象（--for）或隐去姓名（--mask）写出的，无法交回；请交回完整的计划文件。",
    ),
    "given.schema_old": (
        "The plan was written by an older version of resopt (form {found}, now {expected}) and cannot be given back; "
        "plan once more from the input and type the changes there.",
        "该计划由旧版 resopt 写出（格式 {found}，现为 {expected}），无法交回；请用输入文件重新生成计划后再修改。",
    ),
    "given.schema_new": (
        "The plan was written by a newer version of resopt (form {found}, here {expected}); use that version.",
        "该计划由新版 resopt 写出（格式 {found}，当前为 {expected}）；请使用新版本。",
    ),
    "given.memory_damaged": (
        "The hidden sheet was changed: the row '{found}' cannot be read. Give back the workbook as it was written.",
        "隐藏工作表被改动：“{found}”行无法读取。请使用未改动隐藏工作表的文件。",
    ),
    "given.no_header": (
        "No row among the first 20 has the headers {columns}.",
        "前 20 行中没有包含以下列的表头：{columns}。",
    ),
    "given.key_unknown": (
        "The key '{found}' is none that this workbook was written with; leave the hidden column Key as it is, and "
        "empty in rows that you add.",
        "行标识“{found}”不是本文件写出的；请勿改动隐藏列“行标识”，新增行请留空。",
    ),
    "given.key_twice": (
        "The same key stands in {other}; in a row that you add leave the hidden column Key empty.",
        "行标识与 {other} 重复；新增行请将隐藏列“行标识”留空。",
    ),
    "given.row_moved": (
        "This row was written for {was}, now it says {found}; to move the days, type FTE 0 here and add a row with an "
        "empty Key.",
        "该行原为 {was}，现改为 {found}；如需移动投入，请将此行 FTE 填 0，并另加一行（行标识留空）。",
    ),
    "given.change_moved": (
        "The decision stands beside {found}, but the hidden Key of its row says {was}; sort whole rows, hidden columns "
        "too.",
        "该决定所在行写的是 {found}，但其隐藏的行标识为 {was}；排序时请保持整行一起移动。",
    ),
    "given.weeks_missing": (
        "No column is headed with these weeks any more, so nothing typed for them here is read: {weeks}.",
        "下列周已没有对应的列标题，此处为其填写的内容不会被读取：{weeks}。",
    ),
    "given.twice": (
        "{elsewhere}!{other} speaks of the same person, line and week; keep one of the two.",
        "{elsewhere}!{other} 已涉及同一人员、需求和周；请只保留一处。",
    ),
    "given.both": (
        "The same person, line and week was changed here and in {elsewhere}!{other}; keep one of the two changes.",
        "同一人员、需求和周在此处和 {elsewhere}!{other} 都有改动；请只保留一处。",
    ),
    "given.decisions": (
        "This decision contradicts the one in {elsewhere}!{other} on the same person, project and week.",
        "此意见与 {elsewhere}!{other} 对同一人员、项目和周的意见相反。",
    ),
    "given.reject_and_amount": (
        "Days are asked for here, while {elsewhere}!{other} rejects the change and asks for the days before; keep one "
        "of the two.",
        "此处要求改动投入，而 {elsewhere}!{other} 不同意该变更并要求恢复原投入；请只保留一处。",
    ),
    "given.noted": (
        "“{found}” is noted here; a reason or approver without a change locks nothing.",
        "已记录“{found}”；仅填写原因或批准人而没有改动，不产生锁定。",
    ),
    "given.soft_less": (
        "A soft lock keeps days, it takes none away: more may be planned; clear Lock to ask for exactly this.",
        "软锁定只保证不少于所填投入，实际可能更多；如需精确锁定，请清空“锁定”。",
    ),
    "given.lock_of_record": (
        "This lock comes from sheet Assignments of the input and stays; take it out there.",
        "此锁定来自输入文件的“现行安排”，仍然有效；请在输入文件中取消。",
    ),
    "given.fte_of_person": (
        "{found} FTE is more than one person can be (about {days} days a week); write 1 for full time. Days are typed "
        "on sheet Plan, under Days.",
        "{found} FTE 超出一人所能（约每周 {days} 人天）；全职请写 1。人天请在“分配计划”的“人天”列填写。",
    ),
    "given.days_of_person": (
        "{found} days are more than one person has in a week.",
        "{found} 人天超出一人一周所能。",
    ),
    "given.input_changed": (
        "{file} was planned from another input; what is typed is matched by ID and week with the input given now.",
        "{file} 由另一份输入生成；所填内容按编号和周与当前输入对应。",
    ),
    "given.rows_deleted": (
        "Rows that were deleted carry no wish ({count}): {rows}.",
        "已删除的行不视为要求（{count} 行）：{rows}。",
    ),
    "given.rows_gone": (
        "Rows about people or lines that the input does not hold any more ({count}): {rows}.",
        "有 {count} 行涉及输入中已不存在的人员或需求：{rows}。",
    ),
    "given.person_gone": (
        "Not kept: the input does not hold the person {found} any more.",
        "未采纳：输入中已没有人员 {found}。",
    ),
    "given.line_gone": (
        "Not kept: the input does not hold the line {found} any more.",
        "未采纳：输入中已没有需求 {found}。",
    ),
    "given.project_gone": (
        "Not kept: project {found} is not planned (on hold, cancelled, left out or gone).",
        "未采纳：项目 {found} 未纳入计划（暂停、取消、不纳入或已删除）。",
    ),
    "given.week_outside": (
        "Not kept: the week of {found} lies outside the weeks that are planned now.",
        "未采纳：{found} 所在周不在当前计划期内。",
    ),
}

"""Sentences about files, sheets, columns, settings and plans: why one cannot be used, and what was assumed."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # Files.
    "input.file_missing": ("{file}: there is no such file.", "{file}：文件不存在。"),
    "input.file_folder": ("{file} is a folder, not a workbook.", "{file} 是文件夹，不是工作簿。"),
    "input.folder_empty": (
        "{file}: the folder holds no workbook or .csv file.",
        "{file}：文件夹中没有工作簿或 .csv 文件。",
    ),
    "input.file_lock": (
        "{file} is only the lock file that Excel keeps while a workbook is open; name the workbook itself.",
        "{file} 只是 Excel 打开工作簿时生成的临时文件，请指定工作簿本身。",
    ),
    "input.file_type": (
        "{file}: files of this kind are not read; save it as .xlsx.",
        "{file}：无法读取此类文件，请另存为 .xlsx。",
    ),
    "input.file_large": ("{file} is larger than {limit} MB.", "{file} 超过 {limit} MB。"),
    "input.file_unreadable": (
        "{file} cannot be opened; close it in other programs and check your rights to it.",
        "{file} 无法打开，请在其他程序中关闭该文件，并检查读取权限。",
    ),
    "input.file_empty": ("{file} is empty (0 bytes).", "{file} 是空文件（0 字节）。"),
    "input.file_password": (
        "{file} is password-protected; save a copy without password.",
        "{file} 有密码保护，请另存一份不带密码的副本。",
    ),
    "input.file_old": (
        "{file} is in the old .xls format although its name says otherwise; save it as .xlsx.",
        "{file} 实际是旧的 .xls 格式，请另存为 .xlsx。",
    ),
    "input.file_not_workbook": (
        "{file} is no Excel workbook, whatever its name says; open it in Excel and save it as .xlsx.",
        "{file} 不是 Excel 工作簿，请用 Excel 打开后另存为 .xlsx。",
    ),
    "input.file_damaged": (
        "{file} is damaged or cut off; copy or save it again.",
        "{file} 已损坏或不完整，请重新复制或另存。",
    ),
    "input.file_bomb": (
        "{file} would unpack to an unreasonable size and is not opened.",
        "{file} 解压后体积异常，未打开。",
    ),
    "input.sheet_damaged": (
        "{file}: sheet {sheet} is damaged and cannot be read; open the file in Excel and save it again.",
        "{file}：工作表“{sheet}”已损坏，无法读取；请用 Excel 打开后重新保存。",
    ),
    # Sheets and columns.
    "input.sheet_missing": ("Sheet {missing} is missing.", "缺少工作表“{missing}”。"),
    "input.sheet_missing_near": (
        "Sheet {missing} is missing; there is a sheet {title}, is it meant?",
        "缺少工作表“{missing}”；现有工作表“{title}”，是否即此表？",
    ),
    "input.sheet_empty": ("The sheet has headers but no rows.", "工作表只有表头，没有数据行。"),
    "input.sheet_near": (
        "{file}: sheet {title} is not read; did you mean {near}?",
        "{file}：工作表“{title}”未读取，是否应为“{near}”？",
    ),
    "input.file_of_ours": (
        "{file} holds a plan that resopt wrote, no input: nothing of it is read (“resopt check” tests such a plan).",
        "{file} 是 resopt 生成的计划，不是输入文件，未读取其内容（可用 resopt check 检查该计划）。",
    ),
    "input.sheet_of_ours": (
        "{file}: not read as input, because named like a result sheet: {sheets}.",
        "{file}：以下工作表与结果工作表同名，未作为输入读取：{sheets}。",
    ),
    "input.examples_only": (
        "There are only the examples of the template; they are read like any other rows.",
        "只有模板中的示例行，按普通数据读取。",
    ),
    "input.examples_left_out": (
        "Examples of the template are left out (rows: {count}): {places}.",
        "模板中的 {count} 行示例不计入：{places}。",
    ),
    "input.csv_not_text": (
        "{file} is no text file, whatever its name says; save it as CSV UTF-8.",
        "{file} 不是文本文件，请另存为 CSV UTF-8。",
    ),
    "input.csv_too_long": (
        "{file} has more than {limit} cells, or more than {width} in a row.",
        "{file} 超过 {limit} 个单元格，或一行超过 {width} 个。",
    ),
    "input.csv_encoding": (
        "{file} is not in UTF-8; it is read as {encoding}.",
        "{file} 不是 UTF-8 编码，按 {encoding} 读取。",
    ),
    "input.file_format": (
        "{file}: in {suffix} files error cells cannot be told from blank ones; better save it as .xlsx.",
        "{file}：{suffix} 文件无法区分错误值与空白单元格，建议另存为 .xlsx。",
    ),
    "input.sheet_taken": (
        "{file}: sheet {title} is taken for {meant}.",
        "{file}：工作表“{title}”按“{meant}”读取。",
    ),
    "input.sheet_by_headers": (
        "{file}: sheet {title} is taken for {meant}, because of its headers in row {row}.",
        "{file}：根据第 {row} 行的表头，工作表“{title}”按“{meant}”读取。",
    ),
    "input.sheet_like": (
        "{file}: sheet {title} is not read; row {row} looks like {meant} (it has {has}), but {lacks} is missing.",
        "{file}：工作表“{title}”未读取；第 {row} 行像“{meant}”的表头（有{has}），但缺少“{lacks}”。",
    ),
    "input.sheet_like_all": (
        "{file}: sheet {title} is not read; row {row} looks like {meant} (it has {has}); give the sheet that name.",
        "{file}：工作表“{title}”未读取；第 {row} 行像“{meant}”的表头（有{has}），请把工作表改为此名。",
    ),
    "input.sheet_no_headers": (
        "{file}: sheet {title} is not read; no row among its first 20 has headers that are known.",
        "{file}：工作表“{title}”未读取，前 20 行中没有可识别的表头。",
    ),
    "input.header_row": (
        "The headers were found in row {row}; what stands above is not read.",
        "表头在第 {row} 行，其上方内容未读取。",
    ),
    "input.rows_hidden": ("Hidden rows are read as well ({count}).", "隐藏的 {count} 行也已读取。"),
    "input.column_taken": ("Column {found} is taken for {column}.", "“{found}”列按“{column}”读取。"),
    "input.column_taken_unit": (
        "Column {found} is taken for {column}, and its numbers count {unit} (under %, numbers up to 2 are shares).",
        "“{found}”列按“{column}”读取，数字单位为{unit}（单位为 % 时，不超过 2 的数字视为比例）。",
    ),
    "input.heads_taken": (
        "Heads that were taken for weeks or months ({count}): {heads}.",
        "以下 {count} 个表头按周或月读取：{heads}。",
    ),
    "input.no_year": (
        "{found} names no year; write 2026-W02 or 2026-03, or set Start.",
        "{found} 没有年份；请写成 2026-W02 或 2026-03，或填写起始周。",
    ),
    "input.plan_not_whole": (
        "This file was written for somebody (--for) or without names (--mask): it is not the whole plan.",
        "此文件是为特定对象（--for）或隐去姓名（--mask）写出的，不是完整的计划。",
    ),
    "input.weeks_joined": (
        "Rows with one week each were joined (rows before: {count}, now: {rows}).",
        "逐周填写的 {count} 行已合并为 {rows} 行。",
    ),
    "input.weeks_snapped": (
        "Dates that are no Monday are taken for their week ({count}; this is the first).",
        "{count} 个日期不是周一，按所在周处理（此为第一个）。",
    ),
    "input.weeks_blank": (
        "Rows with a week but no amount count nothing ({count}; this is the first).",
        "{count} 行填写了周但没有数量，不计入（此为第一个）。",
    ),
    "input.not_a_week": (
        "'{found}' is not a week or month; write 2026-01-05 or 2026-W02.",
        "“{found}”不是周或月；请写成 2026-01-05 或 2026-W02。",
    ),
    "input.week_and_dates": (
        "The row names a week, so leave {columns} blank.",
        "本行已填写周，请将{columns}留空。",
    ),
    "input.sheet_unknown": ("{file}: sheet {title} is not read.", "{file}：工作表“{title}”未读取。"),
    "input.column_missing": (
        "Column {columns} is missing; headers are looked for in rows 1 to 20.",
        "缺少“{columns}”列；在前 20 行中查找表头。",
    ),
    "input.column_missing_any": (
        "One of the columns {columns} is needed; headers are looked for in rows 1 to 20.",
        "以下各列至少需要一列：{columns}；在前 20 行中查找表头。",
    ),
    "input.column_twice": (
        "Column {column} is there twice, first in {other}.",
        "“{column}”列重复，首次出现在 {other}。",
    ),
    "input.column_near": (
        "Column {column} is not read; did you mean {near}?",
        "“{column}”列未读取，是否应为“{near}”？",
    ),
    "input.column_unknown": ("Column {column} is not read.", "“{column}”列未读取。"),
    "input.week_not_monday": (
        "The week {found} is no Monday; its week begins on {monday}.",
        "周 {found} 不是周一，所在周的周一是 {monday}。",
    ),
    # Settings.
    "input.unknown_setting": ("There is no setting {found}.", "没有参数“{found}”。"),
    "input.unknown_setting_near": (
        "There is no setting {found}; did you mean {near}?",
        "没有参数“{found}”，是否应为“{near}”？",
    ),
    "input.setting_twice": (
        "{setting} has another value in {other}.",
        "“{setting}”在 {other} 有不同的取值。",
    ),
    "input.unknown_limit": (
        "{found} is no rule of the review; there are {known}.",
        "评审规则“{found}”不存在；可用规则：{known}。",
    ),
    "input.share_even_not_yet": (
        "Share = even is not available yet; leave it out or write value.",
        "“分配原则”暂不支持“均衡”，请删除或改为“价值”。",
    ),
    "input.start_not_monday": (
        "Start {found} is no Monday; the plan begins on {monday}.",
        "起始周 {found} 不是周一，计划从 {monday} 开始。",
    ),
    "input.start_found": (
        "No Start is set; the plan begins on {start}, the week of the earliest demand, and has {weeks} weeks.",
        "未设置起始周；计划从最早需求所在周 {start} 开始，共 {weeks} 周。",
    ),
    "input.no_start": (
        "No Start is set and no demand has a date, so the plan has no first week.",
        "未设置起始周，需求也没有日期，无法确定计划起点。",
    ),
    "input.hours": ("{found} is not a number of hours per day.", "{found} 不是有效的每日工时。"),
    "input.step_fine": (
        "Step {found} is finer than 0.1% of a week.",
        "投入刻度 {found} 过细，不能小于一周的 0.1%。",
    ),
    "input.target": ("'{found}' is not a range such as 75-95%.", "“{found}”不是 75-95% 这样的范围。"),
    "input.threshold": (
        "'{found}' is not a threshold such as '2 days and 5%'.",
        "“{found}”不是“2 人天; 5%”这样的门槛。",
    ),
    "input.tiers": ("'{found}' is not a band such as 1-5 or 16-.", "“{found}”不是 1-5 或 16- 这样的分档。"),
    "input.tiers_overlap": (
        "The bands {found} and {other} overlap or stand in the wrong order.",
        "分档 {found} 与 {other} 重叠或顺序有误。",
    ),
    "input.date_order": (
        "'{found}' is not a date order; it must be one of: {choices}.",
        "“{found}”不是日期顺序，可选值：{choices}。",
    ),
    "input.language": ("'{found}' is not a language; write en or zh.", "“{found}”不是可用语言，请填 en 或 zh。"),
    # Locations.
    "input.unknown_location": (
        "The public holidays of {location} are not known; Monday to Friday is used. Write a country code such as CN "
        "or DE-BY.",
        "无法确定“{location}”的法定节假日，按周一至周五处理；可填国家代码，如 CN 或 DE-BY。",
    ),
    "input.calendar_estimate": (
        "The make-up working days of China in {year} are not published yet; public holidays are an estimate.",
        "中国 {year} 年的调休安排尚未公布，节假日为推算。",
    ),
    "input.no_location": (
        "No location is given, so Monday to Friday without public holidays is used.",
        "未填写所在地，按周一至周五处理，不计节假日。",
    ),
    # Plans.
    "input.plan_missing": ("{file}: there is no sheet Plan in it.", "{file}：没有“分配计划”工作表。"),
    "input.input_as_plan": (
        "{file} is an input, not a plan: there is no sheet Plan in it; the input is named first, then the plan.",
        "{file} 是输入文件而不是计划：其中没有“分配计划”工作表；请先写输入文件，再写计划文件。",
    ),
    "input.plan_as_input": (
        "{file} is a plan that resopt wrote, not an input: it was made from {source}; the input is named first, then "
        "the plan.",
        "{file} 是 resopt 生成的计划，不是输入文件（其输入为 {source}）；请先写输入文件，再写计划文件。",
    ),
    "input.plan_no_header": (
        "No row among the first {rows} has the headers Person ID, Week and Days.",
        "前 {rows} 行中没有包含工号、周和人天的表头。",
    ),
    "input.plan_column": ("One of the columns {columns} is needed.", "以下各列至少需要一列：{columns}。"),
    "input.plan_twice": (
        "The same person, line and week stand in {other}; join the rows.",
        "同一人员、需求和周已在 {other} 出现，请合并。",
    ),
    "input.plan_which_line": (
        "Project {project} has several lines with this role; write the Demand ID, one of: {ids}.",
        "项目 {project} 有多条相同角色的需求，请填写需求编号：{ids}。",
    ),
    "input.plan_no_line": (
        "Project {project} has no line with the role '{role}'; write the Demand ID.",
        "项目 {project} 没有角色为“{role}”的需求，请填写需求编号。",
    ),
    "input.plan_no_role": (
        "Demand ID is missing, or Role beside project {project}: which of its lines gets the days? It has {ids}.",
        "缺少需求编号（或在项目 {project} 旁填写角色），无法确定投入到哪条需求。该项目的需求：{ids}。",
    ),
    "input.plan_no_demand": (
        "Demand ID is missing, or {project} and {role}: the row does not say which line gets the days.",
        "缺少需求编号（或{project}和{role}），无法确定投入到哪条需求。",
    ),
    # Rows of sheet Scenarios.
    "input.change_of_hire": (
        "{found} is a planned hire, and those do not count while Planned hires is no.",
        "{found} 是计划招聘人员；“计入计划招聘”为“否”时不计入。",
    ),
    "input.change_two_days": (
        "The day stands here and under {other}; give it once.",
        "日期在此处和“{other}”中各填了一次，请只填一处。",
    ),
    # Workbooks that resopt wrote, given back with their input.
    "input.not_written": (
        "{file} is no workbook that resopt solve wrote, or an older version wrote it; plan again.",
        "{file} 不是 resopt solve 生成的工作簿，或由旧版本生成；请重新求解。",
    ),
    "input.origin_missing": (
        "The input of {file} ({source}) is neither beside it nor in this folder; name it with --input.",
        "在 {file} 所在文件夹和当前文件夹中都找不到其输入（{source}）；请用 --input 指定。",
    ),
    "input.origin_changed": (
        "The input of {file} ({source}) has changed since; plan again, or name the old one with --input.",
        "{file} 的输入（{source}）在求解后已有变动；请重新求解，或用 --input 指定原来的输入。",
    ),
}

"""Sentences of the input template: its first sheet, its checks, and what the command says."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "template.language": ("en", "中文"),
    "template.common": ("Common.xlsx", "公共部分.xlsx"),
    "template.languages": ("en,zh", "英文,中文"),
    "template.title": ("Planning input", "资源计划输入表"),
    "template.title_part": ("Planning input: {part}", "资源计划输入表：{part}"),
    "template.subtitle": (
        "Who wants which people, who is there, and what is planned already: resopt makes the plan from it.",
        "哪些项目需要什么人员、有哪些人员、现有哪些安排；resopt 据此编制计划。",
    ),
    "template.subtitle_part": (
        "Your part of the input. Bring it up to date and send it back; the parts are read together.",
        "这是您负责的部分；请更新后发回，各部分会一并读取。",
    ),
    "template.steps": ("What to do", "填写步骤"),
    "template.step.1": (
        "Settings: choose the first week (Start) and the number of weeks. Everything else may stay blank.",
        "参数设置：填写起始周和计划周数，其余可留空。",
    ),
    "template.step.2": (
        "Projects and Roles: one row each. Then Staff: the lists of roles and departments follow what you have typed.",
        "项目、角色：每行一个；再填人员。角色和部门的下拉列表随已填内容更新。",
    ),
    "template.step.3": (
        "Demand: what each project wants, from a day to a day, as FTE, days or person-months, or week by week "
        "in the green columns on the right.",
        "资源需求：各项目在起止日期内需要的人力、人天或人月；也可在右侧绿色周列逐周填写。",
    ),
    "template.step.4": (
        "Availability for leave, Assignments for what is planned already. All other sheets are optional.",
        "可用时间填写请假，现行安排填写已有计划；其余工作表均可不填。",
    ),
    "template.step.5": (
        "Grey rows are examples. Type over them or delete them: as soon as there are rows of your own, they do not "
        "count.",
        "灰色行为示例，可直接改写或删除；只要有您自己的数据，示例就不会计入。",
    ),
    "template.step.6": (
        "Point at a column head to see help. Then run: resopt validate FILE, and resopt solve FILE -o PLAN.xlsx.",
        "将鼠标移到表头可查看说明。填好后运行 resopt validate 文件，再运行 resopt solve 文件 -o 计划.xlsx。",
    ),
    "template.part_step.1": (
        "Check the rows that are there: change what has changed, delete what is over, add what is new at the end.",
        "核对已有各行：修改有变动的，删除已结束的，在末尾添加新增的。",
    ),
    "template.part_step.2": (
        "Keep the IDs: other parts refer to them. A new project or person needs an ID of its own.",
        "请保留编号，其他部分会引用；新增项目或人员须有各自的编号。",
    ),
    "template.part_step.3": (
        "Red cells are to be mended, amber ones to be looked at again. Point at a column head to see help.",
        "红色单元格须更正，黄色须再核对；将鼠标移到表头可查看说明。",
    ),
    "template.part_step.4": (
        "Save under the same name and send it back. Do not rename sheets or columns.",
        "以原文件名保存后发回；请勿更改工作表名和列名。",
    ),
    "template.sheets": ("Sheets", "工作表"),
    "template.head.sheet": ("Sheet", "工作表"),
    "template.head.holds": ("One row is", "每行内容"),
    "template.head.kind": ("Needed?", "是否必填"),
    "template.head.rows": ("Rows filled in", "已填行数"),
    "template.head.blanks": ("Needed cells left blank", "必填未填单元格"),
    "template.needed": ("needed", "必填"),
    "template.may": ("optional", "选填"),
    "template.sheet.settings": ("a setting of the plan; blank means the default", "一个计划参数，空白采用默认值"),
    "template.sheet.projects": ("a project with its priority", "一个项目及其优先级"),
    "template.sheet.roles": ("a role; the lists of the other sheets follow it", "一个角色，其他表的下拉列表取自此处"),
    "template.sheet.staff": ("a person with role, contract and dates", "一名人员及其角色、合同工时和日期"),
    "template.sheet.demand": ("what a project wants: role or skill, dates, amount", "一条需求：角色或技能、日期、数量"),
    "template.sheet.availability": ("leave or less time of a person", "一名人员的请假或可用时间减少"),
    "template.sheet.assignments": (
        "a person on a project as it is planned today",
        "一名人员目前在某项目上的安排",
    ),
    "template.sheet.rules": ("who must, may not, or belongs together", "一条规则：禁止、必须、同组等"),
    "template.sheet.fit": ("how well a person and a project or role go together", "人员与项目或角色的匹配和意愿"),
    "template.sheet.team_template": ("a seat that projects of a type should have", "某类项目应有的一个席位"),
    "template.sheet.scenarios": ("a change to try out; not part of the plan", "一项推演变更，不影响本次计划"),
    "template.colours": ("Colours", "颜色含义"),
    "template.colour.needed": ("Dark column", "深色表头"),
    "template.colour_of.needed": (
        "has to be filled in (a name may stand for an ID, a skill or person for a role)",
        "必须填写（名称可代替编号，技能或指定人员可代替角色）",
    ),
    "template.colour.extra": ("Grey column", "灰色表头"),
    "template.colour_of.extra": (
        "is rarely needed; [-] above the columns folds it away",
        "较少使用，可用列上方的 [-] 折叠",
    ),
    "template.colour.example": ("Grey text", "灰色文字"),
    "template.colour_of.example": ("is an example: type over it", "为示例，可直接改写"),
    "template.colour.bad": ("Red cell", "红色单元格"),
    "template.colour_of.bad": (
        "has to be mended: blank, unknown, twice, or in the wrong order",
        "须更正：空白、无法识别、重复或先后颠倒",
    ),
    "template.colour.odd": ("Amber cell", "黄色单元格"),
    "template.colour_of.odd": ("may be right; please look again", "可能无误，请再核对"),
    "template.rules": ("Kinds of rule", "规则种类"),
    "template.rule.forbid": ("Person never on Project.", "人员不得参与项目。"),
    "template.rule.exclusive": ("Person on one project only.", "人员只参与一个项目。"),
    "template.rule.apart": (
        "Person and Other Person never on one project in the same week.",
        "两名人员不得同周在同一项目。",
    ),
    "template.rule.together": (
        "Person and Other Person each week both on the project, or neither.",
        "两名人员每周须同在或同不在项目上。",
    ),
    "template.rule.require": (
        "Person gives Project at least Value (FTE or %) on average.",
        "人员对项目的平均投入不低于数值（FTE 或 %）。",
    ),
    "template.rule.supervise": (
        "People with Skill give Project at least Value (FTE or %) on average.",
        "具备该技能的人员对项目的平均投入不低于数值（FTE 或 %）。",
    ),
    "template.rule.lend": (
        "Department lends other departments at most Value FTE in a week.",
        "部门每周借给其他部门的人力不超过数值（FTE）。",
    ),
    "template.odd": ("Please check", "请核对"),
    "template.odd_word": (
        "This is not on the list. Keep it only if you are sure.",
        "不在列表中；确认无误才保留。",
    ),
    "template.odd_date": (
        "This is not a date. Please write it as 2026-01-05.",
        "不是日期；请写成 2026-01-05。",
    ),
    "template.odd_share": (
        "This is not a share. Please write 50% for a half.",
        "不是比例；一半请写 50%。",
    ),
}

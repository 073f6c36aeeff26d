"""Sentences of the command line: what it prints, and its faults."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # Faults, one sentence each.
    "cli.failure": (
        "resopt failed ({kind}: {message}); please report this with the command and, if you may, the input.",
        "resopt 运行失败（{kind}：{message}）；请附上所用命令反馈此问题，如可以，也请附上输入文件。",
    ),
    "cli.interrupted": ("Interrupted; nothing was written.", "已中断，没有写入任何文件。"),
    "cli.output_not_xlsx": (
        "{path}: the output must be a file whose name ends in .xlsx.",
        "{path}：输出文件名必须以 .xlsx 结尾。",
    ),
    "cli.output_is_input": (
        "{path}: the output would overwrite the input; give another file name.",
        "{path}：输出会覆盖输入文件，请换一个文件名。",
    ),
    "cli.output_twice": (
        "{path} is named for two outputs; give another name for one of them.",
        "{path} 被指定为两个输出文件，请为其中一个换一个文件名。",
    ),
    "cli.output_is_folder": ("{path} is a folder; name a file.", "{path} 是文件夹，请给出文件名。"),
    "cli.output_is_file": ("{path} is a file; name a folder.", "{path} 是文件，请给出文件夹。"),
    "cli.split_needs_from": (
        "--split-by splits an input; name it with --from.",
        "--split-by 用于拆分输入，请用 --from 指定输入文件。",
    ),
    "cli.nothing_to_split": (
        "No row has anything under {column}, so there is nothing to split by.",
        "“{column}”列没有内容，无法据此拆分。",
    ),
    "cli.not_the_same": (
        "The rows of this input cannot be put into the template without changing them (rows by week in another unit "
        "than setting Unit?); nothing was written.",
        "此输入的数据行无法原样写入模板（例如逐周各行的单位与“单位”参数不同），没有写入任何文件。",
    ),
    "cli.part_written": ("Written: {path} (rows: {rows})", "已写入：{path}（{rows} 行）"),
    "cli.output_exists": (
        "{path} exists already; name a new file, so that nothing typed is lost.",
        "{path} 已存在；请指定新的文件名，以免覆盖已填写的内容。",
    ),
    "cli.output_no_folder": ("The folder {path} does not exist.", "文件夹 {path} 不存在。"),
    "cli.output_denied": (
        "{path} cannot be written; is it open in another program, or are rights missing?",
        "{path} 无法写入；文件可能被其他程序打开，或没有写权限。",
    ),
    "cli.not_printed": (
        "What was to be printed could not be printed completely: {reason}.",
        "内容未能完整输出：{reason}。",
    ),
    # The live line.
    "cli.live_days": (
        "{level}: {value} days, at most {bound} · {seconds} s · round {rounds}",
        "{level}：{value} 人天，上限 {bound} · {seconds} 秒 · 第 {rounds} 轮",
    ),
    "cli.live_value": (
        "{level}: {value}, at most {bound} · {seconds} s · round {rounds}",
        "{level}：{value}，上限 {bound} · {seconds} 秒 · 第 {rounds} 轮",
    ),
    "cli.live_cost": (
        "{level}: {value}, at least {bound} (gap {gap}) · {seconds} s · round {rounds}",
        "{level}：{value}，下限 {bound}（差距 {gap}）· {seconds} 秒 · 第 {rounds} 轮",
    ),
    "cli.live_start": ("Making a first plan; Ctrl-C ends the search.", "正在生成初始方案；按 Ctrl-C 可结束搜索。"),
    "cli.level.tier": ("tier {number}", "第 {number} 档"),
    "cli.level.core": ("core days", "核心成员人天"),
    "cli.level.firm": ("firm days", "确定需求人天"),
    "cli.level.all": ("all days", "全部人天"),
    "cli.level.value": ("value", "价值"),
    "cli.level.facts": ("facts set aside", "未能兑现的约定"),
    "cli.level.overtime": ("overtime", "超负荷人天"),
    "cli.level.soft": ("soft locks", "软锁定"),
    "cli.level.change": ("change", "变动人天"),
    "cli.level.quality": ("level 3", "方案质量"),
    "cli.level.weighted": ("weighted sum", "加权总和"),
    # What solve prints.
    "cli.head": (
        "People: {people}; planned projects: {projects}; demand lines: {lines}; weeks: {weeks} from {start}.",
        "人员 {people} 人；纳入计划的项目 {projects} 个；需求 {lines} 条；自 {start} 起 {weeks} 周。",
    ),
    "cli.tier": ("Days by tier", "各档人天"),
    "cli.wanted": ("Wanted", "需求"),
    "cli.met": ("Met", "已满足"),
    "cli.bound": ("Bound", "上限"),
    "cli.gap": ("Gap", "缺口"),
    "cli.proved": ("Proved", "已证明"),
    "cli.all": ("All", "合计"),
    "cli.class.in-flight": ("in-flight", "在途"),
    "cli.class.committed": ("committed", "已立项"),
    "cli.class.proposed": ("proposed", "待立项"),
    "cli.status.optimal": (
        "Optimal: no plan is better at any level (proved).",
        "最优：任何层级都不存在更好的方案（已证明）。",
    ),
    "cli.status.coverage_proved": (
        "Proved: no plan gives a tier more days without taking them from a higher one.",
        "已证明：没有方案能让某一档得到更多人天，而不减少更高档的人天。",
    ),
    "cli.status.feasible": (
        "Every rule is kept; that no plan meets more days is proved only where the table says so.",
        "方案符合全部规则；仅表中标明“是”的各档证明了人天不可能更多。",
    ),
    "cli.coverage_gap": (
        "Days met are within {gap} of the bound.",
        "已满足人天与上限相差不超过 {gap}。",
    ),
    "cli.quality_gap": (
        "Level 3 (few people, few handovers, good fit) is {value}; no plan could lower it by more than {gap}.",
        "方案质量（人少、交接少、匹配好）为 {value}，理论上最多还可降低 {gap}。",
    ),
    "cli.weighted": (
        "The weighted sum is {value}, and no plan is below {bound}.",
        "加权总和为 {value}，任何方案都不低于 {bound}。",
    ),
    "cli.ended.proof": ("The search ended by proof", "搜索因完成证明而结束"),
    "cli.ended.work": ("The search ended after the rounds asked for", "搜索在完成指定轮数后结束"),
    "cli.ended.clock": ("The search ended by the clock", "搜索因达到时限而结束"),
    "cli.ended.user": ("The search was stopped by you", "搜索由您中断"),
    "cli.effort": (
        "{ended}, after {seconds} s (rounds: {rounds}, seed: {seed}).",
        "{ended}，用时 {seconds} 秒（轮数：{rounds}，随机种子：{seed}）。",
    ),
    "cli.greedy": (
        "Days more than the greedy plan in the first tier where they differ ({tier}): {days}.",
        "在首个出现差异的档（{tier}）中，比贪心方案多 {days} 人天。",
    ),
    "cli.set_aside": (
        "Set aside, because facts contradict each other or a limit: {count}",
        "因相互矛盾或违反限制而未能兑现：{count} 项",
    ),
    "cli.not_kept": (
        "Facts that this plan does not keep (locks, must-haves and the like; they never fail a check): {count}",
        "该计划未兑现的约定（锁定、必保等，不影响检查结果）：{count} 项",
    ),
    "cli.conflicts": (
        "Conflicts: {high} high, {medium} medium, {low} low; days not met: {days}.",
        "资源冲突：高 {high} 项，中 {medium} 项，低 {low} 项；未满足 {days} 人天。",
    ),
    "cli.no_conflicts": ("No conflicts: all demand is met.", "没有资源冲突：需求全部满足。"),
    "cli.record": (
        "Hard rules that the plan of record breaks, by place: {count}, of these over-allocated person-weeks: {over}.",
        "现行计划违反规则 {count} 处，其中超负荷 {over} 人周。",
    ),
    "cli.record_clean": ("The plan of record breaks no hard rule.", "现行计划没有违反规则。"),
    "cli.more": ("  (+{count} more, see sheet {sheet})", "  （另有 {count} 项，见“{sheet}”工作表）"),
    "cli.item": ("{kind}: {text}", "{kind}：{text}"),
    "cli.written": ("Written: {path}", "已写入：{path}"),
    "cli.replaced": ("Replaced: {path}", "已替换：{path}"),
    "cli.kept": (
        "The file that stood there was not as resopt had written it; it is kept as {path}",
        "原文件并非 resopt 写出时的原样，已保留为 {path}",
    ),
    "cli.joint_bound": (
        "(The bound of all tiers is less than the sum: a day of a person can serve one tier only.)",
        "（合计上限小于各档之和：同一人天只能用于一个档。）",
    ),
    "cli.input": (
        "Input: warnings {warnings}, remarks {infos} (sheet {sheet}).",
        "输入数据：警告 {warnings} 项，说明 {infos} 项（见“{sheet}”工作表）。",
    ),
    "cli.yes": ("yes", "是"),
    "cli.no": ("no", "否"),
    # What check, validate and explain print.
    "cli.check_other": (
        "{file} was planned from another input; it is checked against the input given.",
        "{file} 由另一份输入生成；现按所给输入检查。",
    ),
    "cli.check_typed": (
        "Changes typed into this file, by cell: {count}. Only days on sheet Plan are checked here; "
        "`resopt solve IN --plan` or `resopt replan` plans with all of them.",
        "此文件中有人工填写的修改 {count} 处。此处只检查“分配计划”工作表中的人天；"
        "请用 `resopt solve IN --plan` 或 `resopt replan` 按全部修改重新求解。",
    ),
    "cli.check_clean": ("The plan breaks no hard rule.", "该计划没有违反规则。"),
    "cli.check_limits": ("The plan breaks no limit.", "该计划没有违反任何限制。"),
    "cli.check_broken": ("Hard rules that the plan breaks, by place: {count}", "该计划违反规则：{count} 处"),
    "cli.check_quality": (
        "Overtime {overtime} days, soft locks not kept {soft} days, changed {change} days, level 3 {quality}.",
        "超负荷 {overtime} 人天，未保留的软锁定 {soft} 人天，变动 {change} 人天，方案质量 {quality}。",
    ),
    "cli.valid": (
        "The input can be used. Errors: {errors}; warnings: {warnings}; remarks: {infos}.",
        "输入可用。错误 {errors} 项，警告 {warnings} 项，说明 {infos} 项。",
    ),
    "cli.invalid": (
        "The input cannot be used. Errors: {errors}; warnings: {warnings}; remarks: {infos}.",
        "输入不可用。错误 {errors} 项，警告 {warnings} 项，说明 {infos} 项。",
    ),
    "cli.severity.error": ("Error", "错误"),
    "cli.severity.warning": ("Warning", "警告"),
    "cli.severity.info": ("Remark", "说明"),
}

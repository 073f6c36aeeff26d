"""Sentences that say what a change of the input is."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "changes.new_person": ("New {role} {number}", "新聘{role}{number}"),
    "changes.hire": ("Hire one {role}", "招聘 1 名{role}"),
    "changes.hire_many": ("Hire {count} of role {role}", "招聘 {count} 名{role}"),
    "changes.hire_as": ("{what} ({needs})", "{what}（{needs}）"),
    "changes.level": ("level {level}", "{level} 级"),
    "changes.needs": (", ", "、"),
    "changes.from": ("{what}, from {start}", "{what}，{start} 起"),
    "changes.to": ("{what}, until {end}", "{what}，至 {end}"),
    "changes.between": ("{what}, from {start} to {end}", "{what}，{start} 至 {end}"),
    "changes.start": ("{person} starts on {day}", "{person} 于 {day} 到岗"),
    "changes.leave": ("{person} leaves after {day}", "{person} 于 {day} 后离岗"),
    "changes.absent": ("{person} is absent from {start} to {end}", "{person} {start} 至 {end} 缺勤"),
    "changes.partly": (
        "{person} is available at {share}% from {start} to {end}",
        "{person} {start} 至 {end} 可用比例为 {share}%",
    ),
    "changes.train": ("{person} is trained in {skill} to level {level}", "{person} 培训“{skill}”至 {level} 级"),
    "changes.train_role": ("{person} is trained as {role}", "{person} 培训后可担任{role}"),
    "changes.later": ("{project} moves 1 week later", "{project} 推迟 1 周"),
    "changes.later_many": ("{project} moves {weeks} weeks later", "{project} 推迟 {weeks} 周"),
    "changes.earlier": ("{project} moves 1 week earlier", "{project} 提前 1 周"),
    "changes.earlier_many": ("{project} moves {weeks} weeks earlier", "{project} 提前 {weeks} 周"),
    "changes.scale": ("{project} wants {percent}% of its demand", "{project} 的需求调整为原来的 {percent}%"),
    "changes.scale_line": ("Line {line} wants {percent}% of its demand", "需求 {line} 调整为原来的 {percent}%"),
    "changes.priority": ("{project} has priority {priority}", "{project} 的优先级调整为 {priority}"),
    "changes.hold": ("{project} is put on hold", "{project} 暂停"),
    "changes.lift": ("{column} of {item} is lifted", "取消 {item} 的“{column}”要求"),
    "changes.limit": ("Setting {setting} becomes {value}", "参数“{setting}”改为 {value}"),
    "changes.fill_in": ("People of role {by} may serve as {role}", "{by}可替补{role}"),
    "changes.lend": ("{department} may lend {fte} FTE per week", "{department}每周可借出 {fte} FTE"),
    "changes.lend_all": ("{department} may lend all its people", "{department}可借出全部人员"),
    "changes.unlock": ("The locks on {item} are released", "解除 {item} 的锁定"),
    "changes.unlock_row": ("The lock of {person} on {project} is released", "解除 {person} 在 {project} 上的锁定"),
    "changes.pin": (
        "{person} is locked on {project} (FTE by week: {weeks})",
        "{person} 在 {project} 上硬锁定（每周 FTE：{weeks}）",
    ),
    "changes.waive": ("Rule {rule} no longer holds for {about}", "{about}不再适用规则“{rule}”"),
    "changes.no_scenario.near": (
        "Sheet Scenarios has no scenario {name}; did you mean {near}?",
        "推演方案表中没有方案“{name}”，是否应为“{near}”？",
    ),
    "changes.no_scenario.listed": (
        "Sheet Scenarios has no scenario {name}; it has {names}.",
        "推演方案表中没有方案“{name}”；现有方案：{names}。",
    ),
    "changes.no_scenario.none": (
        "There is no scenario {name}: sheet Scenarios is empty.",
        "没有方案“{name}”：推演方案表为空。",
    ),
}

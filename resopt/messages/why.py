"""Sentences: minimal groups of facts that rule out what a line wants."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # One reason; {when} is empty where it holds in all weeks of the conflict.
    "why.alone": (
        "{when}the line wants {needed} {unit} of {people}, who can give {have}",
        "{when}该需求要{people}投入 {needed} {unit}，而其可用人力仅 {have} {unit}",
    ),
    "why.given": (
        "{when}{people} would have {before} {unit}, but {facts}, which leaves {have} where {asked} are needed",
        "{when}{people}本有 {before} {unit}，但{facts}，仅余 {have} {unit}，少于所需的 {asked} {unit}",
    ),
    "why.taken": ("{clause} (−{days})", "{clause}（−{days}）"),
    "why.claims": (
        "{when}this line ({asked}) and {claims} need {needed} {unit} of {people}, who can give {have}",
        "{when}该需求（{asked} {unit}）与{claims}合计需要{people} {needed} {unit}，而其可用人力仅 {have} {unit}",
    ),
    "why.also": ("{reason}, as {facts}", "{reason}（{facts}）"),
    "why.ruled": (
        "{when}it cannot get {asked} {unit} while {facts}",
        "{when}因{facts}，该需求无法得到 {asked} {unit}",
    ),
    "why.ruled.rest": (
        "{when}it cannot get the {asked} of these {unit} that come in whole steps while {facts}",
        "{when}因{facts}，该需求连其中按投入刻度取整后的 {asked} {unit}也无法全部得到",
    ),
    "why.when": ("in the week of {weeks}, ", "{weeks} 当周，"),
    "why.when.many": ("in {count} of the weeks ({weeks}), ", "其中 {count} 周（{weeks}）"),
    "why.people": ("{count} people", " {count} 人"),
    "why.people.named": ("{first} and {last}", "{first}、{last}"),
    "why.and": (" and ", "，且"),
    "why.claim": ("{project} ({line}) {days}", "{project}（{line}）{days} {unit}"),
    "why.claim.must": ("{project} ({line}, must have) {days}", "{project}（{line}，必保）{days} {unit}"),
    "why.claim.more": ("{count} more lines {days}", "其余 {count} 项需求 {days} {unit}"),
    "why.span": ("{first} – {last}", "{first} 至 {last}"),
    # Facts, each a clause.
    "why.keeps": ("{claims} keep their days", "{claims}保持不变"),
    "why.keeps.one": ("{claims} keeps its days", "{claims}保持不变"),
    "why.keeps.all": ("{claims} keep their days of all weeks", "{claims}在各周均保持不变"),
    "why.keeps.all.one": ("{claims} keeps its days of all weeks", "{claims}在各周均保持不变"),
    "why.own": ("the line keeps the {days} {unit} it has", "该需求保留已有的 {days} {unit}"),
    "why.away": ("{person} is absent for {days} {unit}", "{person}不在岗 {days} {unit}"),
    "why.step": ("days come in steps of {value}", "投入以 {value}为刻度"),
    "why.min share": (
        "nobody gives a line less than {value} of a week (Min Share)",
        "每人每周对一项需求的投入不低于 {value}（最小投入比例）",
    ),
    "why.min days": (
        "who joins a line gives it at least {value} (Min Days)",
        "参与一项需求者至少投入 {value}（最少人天）",
    ),
    "why.max projects": (
        "nobody works on more projects in a week than their maximum (Max Projects)",
        "每人每周参与的项目数不超过上限（最多并行项目数）",
    ),
    "why.freeze": ("Freeze Weeks keeps these weeks as in the plan of record", "冻结周内保持现行计划不变"),
    "why.frozen": ("Freeze Weeks keeps {facts} ({weeks})", "冻结周内（{weeks}）{facts}"),
    "why.frozen.days": ("{person} on {project} at {days} {unit}", "{person}保持在{project}投入 {days} {unit}"),
    "why.frozen.none": ("{person} off {project}", "{person}不投入{project}"),
    "why.frozen.more": ("{count} more places", "另有 {count} 处保持不变"),
    "why.hard lock": ("the hard lock of {person} on {project} holds", "{person}在{project}上的硬锁定保持不变"),
    "why.hard lock.days": (
        "{days} {unit} of {person} are hard-locked on {project}",
        "{person}有 {days} {unit}被硬锁定在{project}",
    ),
    "why.max people": ("Max People of {line} is {value}", "{line} 的最多人数为 {value}"),
    "why.same people": ("{line} keeps the same people in all its weeks", "{line} 要求各周人员固定"),
    "why.fill": ("{line} is met in full or not at all (Fill)", "{line} 须按满足方式全部满足或完全不安排"),
    "why.min staffing": (
        "{project} gets {value} of its demand or nobody (Min Staffing)",
        "{project}须达到 {value} 的最低满足率，否则不安排",
    ),
    "why.budget": ("{project} has a budget of {value}", "{project}的预算为 {value}"),
    "why.forbid": ("{person} is forbidden for {project}", "{person}禁止参与{project}"),
    "why.exclusive": ("{person} works on one project only", "{person}只能专职于一个项目"),
    "why.apart": ("{person} and {other} are kept apart", "{person}与{other}不得同组"),
    "why.together": ("{person} and {other} work together or not at all", "{person}与{other}须同组"),
    "why.require": ("{project} must have {person} for {value}", "{project}必须由{person}投入 {value}"),
    "why.supervise": ("{project} must have {value} with {skill}", "{project}须有 {value} 具备{skill}的人员把关"),
    "why.lend": ("{department} lends at most {value}", "{department}最多借出 {value}"),
    "why.days": ("{days} {unit}", "{days} {unit}"),
    # All reasons of a conflict.
    "why.next": ("{number}) {reason}", "{number}）{reason}"),
    "why.more": ("and {count} more reasons of this kind", "另有 {count} 条类似原因"),
    "why.more.one": ("and one more reason of this kind", "另有 1 条类似原因"),
    "why.joint": ("; ", "；"),
    "why.all": (
        "if the first fact of each of these {count} reasons gives way, it gets all its days (re-solved)",
        "若以上 {count} 条原因中各自的第一项都能让步，该需求即可全部满足（已重新求解）",
    ),
    "why.some": ("there may be more reasons", "可能还有其他原因"),
    "why.sentence": ("{reasons}.", "{reasons}。"),
    "why.then": ("{reasons} In figures: {figures}", "{reasons}具体来看：{figures}"),
}

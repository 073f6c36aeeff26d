"""Sentences: what one more day of a role in a week is worth; and how lists go on."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "named.list": (", ", "、"),
    "price.tier": ("{tier} in {weeks}", "{tier}：{weeks}"),
    "price.is": ("{tier} {name}", "{tier} 为{name}"),
    "price.head": (
        "What one more day of a role is worth: the highest tier that gets more, and the weeks in which it does "
        "(re-solved):",
        "各角色某周增加一人天的价值：可受益的最高档及对应周次（已重新求解）：",
    ),
    "price.line": ("{role}: {tiers}.", "{role}：{tiers}。"),
    "price.untried": (
        "There was no time to re-solve {count} of the roles and weeks.",
        "另有 {count} 个“角色与周”的组合因时间不足未重新求解。",
    ),
    "price.none": (
        "What one more day of a role is worth: there was no time to re-solve any of {count} roles and weeks.",
        "各角色某周增加一人天的价值：共 {count} 个“角色与周”的组合，均因时间不足未能重新求解。",
    ),
    "price.few": (
        "What one more day of a role is worth: {tried} of {all} roles and weeks were re-solved in the time there was, "
        "and no gain was found in them.",
        "各角色某周增加一人天的价值：共 {all} 个“角色与周”的组合，时间内重新求解了 {tried} 个，均未找到受益者。",
    ),
    "report.remedies.prices": (
        "What one more day of a role is worth, by week: the highest tier that gets more",
        "各角色在各周增加一人天的价值：可受益的最高档",
    ),
    "report.remedies.prices.total": ("Roles of which a day helps", "有助益的角色数"),
    "report.column.weeks_helped": ("Weeks it helps", "有助益的周数"),
    "report.legend.price.tier": ("tier {tier}", "第{tier}档"),
    "report.legend.price.lower": ("tier {tier} and below", "第{tier}档及以下"),
    "report.legend.price.proved_none": ("{sign} nobody: proved", "{sign} 无人受益：已证明"),
    "report.legend.price.none": ("{sign} no gain found", "{sign} 未找到受益者"),
    "report.legend.price.no_time": ("{sign} not re-solved", "{sign} 未重新求解"),
    "report.remedies.prices.reading": (
        "A number is a tier, counted from the top: the plan was solved again with somebody of the role for one more "
        "day in that week, and in a checked plan this tier gets more days and no tier above it fewer. “·”: the role is "
        "not wanted in that week.",
        "数字为自上而下的第几档：以该角色在该周增加一人天重新求解，在已核验的计划中，该档得到的人天增加，"
        "且更高各档不减少。“·”表示该周不需要该角色。",
    ),
    "report.remedies.prices.tiers": ("Tiers: {tiers}.", "各档：{tiers}。"),
    "report.remedies.prices.exact": (
        "* It is not proved that no higher tier could get more. Proved: {exact} of {shown}.",
        "* 尚未证明更高的档无法受益。已证明 {exact} 个，共 {shown} 个。",
    ),
}

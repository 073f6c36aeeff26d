"""Sentences: what one more day of a role in a week is worth; and how lists go on."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "named.list": (", ", "、"),
    "price.tier": ("tier {tier}: {weeks}", "第{tier}档：{weeks}"),
    "price.head": (
        "What one more day of a role is worth: the highest tier that gets more, and the weeks in which it does "
        "(re-solved):",
        "各角色某周增加一人天的价值：可受益的最高档及对应周次（已重新求解）：",
    ),
    "price.line": ("{role}: {tiers}.", "{role}：{tiers}。"),
    "price.untried": (
        "For {count} of the roles and weeks not named there was no time.",
        "未列出的组合中有 {count} 个因时间不足未计算。",
    ),
    "report.remedies.prices": (
        "What one more day of a role is worth: the highest tier that gets more, by week",
        "各角色某周增加一人天的价值：可受益的最高档",
    ),
    "report.remedies.prices.reading": (
        "1 is the first tier. Each week was solved again with somebody of the role for one more day; a checked plan "
        "then gives this tier more days, and no tier above it fewer. In weeks not named no such plan was found.",
        "1 为首档。每一周均以该角色增加一人天重新求解：在已核验的计划中，该档得到的人天增加，且更高各档不减少。"
        "未列出的周次未找到这样的计划。",
    ),
    "report.remedies.prices.exact": (
        "In {exact} of {shown} cases it is proved that no higher tier could get more.",
        "{shown} 个组合中有 {exact} 个已证明更高的档无法受益。",
    ),
}

"""Titles of plots, and words of the small tables in notebooks."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "plots.people": ("Load of people by week", "各周人员负荷"),
    "plots.capacity": ("Demand against capacity by week (days)", "各周需求与可用人力（人天）"),
    "plots.capacity_role": ("{role}: demand against capacity by week (days)", "{role}：各周需求与可用人力（人天）"),
    "plots.projects": ("Projects and what of their demand is met", "项目进度与需求满足率"),
    "plots.search": ("Search: how near each level is to its bound", "搜索过程：各层级与其界限的接近程度"),
    "plots.seconds": ("Seconds", "秒"),
    "plots.compare_met": ("Days met, difference to {base}", "已满足人天：与{base}之差"),
    "plots.compare_people": ("Days given by people, difference to {base}", "人员投入人天：与{base}之差"),
    "plots.compare_hatched": (
        "hatched: not proved, a longer search could turn it round",
        "斜线：未证明，延长求解可能逆转",
    ),
    "plots.moves_met": ("Days met against the first step", "已满足人天（相对第一档）"),
    "plots.moves": ("Days met and days moved against moves allowed", "调动上限与已满足、变动人天"),
    "show.portfolio": (
        "{people} people · {projects} projects · {lines} lines · {weeks} weeks from {start}",
        "{people} 人 · {projects} 个项目 · {lines} 项需求 · 自 {start} 起 {weeks} 周",
    ),
    "show.plan": ("{days} days · {people} people · {lines} lines", "{days} 人天 · {people} 人 · {lines} 项需求"),
    "show.violations": ("Limits broken: {count}", "违反限制：{count} 处"),
    "show.no_violations": ("No limit is broken", "未违反任何限制"),
    "show.project": ("Project", "项目"),
    "show.person": ("Person", "人员"),
    "show.days": ("Days", "人天"),
    "show.tier": ("Tier", "档"),
    "show.wanted": ("Wanted", "需求"),
    "show.met": ("Met", "已满足"),
    "show.bound": ("Bound", "上限"),
    "show.gap": ("Gap", "缺口"),
    "show.proved": ("Proved", "已证明"),
    "show.severity": ("Severity", "严重度"),
}

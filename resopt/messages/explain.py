"""Sentences: why demand is not met, and which facts contradict each other."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "explain.no_project": (
        "there is no project {project!r}; give one of the IDs {known}",
        "没有项目 {project!r}；请使用以下编号之一：{known}",
    ),
    "explain.gap": (
        "{project} lacks {gap} of the {wanted} {unit} that {line} wants in {span}: {reason}",
        "{project}的需求 {line} 在{span}缺 {gap} {unit}（需求 {wanted} {unit}）：{reason}",
    ),
    "explain.rest": (
        "{count} smaller gaps come to {gap} of {wanted} {unit}: the lines lack less than {days} {unit} and less than "
        "{share} of what they want (Report Threshold).",
        "另有 {count} 处较小缺口，合计 {gap} {unit}（需求 {wanted} {unit}）：相关需求的缺口不足 {days} {unit}且不到其"
        "需求的 {share}（上报门槛）。",
    ),
    "explain.rest.one": (
        "One smaller gap comes to {gap} of {wanted} {unit}: the line lacks less than {days} {unit} and less than "
        "{share} of what it wants (Report Threshold).",
        "另有 1 处较小缺口，为 {gap} {unit}（需求 {wanted} {unit}）：该需求的缺口不足 {days} {unit}且不到其需求的 "
        "{share}（上报门槛）。",
    ),
    # Who could serve, and where their days are.
    "explain.people": (
        "{count} people could serve; of their {contract} contract {unit} in this time, {parts}.",
        "可承担者共 {count} 人，同期合同工时合计 {contract} {unit}，其中 {parts}。",
    ),
    "explain.person": (
        "one person could serve; of the {contract} contract {unit} in this time, {parts}.",
        "可承担者仅 1 人，同期合同工时 {contract} {unit}，其中 {parts}。",
    ),
    "explain.nobody": ("nobody meets what it asks for.", "没有人员满足其要求。"),
    "explain.no_days": (
        "the {count} people who could serve have no working days in this time.",
        "可承担者（{count} 人）同期没有工作日。",
    ),
    "explain.higher": (
        "{days} are on higher-priority projects ({projects})",
        "{days} {unit}用于优先级更高的项目（{projects}）",
    ),
    "explain.equal": (
        "{days} are on projects of equal priority ({projects})",
        "{days} {unit}用于同一优先级的项目（{projects}）",
    ),
    "explain.lower": (
        "{days} are on lower-priority projects ({projects})",
        "{days} {unit}用于优先级更低的项目（{projects}）",
    ),
    "explain.locked": (
        "{days} are hard-locked elsewhere ({projects})",
        "{days} {unit}被硬锁定在别处（{projects}）",
    ),
    "explain.frozen": (
        "{days} are frozen elsewhere ({projects})",
        "{days} {unit}被冻结在别处（{projects}）",
    ),
    "explain.must": (
        "{days} are on lower-priority projects that are must have ({projects})",
        "{days} {unit}用于优先级更低的必保项目（{projects}）",
    ),
    "explain.barred": (
        "{days} are on lower-priority projects because a rule keeps them from this line ({rules})",
        "{days} {unit}用于优先级更低的项目，因为规则不允许投入该需求（{rules}）",
    ),
    "explain.own": ("{days} are on other lines of this project", "{days} {unit}用于本项目的其他需求"),
    "explain.same": ("{days} are on this line already", "{days} {unit}已投入该需求"),
    "explain.absent": ("{days} are absence", "{days} {unit}不在岗"),
    "explain.bau": ("{days} are run-the-business work", "{days} {unit}用于非项目工作"),
    "explain.overtime": ("{days} are worked on top as overtime", "另有 {days} {unit}为超负荷投入"),
    "explain.limit": (
        "{days} are free, but a rule holds them back ({rules})",
        "{days} {unit}空闲，但受规则限制（{rules}）",
    ),
    "explain.together": (
        "{days} are free, but the rules together hold them back",
        "{days} {unit}空闲，但受多项规则共同限制",
    ),
    "explain.open": (
        "{days} are free, but no plan found so far can use them without losing more elsewhere",
        "{days} {unit}空闲，但在目前找到的计划中，用于此处会使别处减少更多",
    ),
    "explain.holder": ("{name} {days}", "{name} {days}"),
    "explain.more": ("{count} more {days}", "其余 {count} 个 {days}"),
    "explain.parts": (", ", "；"),
    "explain.span": (
        "the {count} weeks of {first} to {last}",
        " {first} 至 {last} 的 {count} 周（以周一表示）内",
    ),
    # Facts that contradict each other.
    "explain.contradiction": (
        "Set aside: {fact} The limits rule it out as long as these hold: {group}",
        "未能兑现：{fact}在各项限制之下，它与以下事项不能同时成立：{group}",
    ),
    "explain.contradiction.alone": (
        "Set aside: {fact} The limits alone rule it out.",
        "未能兑现：{fact}仅各项限制就使其无法成立。",
    ),
    "explain.contradiction.rough": (
        "Set aside: {fact} The limits and these rule it out, though perhaps not all of them are needed: {group}",
        "未能兑现：{fact}各项限制与以下事项使其无法成立（其中部分事项可能并非必要）：{group}",
    ),
    "explain.contradiction.unknown": (
        "Set aside: {fact} It was not found in time which other requirements rule it out.",
        "未能兑现：{fact}未能在限定时间内查明它与哪些事项冲突。",
    ),
    "explain.fact": (" {fact}", "{fact}"),
}

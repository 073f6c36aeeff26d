"""Sentences on lines that are short together, and on many lines that stand in the way together."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "part.list": (", ", "、"),
    "explain.gap.all": (
        "{project} lacks {gap} of the {wanted} {unit} that {line} want together in {span}: {reason}",
        "{project}的需求 {line} 在{span}合计缺 {gap} {unit}（需求 {wanted} {unit}）：{reason}",
    ),
    "explain.same.all": ("{days} are on these lines already", "{days} {unit}已投入这些需求"),
    "why.alone.all": (
        "{when}the lines want {needed} {unit} of {people}, whose {unit} come to {have}",
        "{when}这些需求要{people}投入 {needed} {unit}，而其可用仅 {have} {unit}",
    ),
    "why.given.all": (
        "{when}{people} could give them {asked} {unit}, but {facts}, which leaves {have}",
        "{when}{people}本可投入 {asked} {unit}，但{facts}，仅余 {have} {unit}",
    ),
    "why.claims.all": (
        "{when}these lines ({asked}) and {claims} need {needed} {unit} of {people}, whose {unit} come to {have}",
        "{when}这些需求（{asked} {unit}）与{claims}合计需要{people} {needed} {unit}，而其可用仅 {have} {unit}",
    ),
    "why.broad": (
        "{when}this line ({asked}) and {claims} need {needed} {unit} of {people}, who have {have} for them",
        "{when}该需求（{asked} {unit}）与{claims}合计需要{people} {needed} {unit}，而其可投入仅 {have} {unit}",
    ),
    "why.broad.all": (
        "{when}these lines ({asked}) and {claims} need {needed} {unit} of {people}, who have {have} for them",
        "{when}这些需求（{asked} {unit}）与{claims}合计需要{people} {needed} {unit}，而其可投入仅 {have} {unit}",
    ),
    "why.loose": (
        "{when}there are days enough: rules stand in the way together, or a better plan was not found",
        "{when}人天数量足够：受多项规则共同限制，或尚未找到更好的计划",
    ),
    "why.loose.rest": (
        "{when}there are days for more: rules stand in the way together, or a better plan was not found",
        "{when}人天数量可满足更多：受多项规则共同限制，或尚未找到更好的计划",
    ),
    "why.ruled.all": (
        "{when}they cannot get {asked} {unit} while {facts}",
        "{when}在以下条件下无法得到 {asked} {unit}：{facts}",
    ),
    "why.own.all": ("the lines keep the {days} {unit} they have", "这些需求保留已有的 {days} {unit}"),
    "why.all.fit": (
        "without the first fact of each of these {count} reasons they fit (re-solved)",
        "以上 {count} 条原因各去除首项后即可满足（已重新求解）",
    ),
}

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
        "{when}the lines want {needed} {unit} of {people}, who can give {have}",
        "{when}这些需求要{people}投入 {needed} {unit}，而其可用人力仅 {have} {unit}",
    ),
    "why.given.all": (
        "{when}{people} would have {before} {unit}, but {facts}, which leaves {have} where {asked} are needed",
        "{when}{people}本有 {before} {unit}，但{facts}，仅余 {have} {unit}，少于所需的 {asked} {unit}",
    ),
    "why.claims.all": (
        "{when}these lines ({asked}) and {claims} need {needed} {unit} of {people}, who can give {have}",
        "{when}这些需求（{asked} {unit}）与{claims}合计需要{people} {needed} {unit}，而其可用人力仅 {have} {unit}",
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
        "{when}there are days enough: rules hold them back, or a better plan exists",
        "{when}人天数量足够，但受规则限制，或方案仍有改进余地",
    ),
    "why.loose.rest": (
        "{when}less is met than these days allow: rules hold the rest back, or a better plan exists",
        "{when}实际所得少于人天数量所允许：其余受规则限制，或方案仍有改进余地",
    ),
    "why.loose.proved": (
        "{when}there are days enough, but rules hold them back: no plan gives this tier more (proved)",
        "{when}人天数量足够，但受规则限制：已证明没有计划能使该档得到更多",
    ),
    "why.loose.rest.proved": (
        "{when}less is met than these days allow, as rules hold the rest back: no plan gives this tier more (proved)",
        "{when}实际所得少于人天数量所允许，系受规则限制：已证明没有计划能使该档得到更多",
    ),
    "why.ruled.rest.all": (
        "{when}they cannot get the {asked} of these {unit} that come in whole steps while {facts}",
        "{when}因{facts}，这些需求连其中按投入刻度取整后的 {asked} {unit}也无法全部得到",
    ),
    "why.ruled.all": (
        "{when}they cannot get {asked} {unit} while {facts}",
        "{when}因{facts}，这些需求无法得到 {asked} {unit}",
    ),
    "why.own.all": ("the lines keep the {days} {unit} they have", "这些需求保留已有的 {days} {unit}"),
    "why.all.fit": (
        "if the first fact of each of these {count} reasons gives way, they get all their days (re-solved)",
        "若以上 {count} 条原因中各自的第一项都能让步，这些需求即可全部满足（已重新求解）",
    ),
}

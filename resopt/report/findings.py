"""The finding in one sentence and the key messages, written from the numbers so that they hold for every input."""

from __future__ import annotations

from collections.abc import Iterator

from resopt.report.capacity import by_role
from resopt.report.conflicts import over_allocations
from resopt.report.coverage import first_short_tier
from resopt.report.figures import Figures
from resopt.report.wording import Words, far_share, share_text

MOST = 5  # messages on the page


def title(figures: Figures, words: Words) -> str:
    """Return the finding."""
    wanted, gap = figures.total_wanted, figures.total_wanted - figures.total_met
    if not wanted:
        return words.say("title.no_demand")
    if not figures.total_capacity:
        return words.say("title.nobody", wanted=words.amount(wanted))
    if not gap:
        return words.say("title.full", wanted=words.amount(wanted))
    covered = share_text(figures.total_met, wanted)
    roles, missing = worst_roles(figures)
    if len(by_role(figures)) == 1 or not all(roles):
        return words.say("title.short", covered=covered, gap=words.amount(gap))
    key, share = "title.short_role" if len(roles) == 1 else "title.short_roles", share_text(missing, gap)
    return words.say(key, covered=covered, roles=words.both(roles), share=share, gap=words.amount(gap))


def worst_roles(figures: Figures) -> tuple[list[str], int]:
    """Return the role that misses at least half of the days, else the two that miss most, and their days."""
    roles = [r for r in by_role(figures) if any(r.gap)]
    gap = sum(sum(r.gap) for r in roles)
    chosen = roles[:1] if roles and 2 * sum(roles[0].gap) >= gap else roles[:2]
    return [r.role for r in chosen], sum(sum(r.gap) for r in chosen)


def status_text(figures: Figures, words: Words) -> str:
    """Return what is proved; nothing is called proved that the certificate does not say."""
    proof = figures.result.certificate
    if proof.status != "feasible" or not proof.coverage_bound:
        return words.say(f"status.{proof.status}")
    return words.say("status.feasible_gap", gap=f"{100 * far_share(proof.coverage_gap):.1f}")  # never too small


def messages(figures: Figures, words: Words) -> tuple[str, ...]:
    """Return the key messages, the most important first."""
    parts = (_tiers, _set_aside, _record, _roles, _bench, _greedy, _released, _moved)
    found = [sentence for part in parts for sentence in part(figures, words)]
    return tuple(found[:MOST])


def _tiers(figures: Figures, words: Words) -> Iterator[str]:
    tiers, short = figures.portfolio.tiers, first_short_tier(figures)
    if not tiers:
        yield words.say("message.no_projects")
    elif short is None:
        yield words.say("message.all_full", projects=words.count("projects", len(figures.order)))
    else:
        proof = figures.result.certificate.tiers[short] if short < len(figures.result.certificate.tiers) else None
        lines = [line for p in tiers[short].project_ids for line in figures.lines_of(p)]
        gap = words.amount(sum(figures.gap_of(lines)))
        shown = words.say("message.proof" if short else "message.proof_top") if proof and proof.proved else ""
        key = "message.first_short" if short else "message.top_short"
        yield words.say(key, full=short, tiers=len(tiers), tier=words.tier(tiers[short]), gap=gap, proof=shown)


def _set_aside(figures: Figures, words: Words) -> Iterator[str]:
    facts = figures.result.set_aside
    if facts:
        kinds = sorted({words.term("rule", f.rule.value) for f in facts})
        yield words.say("message.set_aside", n=words.count("facts", len(facts)), kinds=words.join(kinds))


def _record(figures: Figures, words: Words) -> Iterator[str]:
    over = over_allocations(figures)
    if over:
        people = words.count("people", len({v.person_id for v in over}))
        days = words.amount(round(sum(v.amount for v in over)))
        overtime = figures.result.score.overtime
        key = "message.record.overtime" if overtime else "message.record"
        yield words.say(
            key, people=people, days=days, weeks=words.count("person_weeks", len(over)), overtime=words.amount(overtime)
        )


def _roles(figures: Figures, words: Words) -> Iterator[str]:
    roles = [r for r in by_role(figures) if any(r.gap)]
    if roles:
        worst = roles[0]
        peak = max(figures.weeks, key=lambda w: (worst.gap[w], -w))
        yield words.say(
            "message.role",
            role=worst.role or words.say("no_role"),
            gap=words.amount(sum(worst.gap)),
            week=words.week(peak),
            peak=words.amount(worst.gap[peak]),
        )


def _bench(figures: Figures, words: Words) -> Iterator[str]:
    free = sum(sum(r.free) for r in by_role(figures))
    if free and figures.total_capacity:
        key = "message.bench" if figures.lists_record else "message.bench.plain"  # that file has no sheet People
        yield words.say(key, free=words.amount(free), share=share_text(free, figures.total_capacity))


def _greedy(figures: Figures, words: Words) -> Iterator[str]:
    proof = figures.result.certificate
    for tier, greedy in zip(proof.tiers, proof.greedy_met, strict=False):
        if tier.all.met != greedy:
            if tier.all.met > greedy:
                name = words.tier_name(tier.kind, tier.label)
                yield words.say("message.greedy", tier=name, days=words.amount(tier.all.met - greedy))
            return


def _released(figures: Figures, words: Words) -> Iterator[str]:
    if figures.released:
        projects = words.count("projects", len({p for _, p, _ in figures.released}))
        yield words.say("message.released", projects=projects, days=words.amount(sum(figures.released.values())))


def _moved(figures: Figures, words: Words) -> Iterator[str]:
    if figures.result.plan.shifts:
        yield words.say("message.moved", projects=words.count("projects", len(figures.result.plan.shifts)))

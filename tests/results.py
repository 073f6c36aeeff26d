"""Results made by hand: a plan, the checker's report and a plain certificate, without a search."""

from __future__ import annotations

from resopt.checker import check, record_plan
from resopt.domain.grid import Grid, lay_out
from resopt.domain.records import Line, Portfolio
from resopt.engine.greedy import greedy
from resopt.plan import Plan
from resopt.result import Amount, Certificate, Conflict, Contradiction, Result, TierProof

SMALL = 400  # gaps below two days are one closing row


def greedy_result(portfolio: Portfolio, plan: Plan | None = None) -> Result:
    """Return the result of a plan (default: the greedy one) with nothing proved but full tiers."""
    grid = lay_out(portfolio)
    plan = greedy(portfolio, grid) if plan is None else plan
    report = check(portfolio, plan)
    proof = certificate(portfolio, grid, plan)
    aside = tuple(
        Conflict(f"F{n:02d}", "contradiction", "medium", f.project_id or "", "", f.week or 0, f.week or 0,
                 contradiction=Contradiction(f, (), False))
        for n, f in enumerate(report.set_aside, 1)
    )  # fmt: skip
    record = check(portfolio, record_plan(portfolio))
    result = Result(plan, report.score, report.set_aside, proof, record, portfolio=portfolio)
    return result.with_conflicts((*conflicts(grid, plan), *aside))  # by hand, in place of the explanation


def met_weeks(grid: Grid, plan: Plan, line: Line) -> tuple[list[int], list[int]]:
    """Return wanted and met by week of a line."""
    wanted = list(grid.wanted_at(line.id, plan.shift_of(line.project_id)))
    given = [0] * len(wanted)
    for a in plan.assignments:
        if a.line_id == line.id:
            given[a.week] += a.units
    return wanted, [min(w, g) for w, g in zip(wanted, given, strict=True)]


def certificate(portfolio: Portfolio, grid: Grid, plan: Plan) -> Certificate:
    """Return a certificate that proves what is met in full and nothing else."""
    tiers, still = [], True
    for tier in portfolio.tiers:
        lines = [line for p in tier.project_ids for line in grid.lines_of[p]]
        parts = []
        for some in ([x for x in lines if x.core], [x for x in lines if x.certainty.value == "firm"], lines):
            rows = [met_weeks(grid, plan, line) for line in some]
            wanted, met = (sum(sum(row[k]) for row in rows) for k in (0, 1))
            parts.append(Amount(wanted, met, wanted))
        still = still and parts[2].met == parts[2].wanted
        tiers.append(TierProof(tier.kind, tier.label, *parts, 0, 0, parts[2].bound, still))
    met, bound = sum(t.all.met for t in tiers), sum(t.all.bound for t in tiers)
    score = check(portfolio, plan).score
    stages = (("tier 1 core", met, bound, 0.1), ("quality", score.quality, 0, 0.2), ("facts", 0, 0, 0.0))
    return Certificate(
        status="coverage_proved" if still else "feasible", ended_by="clock", seconds=1.25, rounds=3, seed=0,
        tiers=tuple(tiers), coverage_bound=bound, coverage_met=met, overtime=score.overtime,
        soft_missed=score.soft_missed, soft_bound=0, change=score.change, change_bound=0, quality=score.quality,
        quality_bound=0, greedy_met=tuple(max(0, t.all.met - 200) for t in tiers), weighted=None, weighted_bound=None,
        stages=stages, input_sha256="ab" * 32, versions=(("resopt", "0.1.0"), ("ortools", "9.15")),
    )  # fmt: skip


def conflicts(grid: Grid, plan: Plan) -> tuple[Conflict, ...]:
    """Return one conflict per short line and the closing row of small gaps."""
    found, rest, small = [], 0, 0
    for lines in grid.lines_of.values():
        for line in lines:
            wanted, met = met_weeks(grid, plan, line)
            gaps = [w - m for w, m in zip(wanted, met, strict=True)]
            short = [w for w, gap in enumerate(gaps) if gap]
            if sum(gaps) < SMALL:
                rest, small = rest + sum(gaps), small + bool(short)
                continue
            level = "high" if grid.tier_of[line.project_id] == 0 else "medium" if sum(gaps) >= 1000 else "low"
            found.append(
                Conflict(f"C{len(found) + 1:02d}", "gap", level, line.project_id, line.id, short[0], short[-1],
                         sum(gaps), sum(wanted))
            )  # fmt: skip
    if rest:
        found.append(Conflict("C-rest", "rest", "low", gap=rest, wanted=rest, count=small))
    return tuple(found)

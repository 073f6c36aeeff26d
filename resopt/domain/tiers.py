"""Tiers: which projects are planned, and in which order of class and band of priority."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from resopt.domain.records import Band, Project, Settings, Status, Tier

KINDS = ("in-flight", "committed", "proposed")


def kind_of(project: Project, in_flight: str, proposed: str) -> str | None:
    """Return the class of a project, None if it is not planned."""
    if project.status is Status.PROPOSED:
        return {"after": "proposed", "with": "committed"}.get(proposed)
    if project.status in (Status.ON_HOLD, Status.CANCELLED):
        return None
    return "in-flight" if project.status is Status.IN_FLIGHT and in_flight == "first" else "committed"


def band_of(rank: Fraction, bands: Iterable[Band]) -> str | None:
    """Return the label of the band that holds `rank`, None if none does."""
    for band in bands:
        if (band.low is None or band.low <= rank) and (band.high is None or rank <= band.high):
            return band.label
    return None


def tiers_of(projects: Iterable[Project], settings: Settings) -> tuple[Tier, ...]:
    """Return the tiers: class by class, in each the bands or ranks in order.

    Without bands each rank is a tier of its own. Projects outside every band are left out.
    """
    groups: dict[tuple[int, Fraction | int], list[Project]] = defaultdict(list)
    labels = [band.label for band in settings.tiers]
    for project in projects:
        kind = kind_of(project, settings.in_flight, settings.proposed)
        label = band_of(project.rank, settings.tiers)
        if kind is not None and (label is not None or not labels):
            step = labels.index(label) if label is not None else project.rank
            groups[KINDS.index(kind), step].append(project)
    return tuple(
        Tier(KINDS[kind], labels[int(step)] if labels else min(p.priority for p in group), ids)
        for (kind, step), group in sorted(groups.items())
        if (ids := tuple(sorted(p.id for p in group)))
    )

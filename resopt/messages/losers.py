"""Sentences: who loses by a remedy, and what else the sheet of remedies says of it."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "remedy.loses.most": ("at most {projects}", "至多 {projects}"),
}

"""Tables: workbooks and frames as a Portfolio, and back; a Plan read from its sheet."""

from __future__ import annotations

from resopt.tables.frames import from_frames, to_frames
from resopt.tables.load import load
from resopt.tables.plans import load_plan, plan_from_frame, plan_to_frame, plan_wide

__all__ = ["from_frames", "load", "load_plan", "plan_from_frame", "plan_to_frame", "plan_wide", "to_frames"]

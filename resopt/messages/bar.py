"""Words of the progress bar in notebooks."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "bar.done": ("{done} of {total} done: {name}", "已完成 {done} / {total}：{name}"),
    "bar.draws": ("draws", "抽样"),
}

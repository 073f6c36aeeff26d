"""The engine: from a Portfolio to a checked Plan with bounds; the only place that knows a solver."""

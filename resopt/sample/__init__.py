"""Sample data: rows of every input sheet, of a fixed quarter or of any size from a seed."""

from resopt.sample.quarter import quarter

__all__ = ["quarter"]

"""Sample data: rows of every input sheet, of a fixed quarter or of any size from a seed."""

from resopt.sample.quarter import quarter
from resopt.sample.random import generate

__all__ = ["generate", "quarter"]

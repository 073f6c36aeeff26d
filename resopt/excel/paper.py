"""How a sheet is printed: on which paper, how many pages wide and high, and before which rows a page begins."""

from __future__ import annotations

from collections.abc import Iterator

from resopt.excel.formulas import Place
from resopt.excel.write_sheet import Canvas

A3, A4 = 8, 9
A3_SIZE = 1.414  # of A4, along each side
WIDTH, HEIGHT = 784.0, 508.0  # points of an A4 page within its margins
HEADER = 13.0  # points left for a repeated header where no page is filled row by row
SMALLEST = 0.7  # of their size, below which letters are too small to be read on paper
A_FEW, NEARLY, SHORT = 0.2, 0.06, 6  # of a page, twice; pages up to which its height is known well enough
FILLED = 0.96  # of a page that rows fill; they can come out a little taller in print
BLOCK = 0.6  # of a page, up to which a table is kept in one piece with its heading
SPACE = 2  # empty rows between a table and the next heading
STEPS = 12  # in which a page is made shorter, so that all are filled alike


def set_paper(canvas: Canvas) -> None:
    """Set paper, scale and the rows at which pages begin; the last page never holds a few rows alone."""
    page, sheet = canvas.page, canvas.sheet
    sheet.set_paper(A3 if _is_large(canvas) else A4)
    name = page.freeze[0]
    frozen = canvas.places.get((page.key, name))
    if frozen:
        sheet.freeze_panes(frozen.first, frozen.columns[page.freeze[1]])
    repeated = canvas.places.get((page.key, page.repeated)) or (frozen if page.repeat else None)
    if repeated:
        sheet.repeat_rows(*_header(repeated))
    pages = 1 if page.whole else 0 if canvas.kept else _pages(canvas)
    begins = [] if pages else _begins(canvas, repeated) if canvas.kept else list(_headed(canvas, repeated))
    sheet.fit_to_pages(1, pages)
    sheet.set_h_pagebreaks(sorted({*canvas.breaks, *begins}))


def _is_large(canvas: Canvas) -> bool:
    """Return whether a sheet is printed on A3: as its page says, or since A4 would make its letters too small."""
    page = canvas.page
    return page.large or (not page.whole and canvas.points_wide * SMALLEST > WIDTH)


def _size(canvas: Canvas) -> tuple[float, float]:
    """Return the scale of print, and how many points of rows go onto a page."""
    larger = A3_SIZE if _is_large(canvas) else 1.0
    scale = min(1.0, WIDTH * larger / canvas.points_wide)
    return scale, HEIGHT * larger / scale


def _pages(canvas: Canvas) -> int:
    """Return how many pages a sheet is pressed into so that none holds a few last rows alone; 0 for no limit."""
    if canvas.breaks:
        return 0
    scale, height = _size(canvas)
    pages = canvas.points_high / (height - HEADER / scale)
    whole = int(pages + NEARLY)
    fits = 1 <= whole < SHORT and pages - whole < A_FEW and scale * whole / pages >= SMALLEST
    return whole if fits else 0


def _header(place: Place) -> tuple[int, int]:
    return (place.header - 1 if place.above else place.header), place.header


def _header_points(canvas: Canvas, repeated: Place | None) -> float:
    """Return the height of the rows that each page repeats."""
    first, last = _header(repeated) if repeated else (0, -1)
    return sum(map(canvas.points_of, range(first, last + 1)))


def _begins(canvas: Canvas, repeated: Place | None) -> list[int]:
    """Return the rows before which a page begins, so that rows that keep together are never torn apart."""
    height, header = _size(canvas)[1] * FILLED, _header_points(canvas, repeated)
    fullest = list(_torn(canvas, height, header))
    shorter = (list(_torn(canvas, height * (1 - step / STEPS / 2), header)) for step in range(STEPS, 0, -1))
    return next((found for found in shorter if len(found) == len(fullest)), fullest)


def _headed(canvas: Canvas, repeated: Place | None) -> Iterator[int]:
    """Yield the rows of headings whose tables would be torn apart, or stand where the end of a page is not known."""
    height, header, used, pages = _size(canvas)[1] * FILLED, _header_points(canvas, repeated), 0.0, 1
    ends = dict(zip(canvas.headings, (*canvas.headings[1:], canvas.row), strict=False))
    for row in range(canvas.row):
        below = sum(map(canvas.points_of, range(row, ends[row] - SPACE))) if row in ends else 0.0
        is_torn = used + below > height and below < height * BLOCK
        if row in canvas.breaks:
            used, pages = 0.0, 1
        elif below and used and (is_torn or pages > SHORT):
            yield row
            used, pages = header, 1
        elif used + canvas.points_of(row) > height:
            used, pages = header, pages + 1
        used += canvas.points_of(row)


def _torn(canvas: Canvas, height: float, header: float) -> Iterator[int]:
    """Yield the first row of each page of a height after the first one."""
    used, row = 0.0, 0
    while row < canvas.row:
        after = row + 1
        while after in canvas.kept:
            after += 1
        points = sum(map(canvas.points_of, range(row, after)))
        if row in canvas.breaks:
            used = 0.0
        elif used + points > height:
            yield row
            used = header
        used, row = used + points, after

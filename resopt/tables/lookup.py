"""Lookup: which person, project or line a cell means, and one spelling for each role, skill or department."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from functools import cached_property

from resopt.excel.cells import CellError, fold

COMPARED = 200_000  # texts; a few seconds

_NAME_AND_ID = re.compile(r"(.+?)\s*[(（]([^()（）]+)[)）]\Z")


def nearest(text: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the known text most like `text`, empty if none is near."""
    spelled = {fold(one): one for one in known}
    found = get_close_matches(fold(text), spelled, 1, cutoff)
    return spelled[found[0]] if found else ""


class Hints:
    """Names the nearest text until enough texts were compared: the sentences after that do without a hint."""

    def __init__(self) -> None:
        self._left = COMPARED

    def near(self, text: str, known: Collection[str]) -> str:
        """Return the known text most like `text`, empty if none is near or nobody has the time to look."""
        if len(known) > self._left:
            return ""
        self._left -= len(known)
        return nearest(text, known)


class Lookup:
    """Finds an ID by ID, name or `name (ID)`; `kind` (`person`, `project`, `line`) chooses the sentences.

    `faulty` are the IDs of rows with a fault: they can be found, but no record was made for them.
    """

    def __init__(self, kind: str, names: dict[str, str], faulty: Iterable[str] = ()) -> None:
        self.kind = kind
        self.names = names
        self.faulty = frozenset(faulty)
        self._known: dict[str, tuple[str, bool] | CellError] = {}
        self._hints = Hints()

    # Made when first asked for: most cells hold an ID as it is written.

    @cached_property
    def _by_id(self) -> dict[str, str]:
        return {fold(one): one for one in self.names}

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for one, name in self.names.items():
            found[fold(name)].append(one)
        return found

    @cached_property
    def _by_digits(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for one in self.names:
            if one.isdigit():
                found[one.lstrip("0")].append(one)
        return found

    def find(self, text: str) -> tuple[str, bool]:
        """Return the ID that `text` means, and whether leading zeros were looked through.

        Raises
        ------
        CellError
            If nothing matches, or more than one does.
        """
        if text not in self._known:
            self._known[text] = self._search(text)
        found = self._known[text]
        if isinstance(found, CellError):
            raise CellError(found.code, **found.values)
        return found

    def _search(self, text: str) -> tuple[str, bool] | CellError:
        if text in self.names:
            return text, False
        if found := self._by_id.get(fold(text)):
            return found, False
        named = self._by_name.get(fold(text), [])
        if len(named) == 1:
            return named[0], False
        if named:
            return CellError(f"input.ambiguous_{self.kind}", found=text, ids=sorted(named))
        if match := _NAME_AND_ID.match(text):
            return self._both(text, match[1], match[2])
        digits = self._by_digits.get(text.lstrip("0"), []) if text.isdigit() else []
        if len(digits) == 1:
            return digits[0], True
        if digits:
            return CellError(f"input.ambiguous_{self.kind}", found=text, ids=sorted(digits))
        return self._unknown(text)

    def _both(self, text: str, name: str, identity: str) -> tuple[str, bool] | CellError:
        found = self._by_id.get(fold(identity))
        if found is None:
            return self._unknown(text)
        if fold(self.names[found]) != fold(name):
            return CellError("input.name_not_id", found=text, id=found, name=self.names[found])
        return found, False

    def _unknown(self, text: str) -> CellError:
        near = self._hints.near(text, [*self.names, *self.names.values()])
        code = f"input.unknown_{self.kind}"
        return CellError(f"{code}_near", found=text, near=near) if near else CellError(code, found=text)


class Spelling:
    """One spelling for each name: of spellings that differ in case or width, the first in order of rank, then text."""

    def __init__(self) -> None:
        self._spelled: dict[str, tuple[int, str]] = {}
        self._known: frozenset[str] | None = None

    def learn(self, text: str, rank: int) -> None:
        """Note a spelling; a lower `rank` (a more authoritative sheet) wins."""
        key, mine = fold(text), (rank, text)
        if text and (key not in self._spelled or mine < self._spelled[key]):
            self._spelled[key] = mine
            self._known = None

    def of(self, text: str) -> str:
        """Return the spelling used throughout; unknown names are returned as they are."""
        return self._spelled.get(fold(text), (0, text))[1]

    def known(self) -> frozenset[str]:
        """Return all spellings in use."""
        if self._known is None:
            self._known = frozenset(spelled for _, spelled in self._spelled.values())
        return self._known

"""The shape of a CSV in UTF-8: how many of its lines, from the first on, are a row of as many cells as the header.

Of these rows the needed columns may be read alone, at full speed: none of their cells stands in another's column, and
row and line are one. The others are for whoever reads line by line: another number of cells, an empty line, a lone
carriage return, a line break between quotes, a quote that neither begins nor ends a cell.

It looks at the bytes on their way to the decoder. Where a sign stands is told by the bits of words, so that one operation
looks at 64 bytes, and cells are counted by the word instead of one by one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Signs = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint64]
"""Places: bit b of word w stands for byte 64 * w + b of the piece."""
_QUOTE, _NEWLINE, _RETURN = b'"\n\r'
_BOM = b"\xef\xbb\xbf"
_BITS = 64
_ONE, _TOP = np.uint64(1), np.uint64(_BITS - 1)
_ALL = ~np.uint64(0)
_POWERS = [np.uint64(1 << power) for power in range(6)]
_ROUND = 256
"""So far counts a byte. A row with a whole round too many hides in it, but not in the sum of the piece."""
_TAIL = 4096
"""Within so many bytes empty lines at the end of the file are left aside."""


class Shape:
    """What `feed` has seen of a file with this separator.

    `rows` are the lines of one shape from the first on, the header among them, `cells` how many each of them has;
    `quoted` says that some cells stand in quotes, `ends_empty` that empty lines stand behind the last row.
    """

    def __init__(self, path: Path, separator: bytes) -> None:
        self.rows = 0
        self.cells = 0
        self.ends_empty = False
        self.quoted = False
        self._separator = separator[0]
        self._left = self._without_empty_end(path)
        self._going = self._left > 0
        self._over = False
        self._kept = b""
        self._separators = 0
        self._inside = np.uint8(0)
        self._start = _ONE  # the very first place, behind a byte order mark; none in later pieces
        self._last = dict.fromkeys(("begins", "closing", "returns", "newlines"), np.uint64(0))

    @property
    def throughout(self) -> bool:
        """Whether the whole file has this shape, but for the empty lines at its end."""
        return self._over and self._going

    def feed(self, piece: bytes) -> None:
        """The next bytes of the file; no bytes are its end."""
        if not self._going or self._over:
            return
        if not piece:
            self._end()
            return
        piece, self._left = self._kept + piece[: self._left], max(0, self._left - len(piece))
        if self._start == _ONE and piece.startswith(_BOM):
            self._start = _ONE << np.uint64(len(_BOM))
        cut = len(piece) // _BITS * _BITS
        self._kept = piece[cut:]
        if cut:
            self._look(piece[:cut])

    def _end(self) -> None:
        """The last line ends, whether the file says so or not."""
        self._over, rest = True, self._kept + b"\n"
        self._look(rest.ljust(-(-len(rest) // _BITS) * _BITS, b"\0"))

    def _without_empty_end(self, path: Path) -> int:
        """How many bytes there are before the line breaks at the end; none where a carriage return stands alone there."""
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _TAIL))
            tail = file.read()
        breaks = tail[len(tail.rstrip(b"\r\n")) :]
        self.ends_empty = breaks.count(b"\n") > 1
        return 0 if b"\r" in breaks.replace(b"\r\n", b"") else size - len(breaks)

    def _look(self, piece: bytes) -> None:
        signs = np.frombuffer(piece, np.uint8)
        separators, newlines = _places(signs, self._separator), _places(signs, _NEWLINE)
        odd: Words | None = None
        if b'"' in piece or b"\r" in piece or self._inside or self._last["closing"] or self._last["returns"]:
            odd = self._outside_quotes(signs, separators, newlines)
        else:
            self._last["begins"] = separators[-1] | newlines[-1]
        if not self.cells:
            self._see_header(separators, newlines)
        if self.cells == 1:  # with more of them, an empty line has too few
            empty = self._empty(newlines, _places(signs, _RETURN))
            odd = empty if odd is None else odd | empty
        self._start = np.uint64(0)
        until = None if odd is None else _first_place(odd)
        self._count(separators, newlines if until is None else _before(newlines, until), until)

    def _outside_quotes(self, signs: Signs, separators: Words, newlines: Words) -> Words:
        """Takes what stands between quotes out of both. Tells where a quote or a carriage return is not a plain one."""
        quotes, returns = _places(signs, _QUOTE), _places(signs, _RETURN)
        self.quoted = self.quoted or bool(quotes.any())
        inside = self._between(quotes)
        opening, closing = quotes & inside, quotes & ~inside
        broken = inside & (newlines | returns)
        separators &= ~inside
        newlines &= ~inside
        begins = self._after("begins", separators | newlines | closing)
        begins[0] |= self._start
        ends = separators | newlines | returns | quotes
        broken |= opening & ~begins
        broken |= self._after("closing", closing) & ~ends
        broken |= self._after("returns", returns) & ~newlines
        return broken

    def _between(self, quotes: Words) -> Words:
        """What stands between quotes, the opening ones included: behind an odd number of them."""
        inside = quotes.copy()
        for distance in _POWERS:
            inside ^= inside << distance
        odd = np.bitwise_xor.accumulate(np.bitwise_count(quotes) & np.uint8(1)) ^ self._inside
        inside[1:] ^= odd[:-1] * _ALL
        inside[0] ^= self._inside * _ALL
        self._inside = odd[-1]
        return inside

    def _empty(self, newlines: Words, returns: Words) -> Words:
        begins = self._after("newlines", newlines)
        begins[0] |= self._start
        return begins & (newlines | returns)

    def _after(self, name: str, words: Words) -> Words:
        """The places behind these; where the last of a piece stood is kept for the next by the name."""
        shifted = words << _ONE
        shifted[1:] |= words[:-1] >> _TOP
        shifted[0] |= self._last[name] >> _TOP
        self._last[name] = words[-1]
        return shifted

    def _see_header(self, separators: Words, newlines: Words) -> None:
        if newlines.any():
            self.cells = 1 + self._separators + _many(_before(separators, _first_place(newlines) or 0))

    def _count(self, separators: Words, newlines: Words, until: int | None) -> None:
        """Counts the rows that end in this piece, up to the first of another shape; those from `until` on are out."""
        at = np.flatnonzero(newlines != 0)
        uneven = self._first_uneven(separators, newlines[at], at) if self.cells else None
        if uneven is not None:
            newlines = _before(newlines, uneven)
            at = np.flatnonzero(newlines != 0)
        self._going = until is None and uneven is None
        rows = self.rows + _many(newlines[at])
        found = self._separators + _many(separators)
        if len(at):
            bit = np.uint64(int(newlines[at[-1]]).bit_length() - 1)
            behind = _many(separators[at[-1] + 1 :]) + _many(separators[at[-1]] >> bit)
            if found - behind != rows * (self.cells - 1):  # some have a whole round too many
                rows, self._going = 0, False
        self.rows, self._separators = rows, found

    def _first_uneven(self, separators: Words, ends: Words, at: npt.NDArray[np.intp]) -> int | None:
        """Where the first row ends that has another number of cells than the header; `ends` are the newlines of the words
        `at`. Up to every end there should be as many separators as rows times those of the header."""
        wanted = self.cells - 1
        kind: Any = np.uint8 if wanted < _ROUND else np.int64
        of_each, over = np.array([wanted, self._separators - wanted * self.rows]).astype(kind)
        cells = np.cumsum(np.bitwise_count(separators), dtype=kind)[at] + over
        many = np.bitwise_count(ends)
        rows = np.cumsum(many, dtype=kind) - many
        words, uneven = separators[at], []
        while len(at):  # one newline of each word after the other
            end = ends & -ends
            rows += kind(1)
            wrong = np.flatnonzero(cells - np.bitwise_count(words & -end) != rows * of_each)
            if len(wrong):
                uneven.append(int(at[wrong[0]]) * _BITS + int(end[wrong[0]]).bit_length() - 1)
            ends = ends ^ end
            more = ends != 0
            at, ends, cells, rows, words = at[more], ends[more], cells[more], rows[more], words[more]
        return min(uneven, default=None)


def _places(signs: Signs, sign: int) -> Words:
    return np.packbits(signs == sign, bitorder="little").view(np.uint64)


def _many(words: Words | np.uint64) -> int:
    return int(np.bitwise_count(words).sum())


def _first_place(words: Words) -> int | None:
    at = np.flatnonzero(words)
    return int(at[0]) * _BITS + _lowest(words[at[0]]) if len(at) else None


def _lowest(word: np.uint64) -> int:
    return (int(word) & -int(word)).bit_length() - 1


def _before(words: Words, place: int) -> Words:
    """The places before one."""
    at, bit = divmod(place, _BITS)
    kept = words.copy()
    kept[at + 1 :] = 0
    kept[at : at + 1] &= np.uint64((1 << bit) - 1)
    return kept

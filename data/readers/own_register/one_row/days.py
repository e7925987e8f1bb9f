"""The days of one row of a register: first day, last day, and the last day after all extensions."""

import re
from datetime import date
from typing import Any, NamedTuple

from data.model import cell_values
from data.model.dates import last_day
from data.readers.cells import days, options, terms
from data.readers.cells.amounts import amount
from data.readers.field_reader import FieldReader
from data.readers.own_register.column_names import NOW
from data.readers.own_register.header_words import header
from data.readers.own_register.mapping import ColumnUse
from data.readers.own_register.one_row.columns import Columns, Values

DAYS_OF_A_MONTH = 31
_NO_LENGTH = 1_000
"""From so much on a bare number is no length of time."""
_YEARS = range(1990, 2100)
SLIPPED = "holds {} in a column of {}: its cells may have slipped into other columns"
_LONG_YEARS = 40
_LEFT = frozenset(("remaining", "left", "unused", "outstanding"))
"""Words of a column of options that were not taken yet: they begin at the last day as it now stands."""
_ENDS = frozenset(("end_date", "current_end_date", "period", "term", "extensions_taken"))
"""By one of these a table tells when a contract ends without the options that are left, or how many are."""
_WAS_EXTENDED = re.compile(r"\s*(?:was |has been |now )?extended (?:by|for)\b", re.IGNORECASE)


class When(NamedTuple):
    """The days of a row: first day, last day as it now stands, last day of the first term, greatest last day.

    As read, `end` is the first end and `current` the stated present one.
    """

    start: date | None
    end: date | None
    current: date | None
    latest: date | None

    @property
    def first(self) -> date | None:
        """The end of the first term, once the extensions are worked out."""
        return self.current or self.end

    @property
    def last(self) -> date | None:
        """The latest day that is known."""
        return self.latest or self.end


class RowDays:
    """Reads the days of one row.

    Args:
        columns: those of its table.
        values: its cells.
        fields: takes an issue for every cell that was not read as it stands.
        counted: takes the names of what was worked out, as `Tally` counts them.
    """

    def __init__(self, columns: Columns, values: Values, fields: FieldReader, counted: list[str]) -> None:
        self._columns, self._uses, self._path = columns, columns.uses, columns.path
        self._values, self._fields, self._counted = values, fields, counted

    def _cells(self, fact: str) -> list[tuple[ColumnUse, Any]]:
        return self._columns.cells(self._values, fact)

    def day(self, fact: str, *, last: bool = False, until: date = date.max) -> date | None:
        """Return the first day that a column of a fact states, none behind `until`: such a one is said."""
        for use, cell in self._cells(fact):
            found = days.day(cell, use.day_order, last=last)
            if found.problem:
                self._say_day(use, cell, found)
            if found.day is not None and found.day <= until:
                return found.day
            if found.day is not None:
                self._fields.issue(self._path(use), cell_values.text(cell), "is still to come", "made missing")
        return None

    def _latest(self) -> date | None:
        """Return the last of the ends after extensions: there may be a column for each extension."""
        until = None
        for use, cell in self._cells("latest_end_date"):
            found = days.day(cell, use.day_order, last=True)
            if found.problem:
                self._say_day(use, cell, found)
            if found.day is not None:
                until = max(found.day, until or found.day)
        return until

    def _say_day(self, use: ColumnUse, cell: Any, found: days.Day) -> None:
        text = cell_values.text(cell)
        if found.day is not None:
            self._fields.issue(self._path(use), text, found.problem, f"read as {found.day.isoformat()}")
        elif "no end" in found.problem:
            self._fields.issue(self._path(use), text, found.problem, "left without an end")
        elif use.fact == "latest_end_date" and terms.term(text) == terms.NO_LENGTH:
            return  # "No extension": the last day is the latest
        else:
            self._fields.lost(self._path(use), text, found.problem)

    def when(self) -> When:
        """Return the days of the row."""
        start, first, by_option, option = self.day("start_date"), None, None, 0.0
        if (end := self._with_option()) is not None:
            first, by_option, option = end
        else:
            first = self.day("end_date", last=True)
        current = self.day("current_end_date", last=True)
        if first and current and current < first:
            first = self._before_the_agreed_end(first, current)
        for use, cell in self._cells("period"):
            both = cell
            if by_option is None and not option and isinstance(cell, str):
                both, by_option, option = self._without_option_behind(use, cell)
            begins, ends = days.both_days(both, use.day_order)
            for found in (begins, ends):
                if found.problem:
                    self._say_day(use, cell, found)
            start, first = start or begins.day, first or ends.day
        latest = self._latest() or by_option or self._day_of_options()
        if start and first and first.year - start.year > _LONG_YEARS:
            self._far_away()
        further = option
        if "term" in self._uses:
            length, more = self._term()
            further = further or more
            if first is None and current is None:
                first = self._end_by_term(start, length)
        return self._extended(When(start, first, current, latest), further)

    def _without_option_behind(self, use: ColumnUse, cell: str) -> tuple[str, date | None, float]:
        bare, until, months = options.behind_both(cell)
        if until and options.may_be_extended_to(cell):
            problem = "may be an option or an extension that was taken"
            self._fields.issue(self._path(use), cell, problem, f"read as an option to {until.isoformat()}")
        return bare, until, months

    def _with_option(self) -> tuple[date | None, date | None, float] | None:
        """Return a last day with the option behind it, as a day or months; None where there is none."""
        for use, cell in self._cells("end_date"):
            if isinstance(cell, str) and options.may_hold_an_option(cell):
                bare, until, months = options.behind_last(cell)
                if until or months:
                    self._count_if(options.names_no_unit(cell), "bare_lengths")
                    found = days.day(bare, use.day_order, last=True)
                    if found.problem:
                        self._say_day(use, cell, found)
                    return found.day, until, months
            if cell not in (None, ""):
                return None
        return None

    def _far_away(self) -> None:
        """Say where a contract runs longer than any but a lease: 2072 may be 2027 with two digits turned round."""
        for use, cell in self._cells("end_date"):
            if text := cell_values.text(cell):
                problem = f"lies more than {_LONG_YEARS} years after the first day"
                self._fields.issue(self._path(use), text, problem, "read as it stands; look at it")

    def _before_the_agreed_end(self, first: date, current: date) -> date:
        """Return the last day where the one that now stands is before the one first agreed."""
        for use, cell in self._cells("current_end_date"):
            if text := cell_values.text(cell):
                ended = bool(NOW & set(header(use.column).words))
                done = "taken as its last day" if ended else "the later day is kept"
                self._fields.issue(self._path(use), text, "is before the last day that was first agreed", done)
                return current if ended else first
        return first

    def _end_by_term(self, start: date | None, length: float | None) -> date | None:
        """Return the last day by the length, or the one named in its place, such as "to 31/3/25"."""
        if length:
            end = last_day(start, length) if start else None
            self._count_if(end is not None, "ends_from_terms")
            return end
        for use, cell in self._cells("term"):
            if until := _day_for_a_length(cell):
                problem = "names a day in a column of lengths"
                self._fields.issue(self._path(use), cell_values.text(cell), problem, "taken as its last day")
                return until
        return None

    def _term(self) -> tuple[float | None, float]:
        for use, cell in self._cells("term"):
            found = terms.term(cell, use.unit)
            if found.first is None and _day_for_a_length(cell):
                continue  # `_end_by_term` says it
            self._say_length(use, cell, found)
            if found.first:
                self._count_if(found.bare, "bare_lengths")
                return found.first, found.further
        return None, 0.0

    def _say_length(self, use: ColumnUse, cell: Any, found: terms.TermLength) -> None:
        if found.problem and found.first is None:
            self._fields.lost(self._path(use), cell_values.text(cell), found.problem)
        elif found.problem:
            self._fields.issue(self._path(use), cell_values.text(cell), found.problem, "read without them")

    def _at_most(self, start: date | None) -> date | None:
        """Return the last day of the longest term that a column states, with all extensions in it."""
        for use, cell in self._cells("longest_term"):
            found = terms.term(cell, use.unit)
            self._say_length(use, cell, found)
            if found.first and start:
                self._count_if(found.bare, "bare_lengths")
                return last_day(start, found.first + found.further)
        return None

    def _extended(self, when: When, further: float) -> When:
        """Return the dates with the extensions that were taken in the end, and those that may be in the latest end."""
        each, parts, until = self._options()
        count, taken = self._count("extension_count"), self._count("extensions_taken")
        months = each * count if count and parts == 1 else each
        months = months or further
        first, now = when.end, when.current or when.end
        first = first or self._before_its_options(when, months)
        now = now or first
        is_left = bool(each) and self._options_are_left()
        moved = min(each * taken, months) if taken and parts == 1 and not is_left else self._months_taken()
        until = until or self._after_extensions(taken or 0)
        if until and when.current is None and (first is None or until > first):
            now = until
        elif when.current is None and first and moved:
            now = terms.longer(first, moved)
            self._counted.append("ends_moved")
        latest = when.latest
        at_most = self._at_most(when.start)
        if latest and at_most:
            self._contradicts(latest, at_most)
        elif at_most and not months:
            latest = max(at_most, now or at_most)
            self._counted.append("latest_from_lengths")
        if taken and first and when.current is None and not (moved or until):
            self._extended_by_nobody_knows()
        if latest and months and first and now and not taken and not is_left:
            self._contradicts(latest, terms.longer(first, months))
        if latest is None and parts > 1 and when.start and first:
            self._may_be_the_term(when.start, first)
        if latest is None and months and now:
            left = months if first or is_left else max(months - each * (taken or 0), 0)
            latest = terms.longer(now if is_left else first or now, left)
            self._count_if(latest is not None, "latest_from_options")
            self._count_if(bool(count and count > 1), "multiplied")
        self._count_if(latest is None and (bool(count) or self._is_ticked()), "options_untold")
        if latest and now and latest < now and when.latest is None:
            latest = now
        return When(when.start, now if first is None or now is None else max(first, now), first, latest)

    def _before_its_options(self, when: When, months: float) -> date | None:
        """Return the last day before the options, where a table states their length and the end with them alone."""
        if not months or when.latest is None or _ENDS.intersection(self._uses):
            return None
        end = terms.longer(when.latest, -months)
        if end is None or (when.start and end <= when.start):
            return None
        self._counted.append("ends_from_latest")
        return end

    def _after_extensions(self, taken: float) -> date | None:
        """Return the last day after so many extensions, where each has a column of its own for it."""
        found = [days.day(cell, use.day_order, last=True).day for use, cell in self._cells("latest_end_date")]
        if len(found) < 2:
            return None
        ends = sorted(each for each in found if each is not None)
        return ends[int(taken) - 1] if 1 <= taken <= len(ends) else None

    def _options_are_left(self) -> bool:
        """Say whether the columns of options are called after those that were not taken yet."""
        called = [set(header(use.column).words) for use, _ in self._cells("extension")]
        further = "current_end_date" in self._uses and all("further" in words for words in called)
        return further or any(_LEFT & words for words in called)

    def _is_ticked(self) -> bool:
        """Say whether a column of options says yes and no more."""
        return any(cell_values.tick(cell) for _, cell in self._cells("extension"))

    def _months_taken(self) -> float:
        """Return the months of the options that were taken, where each has a column of its own that says so."""
        lengths, taken = self._cells("extension"), self._cells("extensions_taken")
        if len(lengths) < 2 or len(lengths) != len(taken):
            return 0.0
        months = 0.0
        for (use, cell), (_, beside) in zip(lengths, taken, strict=True):
            found = terms.term(cell, use.unit)
            if found.first and terms.count(beside)[0]:
                months += found.first + found.further
        return months

    def _count_if(self, so: bool, what: str) -> None:
        if so:
            self._counted.append(what)

    def _contradicts(self, latest: date, worked_out: date | None) -> None:
        """Say where the options give another latest end than the one that is stated."""
        if worked_out is None or abs((latest - worked_out).days) <= DAYS_OF_A_MONTH:
            return
        stated = next((use for use, cell in self._cells("latest_end_date") if cell_values.text(cell)), None)
        if stated is not None:
            problem = f"is not the end with its options, which is {worked_out.isoformat()}"
            self._fields.issue(self._path(stated), latest.isoformat(), problem, "kept; look at both")

    def _extended_by_nobody_knows(self) -> None:
        """Say where a row was extended and does not state by how long: its last day may be an earlier one."""
        for use, cell in self._cells("extensions_taken"):
            if text := cell_values.text(cell):
                problem = "says that it was extended, and no column says until when or by how long"
                self._fields.issue(self._path(use), text, problem, "the last day is read as stated")
                return

    def _may_be_the_term(self, start: date, end: date) -> None:
        """Say where options such as "3+2" add up to the term itself: they may be its parts and no further years."""
        for use, cell in self._cells("extension"):
            found = terms.term(cell, use.unit)
            if not found.first or found.first <= found.further or not found.further:
                continue
            worked_out = last_day(start, found.first + found.further)
            if worked_out and abs((worked_out - end).days) <= DAYS_OF_A_MONTH:
                problem = "is as long as the term itself, of which it may be the parts"
                self._fields.issue(self._path(use), cell_values.text(cell), problem, "read as options; look at it")

    def _options(self) -> tuple[float, int, date | None]:
        """Return the months of all options that the cells state, the number of their parts, and an end by one taken."""
        months, parts, until = 0.0, 0, None
        for use, cell in self._cells("extension"):
            found = terms.term(cell, use.unit)
            if found.first and (day := _taken_until(cell)):
                self._say_extended(use, cell, day)
                until = max(day, until or day)
            elif found.first:
                self._count_if(found.bare, "bare_lengths")
                months, parts = months + found.first + found.further, parts + (2 if found.further else 1)
                self._say_length(use, cell, found)
                if _WAS_EXTENDED.match(text := cell_values.text(cell)):
                    problem = "says that it was extended by so much, which its last day may hold already"
                    self._fields.issue(self._path(use), text, problem, "read as an option that is left; look at it")
            elif found.problem and (day := days.extended_until(cell_values.text(cell))):
                self._say_extended(use, cell, day)
                until = max(day, until or day)
            elif found.problem and cell_values.tick(cell) is None and not options.to_a_day(cell_values.text(cell)):
                self._fields.lost(self._path(use), cell_values.text(cell), found.problem)
                self._may_have_slipped(cell)
        return months, parts, until

    def _may_have_slipped(self, cell: Any) -> None:
        """Say where a column of lengths holds an amount, as where a cell of the row was left out or put in."""
        pounds = amount(cell).pounds
        if pounds is not None and pounds >= _NO_LENGTH and int(pounds) not in _YEARS:
            done = "each is read where it stands; look at the row"
            self._fields.issue(
                f"{self._columns.where}row", cell_values.text(cell), SLIPPED.format("an amount", "lengths"), done
            )

    def _say_extended(self, use: ColumnUse, cell: Any, until: date) -> None:
        problem = f"says that it was extended to {until.isoformat()}"
        self._fields.issue(self._path(use), cell_values.text(cell), problem, "taken as its last day")

    def _day_of_options(self) -> date | None:
        """Return the last of the days up to which the cells of options say that the contract may run."""
        until: date | None = None
        for use, cell in self._cells("extension"):
            text = cell_values.text(cell)
            if terms.term(cell, use.unit).first is None and (found := options.to_a_day(text)):
                problem = "names a day in a column of lengths"
                self._fields.issue(self._path(use), text, problem, "taken as the last day after all extensions")
                until = max(found, until or found)
        return until

    def _count(self, fact: str) -> float | None:
        total: float | None = None
        for use, cell in self._cells(fact):
            number, problem = terms.count(cell)
            if problem and days.day(cell).day:
                number, problem = 1.0, ""  # the day on which it was taken
            if problem:
                self._fields.lost(self._path(use), cell_values.text(cell), problem)
            if number is not None:
                total = (total or 0.0) + number
        return total


def _day_for_a_length(cell: Any) -> date | None:
    """Return the one day that a cell names and nothing else, None for any other cell."""
    text = cell_values.text(cell)
    return days.day(text, last=True).day if len(days.within(text)) == 1 else None


def _taken_until(cell: Any) -> date | None:
    """Return the day to which an option was taken, as "2 years (taken: now ends 31/03/2030)" says it."""
    _, opened, behind = cell_values.text(cell).partition("(")
    return days.extended_until(behind.rstrip(" )")) if opened else None

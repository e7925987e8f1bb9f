"""Whether the contract of one row of a register is planned, in force, ended or cancelled."""

from datetime import date

from data.model import cell_values
from data.model.notice import AwardStatus
from data.readers.cells import choices, days, suppliers
from data.readers.field_reader import FieldReader
from data.readers.own_register.mapping import ColumnUse
from data.readers.own_register.one_row.columns import Columns, Values
from data.readers.own_register.one_row.days import When

_STAGES = {
    choices.CANCELLED: AwardStatus.CANCELLED,
    choices.ENDED: AwardStatus.ENDED,
    choices.PLANNED: AwardStatus.PLANNED,
}


class RowStatus:
    """Reads the status of single rows."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def read(self, values: Values, fields: FieldReader, when: When, named: bool) -> AwardStatus:
        """Return the status by the cells that state one, by an early end, by a remark, else that of all rows.

        Args:
            values: the cells of the row.
            fields: takes an issue for what is not read as it stands.
            when: the days of the row.
            named: whether it has a supplier.
        """
        columns = self._columns
        for use, cell in columns.cells(values, "status"):
            text = cell_values.text(cell)
            stated = self._stated(use, text, fields, when, named=named)
            self._extended_by_remark(use, text, fields, when)
            if stated is not AwardStatus.AWARDED:
                return stated
        for use, cell in columns.cells(values, "terminated_date"):
            text = cell_values.text(cell)
            if cell_values.tick(text) or days.day(cell, use.day_order).day:
                return AwardStatus.ENDED
        for use, text in columns.remarks(values):
            if said := choices.ended_by_remark(text):
                done = f"taken as its status{_and_when(text)}"
                if choices.passed_on(text):
                    done += "; look whether another row carries it on"
                fields.issue(columns.path(use), text[:80], "says that it was ended", done)
                return AwardStatus.CANCELLED if said == choices.CANCELLED else AwardStatus.ENDED
            self._extended_by_remark(use, text, fields, when)
        planned = choices.status(columns.all_rows.get("status", "")) == choices.PLANNED
        return AwardStatus.PLANNED if planned else AwardStatus.AWARDED

    def unawarded(self, values: Values, fields: FieldReader, when: When) -> AwardStatus | None:
        """Return that a contract was given to nobody, or not yet, where its cell of suppliers says so, else None."""
        for use, cell in self._columns.cells(values, "supplier"):
            path = self._columns.path(use)
            if suppliers.not_awarded(text := cell_values.text(cell)):
                fields.issue(path, text, "says that nobody was given the contract", "read as cancelled")
                return AwardStatus.CANCELLED
            begun = when.start is not None and when.start <= day_of_reading()
            if suppliers.is_to_come(text) and not begun and not self._states_status(values):
                problem = "says that the supplier is still to come, and no first day is past"
                fields.issue(path, text, problem, "read as planned")
                return AwardStatus.PLANNED
        return self._being_let(values, fields, when)

    def _being_let(self, values: Values, fields: FieldReader, when: When) -> AwardStatus | None:
        """Return planned where a remark says so of a row that names no supplier and has not begun, else None."""
        named = not self._columns.of("supplier") or any(self._columns.texts(values, "supplier"))
        if named or (when.start is not None and when.start <= day_of_reading()) or self._states_status(values):
            return None
        for use, text in self._columns.remarks(values):
            if suppliers.is_being_let(text):
                problem = "says that the supplier is still to come, and no first day is past"
                fields.issue(self._columns.path(use), text[:80], problem, "read as planned")
                return AwardStatus.PLANNED
        return None

    def runs_on(self, values: Values, when: When) -> bool:
        """Say whether a row states that a contract is in force whose last day is past, options that are left aside."""
        until = when.end or when.latest
        if until is None or until >= day_of_reading():
            return False
        return any(
            cell_values.tick(text) or choices.status(text) == choices.IN_FORCE
            for text in self._columns.texts(values, "status")
        )

    def _states_status(self, values: Values) -> bool:
        """Say whether a row, or its reader for all rows, states a status."""
        stated = any(map(choices.status, self._columns.texts(values, "status")))
        return stated or bool(self._columns.all_rows.get("status"))

    def _stated(self, use: ColumnUse, text: str, fields: FieldReader, when: When, *, named: bool) -> AwardStatus:
        """Return what a cell of status says; `named` is whether the row has a supplier."""
        path, ticked = self._columns.path(use), cell_values.tick(text)
        said = choices.status(text) if ticked is None else (choices.IN_FORCE if ticked else choices.OVER)
        if said == choices.OVER and (when.last is None or _is_cut_short(text, fields, path, when)):
            return AwardStatus.ENDED
        begun = named and when.start is not None and when.start <= day_of_reading()
        if said in (choices.PLANNED, choices.ENDED) and begun and choices.will_be_let_again(text):
            done = "read as in force, since it has a supplier and its first day is past"
            fields.issue(path, text, "says that it will be let again", done)
            return AwardStatus.AWARDED
        if said == choices.ENDED and (to_come := _and_when(text)):
            fields.issue(path, text, "says that it was ended", f"taken as ended{to_come}")
        if said == choices.ENDED and choices.passed_on(text):
            problem = "says that it passed to another supplier"
            fields.issue(path, text, problem, "taken as ended; look whether another row carries it on")
        if said == choices.PLANNED and begun and text.casefold() == "open":
            done = "read as in force, since it has a supplier and its first day is past"
            fields.issue(path, text, "may be an open tender or an open contract", done)
            return AwardStatus.AWARDED
        ahead = when.start is not None and when.start > day_of_reading()
        if said == choices.IN_FORCE and not named and ahead and text.casefold() == "approved":
            problem, done = "may be an approved plan or contract", "read as planned, since it names no supplier"
            fields.issue(path, text, problem, done)
            return AwardStatus.PLANNED
        if said == choices.HELD:
            in_force = named or not (self._columns.of("supplier") or self._columns.all_rows.get("supplier"))
            done = "read as in force" if in_force else "read as planned, since it has no supplier"
            fields.issue(path, text, "says that it waits", done)
            return AwardStatus.AWARDED if in_force else AwardStatus.PLANNED
        if not said and text.casefold() not in cell_values.BLANKS:
            fields.issue(path, text, "is no status that is known", "read as in force")
        return _STAGES.get(said, AwardStatus.AWARDED)

    def _extended_by_remark(self, use: ColumnUse, text: str, fields: FieldReader, when: When) -> None:
        """Say where a remark begins with an extension beyond the last day that is known."""
        until = days.extended_until(text)
        if until and when.end and until > when.end:
            problem = f"says that it was extended to {until.isoformat()}, after its last day {when.end.isoformat()}"
            done = "the last day is read as stated; look at it"
            fields.issue(self._columns.path(use), text[:80], problem, done)


def _and_when(text: str) -> str:
    """Return what to say of the one day that a text gives for an early end, where it is still to come; else ""."""
    told = days.within(text)
    until = days.day(told[0], last=True).day if len(told) == 1 else None
    return f"; its day, {until.isoformat()}, is to come: look at it" if until and until > day_of_reading() else ""


def _is_cut_short(text: str, fields: FieldReader, path: str, when: When) -> bool:
    """Say whether a contract that is over had begun and has its last day before it, by the day of reading."""
    today = day_of_reading()
    if when.last is None or when.last <= today or (when.start and when.start > today):
        return False
    problem = f"says that it is over, before its last day {when.last.isoformat()}"
    fields.issue(path, text, problem, "taken as ended early")
    return True


def day_of_reading() -> date:
    """The day that says what is still to come."""
    return date.today()  # noqa: DTZ011 - the day of reading

"""The public body and the suppliers of one row of a register."""

import re
from collections.abc import Iterator

from data.classify.parties import OWN_WORD
from data.model import cell_values
from data.model.notice import Party
from data.readers.cells import choices, suppliers
from data.readers.field_reader import FieldReader
from data.readers.own_register.header_words import asks_for_place, header
from data.readers.own_register.one_row.columns import Columns, Values

_VOLUNTARY = frozenset(("vcse", "charity", "voluntary", "vcs", "third"))
"""Words of a column whose tick says that the supplier is a charity."""
_NO_ONE_BODY = re.compile(
    r"(?:joint|jointly|both|shared|collaborative|all|various|several|multiple|each)"
    r"(?: (?:contracts?|procurements?|authorities|forces|bodies|councils|partners|organisations|trusts|services))?",
    re.IGNORECASE,
)
"""What stands in place of the public body where several buy together."""
_NO_FURTHER = re.compile(
    r"no (?:second|other|further|joint|additional) (?:supplier|contractor|provider)s?", re.IGNORECASE
)
_PLACE_BEHIND = re.compile(r"(?<=[a-z])(\s(?:ltd|limited|plc|llp|cic)\b\.?)\s*[(,\u2013-].*", re.IGNORECASE)
"""Behind a company in a column of names and places: "(Leeds)", "- Leeds"."""


class RowParties:
    """Reads the parties of single rows, each as Python writes it beside it: that tells rows apart."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def buyer(self, values: Values, fields: FieldReader) -> tuple[Party, str]:
        """Return the public body."""
        name = self._columns.text(values, "buyer", fields)
        if _NO_ONE_BODY.fullmatch(name):
            path = next((self._columns.path(use) for _, use in self._columns.of("buyer")), "buyer")
            fields.issue(path, name, "names no one public body", "the public body is not known")
            name = ""
        stated_kind = self._columns.text(values, "buyer_kind", fields)
        kind = choices.buyer_kind(stated_kind) if stated_kind else ""
        party = Party(name, ((OWN_WORD, kind),) if kind else ())
        return party, repr(party)

    def suppliers(self, values: Values, fields: FieldReader) -> tuple[tuple[Party, ...] | None, str]:
        """Return who supplies, None where a cell says that somebody does and not who."""
        found = self._suppliers(values, fields)
        return found, repr(found or ())

    def _suppliers(self, values: Values, fields: FieldReader) -> tuple[Party, ...] | None:
        columns = self._columns
        paths = [(columns.path(use), cell) for use, cell in columns.cells(values, "supplier")]
        of_all = columns.all_rows.get("supplier")
        stated = [(path, fields.clean(cell_values.text(cell), path)) for path, cell in paths]
        stated = [each for each in stated if each[1].casefold() not in cell_values.BLANKS]
        stated = [each for each in stated if each[0] == paths[0][0] or not self._ticks(*each, fields)]
        stated = stated or ([("supplier", of_all)] if of_all else [])
        if len(stated) == 1 and suppliers.names_nobody(stated[0][1]):
            fields.issue(*stated[0], "names nobody", "the supplier is not known")
            return None
        found = dict[str, None]()
        placed = {columns.path(use) for use, _ in columns.cells(values, "supplier") if asks_for_place(use.column)}
        for path, cell in stated:
            if suppliers.names_others(cell):
                fields.issue(path, cell[:80], "says that others supply too, and not who", "left out")
            named, has_gap = suppliers.names_and_gap(cell)
            if has_gap:
                fields.issue(path, cell[:80], "names a lot or part without a supplier", "left out")
            if path in placed:
                named = tuple(name for at, name in enumerate(named) if not at or suppliers.has_form_of_a_body(name))
                named = tuple(_PLACE_BEHIND.sub(r"\1", name) for name in named)
            found |= dict.fromkeys(named)
        cells = [cell for _, cell in stated]
        ids = tuple(self._ids(values, cells)) if len(found) == 1 else ()
        kind = self._kind(values, fields)
        return tuple(Party(name, (*((OWN_WORD, kind),), *ids) if kind else ids) for name in found)

    @staticmethod
    def _ticks(path: str, cell: str, fields: FieldReader) -> bool:
        """Say whether a cell of a further supplier says no more than whether there is one: "No", "Yes"."""
        if cell_values.tick(cell):
            fields.issue(path, cell, "says that others supply too, and not who", "left out")
        return cell_values.tick(cell) is not None or bool(_NO_FURTHER.fullmatch(cell))

    def _kind(self, values: Values, fields: FieldReader) -> str:
        for use, cell in self._columns.cells(values, "supplier_kind"):
            text = cell_values.text(cell)
            if (ticked := cell_values.tick(text)) is not None:
                if ticked and _VOLUNTARY & set(header(use.column).words):
                    return "charity"
            elif kind := choices.supplier_kind(text):
                return kind
            elif text.casefold() not in cell_values.BLANKS and text.casefold() != "other":
                problem = "names no kind of supplier that is known"
                fields.issue(self._columns.path(use), text, problem, "told by the name instead")
        return choices.supplier_kind(self._columns.all_rows.get("supplier_kind", ""))

    def _ids(self, values: Values, cells: list[str]) -> Iterator[tuple[str, str]]:
        known = set[str]()
        for fact, scheme in (("company_number", "GB-COH"), ("charity_number", "GB-CHC")):
            for number in self._columns.texts(values, fact):
                if number.casefold() not in cell_values.BLANKS:
                    known.add(scheme)
                    yield scheme, number.zfill(8) if scheme == "GB-COH" and number.isdigit() else number
        for cell in cells:
            for pair in suppliers.numbers(cell):
                if pair[0] not in known:
                    yield pair

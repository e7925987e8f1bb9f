"""What a notice says to change in a contract, or of its end: Find a Tender's UK10, UK11 and UK9."""

from msgspec import UNSET

from data.readers.field_reader import FieldReader
from data.readers.ocds import periods
from data.readers.ocds.json_object import Json
from data.readers.ocds.release import Amendment, Contract, Value, is_given


def say_changed_suppliers(contract: Contract, fields: FieldReader) -> None:
    """Say who comes and goes by a change: whose contract it is then would need the notices before."""
    for change in contract.proposed_amendments + contract.amendments:
        for path, named in (("suppliersAdded", change.suppliers_added), ("suppliersRemoved", change.suppliers_removed)):
            if named:
                listed = named if isinstance(named, list) else [named]
                names = [str(one.get("name") or one.get("id")) for one in listed if isinstance(one, dict)]
                problem = "changes who supplies"
                fields.issue(f"amendments/{path}", "; ".join(names)[:80], problem, "the supplier stays as before")


def say_changed_in_words(contract: Contract, fields: FieldReader) -> None:
    """Say of a change notice that no field of a change tells what changes: its words may move the end or the value.

    A period may be repeated from the contract; a value of the contract is stated because it changes.
    """
    changes = contract.proposed_amendments + contract.amendments
    if contract.value.stated or not changes:
        return
    if all(change == Amendment(description=change.description) for change in changes):
        words, problem = str(changes[-1].description or "")[:80], "says what changes in words alone"
        fields.issue("contracts/amendments", words, problem, "only what its fields state is taken")


def changed_value(contract: Contract) -> Value:
    """Return the value by the last change that states one: "the total value of the amended contract".

    So says Amendment/value of https://github.com/cabinetoffice/ocds_uk_extension/blob/main/release-schema.json.
    """
    changes = contract.proposed_amendments + contract.amendments
    return next((change.value for change in reversed(changes) if change.value.stated), Value())


def changed_end(contract: Contract, fields: FieldReader) -> Json:
    """Return the end by the last change that states one: a change notice (UK10) has it nowhere else.

    Where none does, the last day after extensions that a change states.
    """
    changes = contract.proposed_amendments + contract.amendments
    stated = [change.period for change in changes if change.period.end_date is not UNSET]
    if stated:
        return periods.ends(stated[-1], "amendments/period", fields)
    latest = [change.period.max_extent_date for change in changes if is_given(change.period.max_extent_date)]
    return {"latest_end": fields.day(latest[-1], "amendments/period/maxExtentDate")} if latest else {}


def actual_end(contract: Contract, fields: FieldReader) -> Json:
    """Return the day on which a contract ended, where it is stated: the last day, whatever was agreed.

    A contract termination notice (UK11) has it nowhere else. What the contract came to is no agreed value.
    """
    told = contract.implementation
    if told.final_value.stated:
        final, problem = str(told.final_value.amount or told.final_value.amount_gross), "is what a contract came to"
        fields.issue("contracts/implementation/finalValue", final, problem, "the value stays as agreed")
    day = fields.day(told.end_date, "contracts/implementation/endDate")
    return {"end": day, "latest_end": None} if day else {}


def say_unsaid_end(contract: Contract, fields: FieldReader) -> None:
    """Say of a contract that is over before its term that it is not told since when: its last day stays as agreed."""
    if not is_given(contract.implementation.end_date):
        path, problem = "contracts/implementation/endDate", "is not stated of a contract that is over before its term"
        fields.issue(path, "", problem, "the last day stays as agreed")

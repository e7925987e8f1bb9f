"""Which contract is of which award: both have numbers, which publishers repeat, leave out and write in several ways."""

from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

from msgspec.structs import replace

from data.readers.ocds.json_object import listed, plain_id
from data.readers.ocds.release import Award, Contract, Release, Value, is_given

Told = TypeVar("Told", Award, Contract)
NO_AWARD, NO_CONTRACT = Award(), Contract()
REPEATED = Value(currency="that of its award")
"""In the place of a value that another contract of the award bears already."""
PART = Value(currency="part of that of its award")
"""In the place of a value that a contract does not state, while others of its award state theirs."""


def with_contracts(release: Release) -> list[tuple[Award, Contract]]:
    """Return each award with its contract: one pair per contract, and per award that has none yet.

    Find a Tender's older regime gives several awards one contract number; then they and their contracts go in order
    (https://github.com/open-contracting-extensions/european-union/issues/91), unless their values tell which is whose.
    The other way about, a contract may be of several awards: `awardIDs` of the standard's profile for eForms.
    """
    awards, contracts = _with_shared_contracts(release)
    if not contracts:
        return [(award, NO_CONTRACT) for award in awards]
    by_award: dict[str, list[Contract]] = {}
    for contract, number in zip(contracts, _their_awards(contracts, awards), strict=True):
        by_award.setdefault(number, []).append(contract)
    still = Counter(plain_id(award.id) for award in awards)
    for number in [number for number, times in still.items() if times > 1 and number in by_award]:
        sharing = [award for award in awards if plain_id(award.id) == number]
        by_award[number] = _in_order_of_their_awards(by_award[number], sharing)
    pairs = []
    for award in awards:
        number = plain_id(award.id)
        still[number] -= 1
        left = by_award.get(number, [])
        # The last award of a number takes what is left of its contracts.
        mine, by_award[number] = (left[:1], left[1:]) if still[number] else (left, [])
        own = _with_own_values(award, mine) or [NO_CONTRACT]
        pairs += [(_one_of_several(award, contract) if len(own) > 1 else award, contract) for contract in own]
    return pairs + [(NO_AWARD, contract) for others in by_award.values() for contract in others]


def _in_order_of_their_awards(contracts: list[Contract], awards: list[Award]) -> list[Contract]:
    """Return the contracts of awards that share a number in the order of these, where each has the value of one."""
    theirs, left = [_figure(award.value) for award in awards], list(contracts)
    if not all(award.value.stated for award in awards) or sorted(theirs) != sorted(_figure(one.value) for one in left):
        return contracts
    return [left.pop([_figure(one.value) for one in left].index(figure)) for figure in theirs]


def _their_awards(contracts: list[Contract], awards: list[Award]) -> list[str]:
    """Return the number of the award of each contract.

    Contracts of which none names an award of the notice are of its awards in order, where each states the value of its.
    """
    numbers = by_bare(plain_id(award.id) for award in awards)
    named = [_of_award(contract, awards) for contract in contracts]
    named = [numbers.get(bare(number), number) for number in named]
    own = [plain_id(award.id) for award in awards]
    if len(own) != len(named) or not set(own).isdisjoint(named):
        return named
    values = zip([award.value for award in awards], [contract.value for contract in contracts], strict=True)
    alike = all(one.stated and _figure(one) == _figure(other) for one, other in values)
    return own if alike else named


def _figure(value: Value) -> str:
    """Return an amount as text, since some publishers write numbers in quotes."""
    return plain_id(value.amount or value.amount_gross)


def _of_award(contract: Contract, awards: list[Award]) -> str:
    """Return the number of the award of a contract: one that names none is of the only award there is."""
    unnamed = contract.award_id is None and contract.award_ids is None
    return plain_id(awards[0].id if unnamed and len(awards) == 1 else contract.award_id)


def by_bare(numbers: Iterable[str]) -> dict[str, str]:
    """Return numbers by what is bare of them, where one alone comes to that."""
    given = set(numbers)
    several = Counter(map(bare, given))
    return {bare(number): number for number in given if several[bare(number)] == 1}


def bare(number: str) -> str:
    """Return a number without the noughts before it, in small letters: some publishers refer to 001 as 1, A-1 as a-1.

    The standard's ids are text, equal where every letter is; no process was seen to tell two by their case.
    """
    return (number.lstrip("0") or "0") if number.isdigit() else number.casefold()


def joined(award: str, contract: str) -> str:
    """Return one number of an award and of its contract, which may be one alone or the same."""
    return award if contract in ("", award) else f"{award}/{contract}" if award else contract


def each_once(release: Release) -> tuple[list[Award], list[Contract]]:
    """Return the awards and the contracts of a release without the empty ones and what is listed twice.

    The same of one number is one. Contracts that are alike are two where several awards bear the number of theirs.
    """
    told = _without_repeats([one for one in release.awards if one != NO_AWARD]) or list(release.awards)
    several = Counter(plain_id(award.id) for award in told)
    signed = [one for one in release.contracts if one != NO_CONTRACT]
    alone = _without_repeats(signed)
    return told, alone if all(several[plain_id(one.award_id)] < 2 for one in alone) else signed


def _without_repeats(given: list[Told]) -> list[Told]:
    by_number: dict[str, list[Told]] = {}
    once = list[Told]()
    for one in given:
        alike = by_number.setdefault(plain_id(one.id), [])
        if one.id is None or one not in alike:
            once.append(one)
            alike.append(one)
    return once


def _with_shared_contracts(release: Release) -> tuple[list[Award], list[Contract]]:
    """Return awards and contracts, the awards that share one contract as one award; without a value they stay apart."""
    told, signed = each_once(release)
    if not any(contract.award_ids for contract in signed):
        return told, signed
    awards = {plain_id(award.id): award for award in told}
    written = by_bare(awards)
    contracts, whole, parts = list[Contract](), dict[str, Award](), set[str]()
    for contract in signed:
        named = listed(contract.award_ids)
        numbers = [plain_id(number) for number in named] if isinstance(named, list) else []
        known = dict.fromkeys(number if number in awards else written.get(bare(number), number) for number in numbers)
        mine = [number for number in known if number in awards]
        if mine and contract.value.stated:
            whole[mine[0]] = _one_award([awards[number] for number in mine])
            parts.update(mine[1:])
            mine = mine[:1]
        contracts += [replace(contract, award_id=number) for number in mine] or [contract]
    parts -= whole.keys()
    apart = [award for award in told if plain_id(award.id) not in parts]
    return [whole.get(plain_id(award.id), award) for award in apart], contracts


def _with_own_values(award: Award, contracts: list[Contract]) -> list[Contract]:
    """Return the contracts of an award, whose value is no contract's own where there are several.

    It is "the total value of this award" (https://standard.open-contracting.org/1.1/en/schema/reference/#award). Where
    each contract repeats it or states none, only the first keeps it.
    """
    total = award.value.amount or award.value.amount_gross
    if len(contracts) < 2 or not is_given(total):
        return contracts
    repeat = [not one.value.stated or (one.value.amount or one.value.amount_gross) == total for one in contracts]
    if all(repeat):
        return [contracts[0], *(replace(one, value=REPEATED) for one in contracts[1:])]
    return [one if one.value.stated else replace(one, value=PART) for one in contracts]


def _one_of_several(award: Award, contract: Contract) -> Award:
    """Return an award of several contracts for one of them: with its name, and no value where it states its own."""
    named = _named_by(award, contract)
    return replace(named, value=Value()) if contract.value.stated else named


def _named_by(award: Award, contract: Contract) -> Award:
    """Return an award of several contracts, with what this one is called behind its own title."""
    whole, own = award.title or "", contract.title
    if not isinstance(own, str) or not own or not isinstance(whole, str):
        return award
    return replace(award, title=own if not whole or own.startswith(whole) else f"{whole}: {own}")


def _one_award(awards: list[Award]) -> Award:
    """Return the first of several awards of one contract, with the suppliers, lots and items of all."""
    return replace(
        awards[0],
        suppliers=tuple([one for award in awards for one in award.suppliers]),
        related_lots=[lot for award in awards for lot in related(award)],
        items=tuple([item for award in awards for item in award.items]),
    )


def related(award: Award) -> list[str]:
    """Return the numbers of the lots of an award; one alone counts as a list of one, and an object as its id."""
    lots = listed(award.related_lots)
    each = lots if isinstance(lots, list) else [] if lots is None else [lots]
    return [plain_id(lot.get("id") if isinstance(lot, dict) else lot) for lot in each]

"""Reassessment: a user's own view of a kind of service, or of what one contract is for."""

import re
from collections.abc import Iterable
from typing import Annotated
from urllib.parse import quote, unquote

import numpy as np
import pandas as pd
from pydantic import field_validator

from policy.bounds import MOST_NAMED, cut, first_named
from policy.coded import CodedContracts, Codes
from policy.contracts import BY_NAME
from policy.rules.base import Assumption, Parameter, ReassessRule, Stage
from policy.rules.criteria import ARTICLES
from policy.rules.units import Unit

_OURS = Assumption("None by default; a reader who knows better can say so, and the change travels with the scenario.")
_CONTRACT = re.compile(r"(.+?)=([^=:]+)(?::(.*))?", re.DOTALL)
"""A contract, whose number may hold either sign, the service and a reason."""
_ESCAPED = re.compile(r"([^=]+)=:([^=:]+)(?::([^=]*))?", re.DOTALL)
"""The same where the number holds both: escaped, and `=:` for `=`. The form above reads no such item, so that none
that was written before this one means another thing now."""
_SIGNS = re.compile(r"[%=]|^\s+|\s+$")
"""What is escaped, as in an address: the sign of escaping, that of the form, and blanks that a list takes off."""
_LISTS = ("echr_articles", "at_risk_groups")
ATTRIBUTES = {
    "contact": "Contact with people at risk", "coercive": "Coercive powers", "echr_articles": "Articles at risk",
    "at_risk_groups": "People at risk", "named_in_pledge": "Named in the pledge",
    "meets_pledge_definition": "Relies on state protection", "meets_2006_definition": "At risk by the 2006 Act",
    "meets_current_definition": "At risk by today's law", "light_touch": "Light touch",
    "good_reason_default": "Meant to be independent",
}  # fmt: skip
"""What can be reassessed of a service, with its words."""


class Reassess(ReassessRule):
    """A reader's own assessment replaces ours for a kind of service or for one contract."""

    id = "reassess"
    label = "Reassessed"
    stage = Stage.CRITERIA
    reads = ("contract_id", "service")

    services: Annotated[tuple[str, ...], Parameter("Services reassessed", Unit.ITEMS, basis=_OURS)] = ()
    """Each item is service.attribute:value and may end in :reason, such as guarding.coercive:held:court officers."""
    contracts: Annotated[tuple[str, ...], Parameter("Contracts reclassified", Unit.ITEMS, basis=_OURS)] = ()
    """Items such as abc-1=home_care or abc-1=home_care:its reason; of an id with = and :, a%3D1:2=:home_care."""

    @classmethod
    def in_words(cls, item: str) -> str:
        try:
            service, attribute, value, reason = split_service(item)
        except ValueError:
            contract, service, reason = split_contract(item)
            words = f"contract {contract} as {service.replace('_', ' ')}"
        else:
            value = value.replace("+", " and ").replace("_", " ") or "none"
            words = f"{service.replace('_', ' ')}: {ATTRIBUTES[attribute].lower()} {value}"
        return f"{words} ({reason})" if reason else words

    @field_validator("services")
    @classmethod
    def _services(cls, items: tuple[str, ...]) -> tuple[str, ...]:
        for item in items:
            _, attribute, value, _ = split_service(item)
            allowed = tuple(ARTICLES) if attribute == "echr_articles" else BY_NAME[attribute].values
            for word in value.split("+") if attribute in _LISTS else (value,):
                if allowed and word and word not in allowed:
                    raise ValueError(f"{attribute} is one of {', '.join(allowed)}, not {cut(word)}")
        _once((f"{service}.{attribute}", value) for service, attribute, value, _ in map(split_service, items))
        return items

    @field_validator("contracts")
    @classmethod
    def _contracts(cls, items: tuple[str, ...]) -> tuple[str, ...]:
        _once(split_contract(item)[:2] for item in items)
        return items

    def apply(self, coded: CodedContracts) -> CodedContracts:
        """Return the contracts as the reader sees them; what names no known service or contract changes nothing."""
        if not self.services and not self.contracts:
            return coded
        codes = self._service_codes(coded) if self.contracts else None
        return coded.with_services(self._service_table(coded.services), codes)

    def _service_table(self, services: pd.DataFrame) -> pd.DataFrame:
        stated: dict[str, dict[str, str]] = {}
        for service, attribute, value, _ in map(split_service, self.services):
            if service in services.index:
                stated.setdefault(attribute, {})[service] = value.replace("+", " ") if attribute in _LISTS else value
        changed = services.copy()
        for attribute, values in stated.items():
            changed.loc[list(values), attribute] = list(values.values())
        return changed

    def _service_codes(self, coded: CodedContracts) -> Codes:
        order = {service: position for position, service in enumerate(coded.services.index)}
        named = {contract: order[service] for contract, service in self._named() if service in order}
        codes, ids = coded.code("service").copy(), coded.frame["contract_id"]
        rows = np.flatnonzero(ids.isin(list(named)))
        codes[rows] = [named[contract] for contract in ids.iloc[rows]]
        return codes

    def _named(self) -> list[tuple[str, str]]:
        """Each contract that is named, with what it is said to be for."""
        return [split_contract(item)[:2] for item in self.contracts]

    def unknown_names(self, coded: CodedContracts) -> list[str]:
        """Items that name a service or a contract that these data do not hold."""
        known = set(coded.services.index)
        services = [item for item in self.services if split_service(item)[0] not in known]
        named = self._named()
        if not named:
            return services
        ids = coded.frame["contract_id"]
        held = set(ids[ids.isin([contract for contract, _ in named])])
        return services + [
            item
            for item, (contract, service) in zip(self.contracts, named, strict=True)
            if contract not in held or service not in known
        ]

    def not_in_data(self, coded: CodedContracts) -> list[str]:
        """Say of what is reassessed and not in these data that it changes nothing (semantics 1)."""
        said = "reassessed, but not in these data, so that nothing changes"
        names = self.first_unknown(coded)
        return [*(f"{said}: {name}" for name in names[:MOST_NAMED]), *names[MOST_NAMED:]]

    def first_unknown(self, coded: CodedContracts) -> list[str]:
        """Name the first of `unknown_names`, each with the one contract of these data that bears its number, if any;
        last how many more there are.

        The id of a contract in a register of one's own is its number and a mark of its facts, `C12/5d808794`: next
        month's file with another end or value has another id of the same contract.
        """
        unknown = self.unknown_names(coded)
        named = first_named(unknown)
        if not self.contracts:  # then a table in parts is read without its ids
            return named
        hints = [_of_the_number(item, coded.frame["contract_id"]) for item in unknown[:MOST_NAMED]]
        return [f"{name}{hint}" for name, hint in zip(named, [*hints, ""], strict=False)]


def _of_the_number(item: str, ids: pd.Series) -> str:
    """Say which id has the number that a reclassified contract has, without its mark; empty for none or several."""
    try:
        split_service(item)
    except ValueError:
        contract = split_contract(item)[0]
    else:
        return ""
    number, slash, _ = contract.rpartition("/")
    if not slash:
        return ""
    alike = [name for name in ids[ids.str.startswith(f"{number}/")] if name.rpartition("/")[0] == number]
    return f"; did you mean {cut(alike[0])}?" if len(alike) == 1 and alike[0] != contract else ""


def _once(told: Iterable[tuple[str, str]]) -> None:
    """Raise ValueError where one thing is told in two ways, of which one would be passed over."""
    known: dict[str, str] = {}
    for thing, value in told:
        if known.setdefault(thing, value) != value:
            raise ValueError(f"{cut(thing)} is said to be {cut(known[thing])} and {cut(value)}; leave one of the two")


def split_service(item: str) -> tuple[str, str, str, str]:
    """Split `service.attribute:value:reason`; raises ValueError where the form is another."""
    head, colon, rest = item.partition(":")
    service, dot, attribute = head.partition(".")
    value, _, reason = rest.partition(":")
    if not (colon and dot and service and attribute in ATTRIBUTES):
        raise ValueError(f"expected service.attribute:value with an attribute of {', '.join(ATTRIBUTES)}")
    return service, attribute, value, reason


def split_contract(item: str) -> tuple[str, str, str]:
    """Split `contract_id=service:reason`; raises ValueError where the form is another."""
    if match := _CONTRACT.fullmatch(item):
        contract, service, reason = match.groups(default="")
        return contract, service, reason
    if match := _ESCAPED.fullmatch(item):
        contract, service, reason = match.groups(default="")
        return unquote(contract), service, unquote(reason)
    raise ValueError("expected contract_id=service")


def join_contract(contract: str, service: str, reason: str) -> str:
    """Write what `split_contract` gives back: as it stands where that is read so, else with the signs escaped."""
    item = f"{contract}={service}:{reason}"
    if item == item.strip() and _CONTRACT.fullmatch(item) and split_contract(item) == (contract, service, reason):
        return item
    return f"{_escaped(contract)}=:{service}:{_escaped(reason)}"


def _escaped(text: str) -> str:
    return _SIGNS.sub(lambda found: quote(found[0], safe=""), text)


def with_service(items: tuple[str, ...], service: str, attribute: str, value: str, reason: str) -> tuple[str, ...]:
    """Reassess one attribute of a service; an earlier view of the same is replaced."""
    others = [item for item in items if split_service(item)[:2] != (service, attribute)]
    return (*others, f"{service}.{attribute}:{value}:{reason}")


def with_contract(items: tuple[str, ...], contract: str, service: str, reason: str) -> tuple[str, ...]:
    """Say what one contract is for; an earlier view of the same is replaced."""
    others = [item for item in items if split_contract(item)[0] != contract]
    return (*others, join_contract(contract, service, reason))


RULES = (Reassess,)

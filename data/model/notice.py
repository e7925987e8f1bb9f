"""What a published notice says about one award, before anything is judged or normalised.

Records here and in the modules that follow are msgspec's: as fixed as frozen dataclasses, and quicker to make
and to read.
"""

import re
from datetime import date
from enum import StrEnum

from msgspec import Struct

from data.model.issues import Issue
from data.model.money import STANDARD_VAT_RATIO


class AwardStatus(StrEnum):
    """Where the award stands by this notice."""

    AWARDED = "awarded"
    PLANNED = "planned"
    ENDED = "ended"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    """The whole procurement ended without an award."""


NAMES_NOBODY = ("name", "nobody")


class Party(Struct, frozen=True, gc=False):
    """A buyer or supplier as the notice declares it.

    `ids` are (scheme, number), the scheme "" where none is given; `types` are (scheme, type) as declared, with
    `NAMES_NOBODY` where what stands for a name names nobody ("To be confirmed").
    """

    name: str = ""
    ids: tuple[tuple[str, str], ...] = ()
    types: tuple[tuple[str, str], ...] = ()
    vcse: bool | None = None


class AwardNotice(Struct, frozen=True, gc=False):
    """One award in one notice, as published.

    - `published` is the time as text, by whatever clock; UK local where none is told.
    - `award_number` and `contract_number` are the two that `award_id` is made of, where a source has both.
    - `lot_text` is what the award's own title and description add.
    - `n_suppliers` is given where a source counts its suppliers without naming them; NaN where it does not count.
    - `amount` (VAT as `vat_basis` says), `amount_gross` (with VAT) and `amount_annual` (a year's) are in `currency`.
    - `vat_ratio` is what `amount_gross` is divided by, where a register states a rate of VAT for its row.
    - `partial` marks a notice that only changes, ends or reports on a contract.
    - `modifies` marks a modification notice of the older regime (F20), which states the contract anew.
    - `intends` marks a notice that an award is intended, which a notice of the award follows.
    - `states_form` marks a notice with a field for whether a framework or a purchasing system is set up.
    - `value_elsewhere` marks a contract whose award's value another contract of the award bears.
    - `estimate_of` says that the value is the estimate of the `tender` or of its `lots`; "" where it is neither.
    - `lots` are the numbers of the lots that the award is of.
    - `removed` are the suppliers that a `partial` notice says to supply no more; its `suppliers` take their place.
    - `of_all_parties`: its suppliers are all in that role in the notice, which names none for the award.
    - `follows` are the processes from which its own follows on, as from one that only planned.
    - `may_be_renewed` and `renewal`: whether it may go on after its first term, and what a field says of that in words.
    - `form_stated` says in which cell a register states the form of the agreement.
    - `date_signed` tells apart awards without a period.
    - `of_year`: a register has a row for each year of a contract, of which this is one.
    - `numbered` marks a row of a register whose `release_id` is its own number: another number is another contract.
    - `sheet` is that of the row of a register, "" where its workbook has one alone.
    - `of_own_register` marks a row of a reader's own register: its remarks are not read for when it runs.
    - `of_notices` marks such a row of a table of published notices, whose descriptions are.
    """

    source: str
    line: int | None
    title: str
    buyer: Party
    published: str = ""
    ocid: str = ""
    release_id: str = ""
    award_id: str = ""
    award_number: str = ""
    contract_number: str = ""
    notice_url: str = ""
    status: AwardStatus = AwardStatus.AWARDED
    partial: bool = False
    modifies: bool = False
    intends: bool = False
    removed: tuple[str, ...] = ()
    of_all_parties: bool = False
    description: str = ""
    lot_text: str = ""
    cpvs: tuple[str, ...] = ()
    category: str = ""
    suppliers: tuple[Party, ...] = ()
    n_suppliers: float | None = None
    amount: float | None = None
    amount_gross: float | None = None
    amount_annual: float | None = None
    vat_ratio: float = STANDARD_VAT_RATIO
    estimated: bool = False
    vat_basis: str = "unknown"
    currency: str = "GBP"
    start: date | None = None
    end: date | None = None
    latest_end: date | None = None
    may_be_renewed: bool = False
    renewal: str = ""
    date_signed: date | None = None
    region_codes: tuple[str, ...] = ()
    region_names: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    method_details: str = ""
    rationale: str = ""
    special_regimes: tuple[str, ...] = ()
    is_framework: bool = False
    is_dps: bool = False
    states_form: bool = False
    value_elsewhere: bool = False
    estimate_of: str = ""
    lots: tuple[str, ...] = ()
    under_framework: bool = False
    follows: tuple[str, ...] = ()
    form_stated: str = ""
    legal_basis: str = ""
    origin: str = ""
    numbered: bool = False
    of_year: bool = False
    of_own_register: bool = False
    of_notices: bool = False
    sheet: str = ""


PUBLISHERS = frozenset(
    {
        "Contracts Finder",
        "Contracts Finder (mySociety)",
        "Find a Tender",
        "OJEU award notices 2020",
        "Open Contracting release",
        "Public Contracts Scotland",
        "Sell2Wales",
    }
)
"""Every `origin` of published notices; that of a row of a reader's own register is the name of its file."""
_OF_A_PORTAL = re.compile(r"ocds-|[1-9]\d{4}|[\da-f]{8}-[\da-f]{4}-", re.IGNORECASE)
OF_ANOTHER_BUYER = "has the number, title, supplier, days and value of a row of another buyer"
NoticesAndIssues = tuple[list[AwardNotice], list[Issue]]
"""The award notices of one release, row or line, and what was wrong with it."""


def is_of_one_register(number: str) -> bool:
    """Say whether a contract's own number may be given by each register anew: fewer than five figures, no portal's id.

    Councils number from 1, C001 or CON-2024-003; what a portal gives (DN412345) is the same in all their registers.
    """
    return not _OF_A_PORTAL.search(number)

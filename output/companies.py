"""What a company holds together with others: a second figure beside its bar, never added to it."""

import numpy as np

from data.model.companies import together_with_others
from policy.coded import Bools, CodedContracts
from policy.contracts import SEVERAL_COMPANIES


def held_jointly(coded: CodedContracts, company: str) -> Bools:
    """Find the contracts that a company holds together with others."""
    names = coded.levels["company"]
    if SEVERAL_COMPANIES not in names or "suppliers" not in coded.frame:
        return np.zeros(len(coded), dtype=np.bool_)
    several = coded.code("company") == names.index(SEVERAL_COMPANIES)
    listed = coded.frame["suppliers"].iloc[np.flatnonzero(several)].astype("str")
    found = several.copy()
    found[several] = [together_with_others(text, company) for text in listed]
    return found

"""A rule of your own on the command line: contracts of the Home Office stay as they are.

python examples/new_rule.py assess --set home_office.exempt=yes
"""

import sys
from pathlib import Path
from typing import Annotated

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # for a checkout that is not installed

from cli.policy import main
from policy import rules
from policy.coded import CodedContracts
from policy.rules.base import Assumption, ExitRule, Parameter, Stage
from policy.rules.units import Unit
from policy.ternary import NO, YES, Ternary


class HomeOffice(ExitRule):
    """Contracts of the Home Office stay as they are."""

    id = "home_office"
    label = "Home Office"
    doubt = "Buyer not known"
    stage = Stage.EXEMPTIONS
    reads = ("buyer",)

    exempt: Annotated[bool, Parameter("Exempt the Home Office", Unit.SWITCH, basis=Assumption("an example"))] = False
    """Contracts of the Home Office are exempt."""

    def exits(self, coded: CodedContracts) -> Ternary:
        """Whether each contract is one of the Home Office's; a buyer that is not known makes the answer unknown."""
        if not self.exempt:
            return coded.every(NO)
        return coded.lookup("buyer", lambda name: YES if name == "Home Office" else NO)


rules.RULES = (*rules.RULES, HomeOffice)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], "python examples/new_rule.py"))

"""Write the headline figures of each preset as the oracle reads them on the embedded register.

Run by hand, and only when the data or a preset is meant to have moved: `python -m tests.write_golden`.
Nothing else writes these files, and the engine has no part in them.
"""

from pathlib import Path

from data.load.datasets import embedded
from data.model.service_table import services
from policy.scenarios.presets import presets
from policy.scenarios.scenario import start_values
from tests import oracle
from tests.strategies import plain_rows

FOLDER = Path(__file__).parent / "golden"
UNITS = {
    "contracts": "thousandths of a contract",
    "annual_gbp": "thousandths of a penny a year",
    "whole_life_gbp": "thousandths of a penny",
}
ENDS = ("low", "central", "high", "of")


def written(preset) -> str:
    """The golden file of a preset, as text."""
    found = oracle.assess(plain_rows(embedded().contracts), services().to_dict("index"), start_values(preset))
    lines = [
        f"# {preset.title}",
        f"# Register {embedded().fingerprint}, read by tests/oracle.py",
        f'preset = "{preset.name}"',
    ]
    for measure, unit in UNITS.items():
        total = found.totals[measure]
        lines += ["", f"[{measure}]  # {unit}", *(f"{end} = {getattr(total, end)}" for end in ENDS)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, preset in presets().items():
        (FOLDER / f"{name}.toml").write_text(written(preset), encoding="utf-8")

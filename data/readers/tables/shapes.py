"""The exports that are recognised by their header, whatever the file is called."""

CONTRACTS_FINDER_SUPPLIERS = "Supplier [Name|Address|Ref type|Ref Number|Is SME|Is VCSE]"
CONTRACTS_FINDER = frozenset({"Notice Identifier", "Organisation Name", "Awarded Value", CONTRACTS_FINDER_SUPPLIERS})
HARVEST = frozenset({"releases/0/ocid"})
MYSOCIETY = frozenset({"award_link", "contract_start", "contract_end", "value_amount"})
OJEU = frozenset({"SUPPLIER_NAME", "CONTRACT_BUYER", "CONTRACT_TITLE", "CONTRACT_VALUE", "CONTRACT_URL"})
_SHAPES = {
    "Contracts Finder export": CONTRACTS_FINDER,
    "Contracts Finder daily file": HARVEST,
    "mySociety awards": MYSOCIETY,
    "OJEU awards": OJEU,
}


def known_shape(columns: list[str]) -> str:
    """Name the export that a header belongs to; empty where its columns must be matched."""
    names = set(columns)
    return next((name for name, header in _SHAPES.items() if names >= header), "")

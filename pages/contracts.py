"""Every contract: find it, see where it stands, open it, and read why."""

from ui import page
from ui.contracts import contract_detail, tables
from ui.sections import answer

view = page.open_page("contracts", answer.short)
rows, words = tables.filters(view)
tables.contracts(view, rows, words)
contract_detail.opened(view)

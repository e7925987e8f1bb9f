"""Every contract: find it, see where it stands, open it, and read why."""

from ui import account, answer, frame, tables

view = frame.page("contracts")
answer.short(view)
rows, said = tables.filters(view)
tables.contracts(view, rows, said)
account.opened(view)

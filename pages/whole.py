"""How big the whole is: published national spending in what the policy catches, beside the contracts."""

from ui import page
from ui.sections import whole

view = page.open_page("whole")
found = whole.found(view)
whole.interval(view, found)
whole.bars(view, found)
whole.sources(view, found)
whole.silent(found)
whole.coverage(view, found)
whole.scale(found)
whole.levers(found)
whole.files(view, found)

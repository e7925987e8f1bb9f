"""How big the whole is: published national spending in what the policy catches, beside the contracts."""

from ui import page
from ui.sections import whole

view = page.open_page("whole")
national = whole.how_big(view)
whole.interval(view, national)
whole.bars(view, national)
whole.sources(view, national)
whole.silent(national)
whole.coverage(view, national)
whole.scale(national)
whole.levers(national)
whole.files(view, national)

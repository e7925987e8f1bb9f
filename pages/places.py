"""Where it comes back: the twelve nations and regions as tiles."""

from ui import page
from ui.charts import chart_frame
from ui.sections import answer

view = page.open_page("places", answer.short)
measure = answer.measure_control()
chart_frame.named(view, "places", measure)
chart_frame.named(view, "nation", measure)

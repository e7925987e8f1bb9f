"""Where it comes back: the twelve nations and regions as tiles."""

from ui import page
from ui.charts import chart_frame, views
from ui.sections import answer

view = page.open_page("places")
answer.short(view)
measure = answer.measure_control()
chart_frame.show(views.places(view, measure), view)
chart_frame.show(views.groups(view, "nation", {"UK": "Several nations"}, measure), view)

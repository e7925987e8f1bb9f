"""Where it comes back: the twelve nations and regions as tiles."""

from ui import answer, chart, frame, places, views

view = frame.page("places")
answer.short(view)
measure = answer.measure_control()
chart.show(places.tiles_chart(view, measure), view)
chart.show(views.groups_chart(view, "nation", {"UK": "Several nations"}, measure), view)

"""``{% say "outcome.refused" %}``: a word of the phone app in a plain page."""

from __future__ import annotations

from django import template

from canvass.field.simple import wording

register = template.Library()
register.simple_tag(wording.say, name="say")
register.filter("moment", wording.moment)
register.filter("place_name", wording.place_name)

"""Original pictures for the demo content and for pages without a photograph.

Drawn in code, in one palette. They borrow the geometry of swells, charts, weaving and
bark cloth, but no community's own motif. The same name always gives the same picture.
"""

from pages.artwork import handiwork, seascapes, trade
from pages.artwork.canvas import ALT_TEXTS, draw

__all__ = ["ALT_TEXTS", "draw", "handiwork", "seascapes", "trade"]

"""The members as lights on the ocean: what the home page opens with."""

from datetime import timedelta
from functools import lru_cache
from itertools import pairwise
from math import hypot

from django.utils import dateformat, timezone
from django.utils.safestring import mark_safe
from django.utils.translation import pgettext

from core.navigation import address

WIDTH, HEIGHT = 1000, 560
WEST, EAST = 117.0, 221.0  # degrees of longitude, 0 to 360
NORTH = 20.0  # degrees of latitude
SCALE = WIDTH / (EAST - WEST)
GLYPH = 6.0  # width of a letter, in the chart's units
# The line between two dates, as latitudes and longitudes: from the 180th meridian round
# Tokelau and Samoa, and east of Tonga on. The bulge round Kiribati's Line Islands is
# left out, for Kiribati is shown at Tarawa.
DATE_LINE = (20, 3, -4, -13.9, -15.5, -50), (180, 180, 190, 188.8, 187.5, 187.5)


def project(latitude, longitude):
    """A point on the chart; equirectangular, which suits a band around the equator."""
    return (
        round((longitude % 360 - WEST) * SCALE, 1),
        round((NORTH - latitude) * SCALE * 0.9, 1),
    )


LINE = [project(*point) for point in zip(*DATE_LINE, strict=True)]


def overlaps(box, others):
    """Whether a box (left, top, right, bottom) meets any of the others."""
    left, top, right, bottom = box
    return any(
        left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
        for other in others
    )


def place_label(x, y, text, taken, *, glyph=GLYPH, room=WIDTH):
    """The first free place beside a point: right, left, above, below, at a corner.

    `glyph` is the width of a letter and `room` that of the drawing. Returns x, y and
    text-anchor, and the box it fills.
    """
    width = len(text) * glyph
    places = [
        (x + 9, y + 4, "start", (x + 9, y - 7, x + 9 + width, y + 7)),
        (x - 9, y + 4, "end", (x - 9 - width, y - 7, x - 9, y + 7)),
        (x, y - 10, "middle", (x - width / 2, y - 22, x + width / 2, y - 8)),
        (x, y + 19, "middle", (x - width / 2, y + 8, x + width / 2, y + 22)),
        (x - 4, y + 17, "end", (x - 4 - width, y + 7, x - 4, y + 20)),
        (x - 4, y - 9, "end", (x - 4 - width, y - 19, x - 4, y - 6)),
        (x + 4, y + 17, "start", (x + 4, y + 7, x + 4 + width, y + 20)),
    ]
    inside = [place for place in places if place[3][0] > 0 and place[3][2] < room]
    free = (place for place in inside if not overlaps(place[3], taken))
    return next(free, inside[0] if inside else places[0])


def dotted(line, step=6):
    """Points along a line, near enough to each other that no label slips between."""
    for (x1, y1), (x2, y2) in pairwise(line):
        count = max(1, int(hypot(x2 - x1, y2 - y1) / step))
        for i in range(count + 1):
            yield x1 + (x2 - x1) * i / count, y1 + (y2 - y1) * i / count


def swells():
    """Long lines of swell across the chart, each a smooth curve."""
    return [f"M0 {y}q125 -34 250 0t250 0 250 0 250 0" for y in range(60, HEIGHT, 55)]


# It gives the same for the same points and names, and is most of the chart's work.
@lru_cache(maxsize=4)
def place_lights(points: tuple, names: tuple) -> list[dict]:
    """Where each light and its name stand, as the attributes of SVG."""
    taken = [(x - 6, y - 6, x + 6, y + 6) for x, y in points]
    taken += [(x - 3, y - 3, x + 3, y + 3) for x, y in dotted(LINE)]
    places = []
    for (x, y), name in zip(points, names, strict=True):
        left, top, anchor, box = place_label(x, y, name, taken)
        taken.append(box)
        light = mark_safe(f'cx="{x}" cy="{y}"')
        label = mark_safe(
            f'x="{round(left, 1)}" y="{round(top, 1)}" text-anchor="{anchor}"'
        )
        places.append({"place": light, "label": label})
    return places


def chart(members):
    """What the component draws: a light for each member, and the line between two dates.

    The dates are those on both sides of the 180th meridian now: of Suva's clock, and of
    Pago Pago's.
    """
    points = tuple(project(member.latitude, member.longitude) for member in members)
    places = place_lights(points, tuple(member.title for member in members))
    line_x, _y = project(0, 180)
    now = timezone.now()
    day_format = pgettext("a date on the chart", "l j F")
    return {
        "lights": [
            {"member": member, "url": address(member), **place}
            for member, place in zip(members, places, strict=True)
        ],
        "swells": swells(),
        "line_x": line_x,
        "date_line": "M" + "L".join(f"{x} {y}" for x, y in LINE),
        "west_date": dateformat.format(now + timedelta(hours=12), day_format),
        "east_date": dateformat.format(now - timedelta(hours=11), day_format),
    }

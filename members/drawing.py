"""The members' map as the server draws it: what is read without scripts, and printed.

The land is a picture that the build made (land.svg, see static/map/build-land.mjs); the
pins lie over it, each at its share of the width and height, so that the drawing fits
any screen. Scripts later put a map that moves in its place, with the same pins.
"""

from functools import lru_cache
from itertools import combinations
from math import asinh, degrees, hypot, radians, tan
from operator import attrgetter
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from core.navigation import address, lang_of
from members.chart import place_label
from members.models import MemberPage

# What is in view, as map.js and map.css have it too: degrees of longitude, 0 to 360, and
# of latitude as Mercator's projection stretches them. Three quarters as high as wide.
WEST, EAST = 118.0, 218.0
NORTH, SOUTH = 23.0, -52.0
FARTHEST = 85.0  # degrees of latitude; Mercator's projection never reaches the poles
MARGIN = 2.0  # per cent; a member out of view is shown at the edge

TARGET = 25  # pixels that a fingertip needs for itself: 24 (WCAG 2.5.8), and rounding
WIDTHS = (288, 400, 590, 860)  # pixels the drawing is wide, from a screen of 320 on
LABELLED = 590  # pixels the drawing is wide where names first stand on it
GLYPH = 5.3  # pixels a letter of a name is wide
CROWDED = 90  # pixels; pins nearer to each other compete for room


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """A point's share of the drawing's width and height, in per cent."""
    latitude = max(-FARTHEST, min(FARTHEST, latitude))
    northing = degrees(asinh(tan(radians(latitude))))
    x = (longitude % 360 - WEST) / (EAST - WEST) * 100
    y = (NORTH - northing) / (NORTH - SOUTH) * 100
    return tuple(max(MARGIN, min(100 - MARGIN, share)) for share in (x, y))


def in_pixels(points: list[tuple], width: float) -> list[tuple]:
    """The points on a drawing so wide."""
    height = width * (NORTH - SOUTH) / (EAST - WEST)
    return [(x * width / 100, y * height / 100) for x, y in points]


def spread(*sizes: tuple[tuple, ...], target: float = TARGET) -> list[tuple]:
    """How far each point has to move so that none lies on another.

    Squares of the target's size are pushed apart, along the axis on which they overlap
    less, until all are free; static/js/pins.js does the same. Of a drawing that is shown
    in several sizes, the same moves do for all.
    """
    moves = [[0.0, 0.0] for _point in sizes[0]]
    for _round in range(200):
        is_free = True
        for points in sizes:
            for (a, move_a), (b, move_b) in combinations(
                zip(points, moves, strict=True), 2
            ):
                apart = [b[k] + move_b[k] - a[k] - move_a[k] for k in (0, 1)]
                axis = 0 if abs(apart[0]) > abs(apart[1]) else 1
                missing = target - abs(apart[axis])
                if missing > 0:
                    push = (missing + 0.5) / 2 * (-1 if apart[axis] < 0 else 1)
                    move_a[axis] -= push
                    move_b[axis] += push
                    is_free = False
        if is_free:
            break
    return [tuple(move) for move in moves]


class Pin(NamedTuple):
    """A member's pin. Attributes are written as SVG and map.js have them."""

    member: MemberPage
    url: str
    lang: SafeString
    data: SafeString
    place: SafeString
    offset: SafeString
    label: SafeString


def drawn_pins(members: list) -> list[Pin]:
    """Where each member's pin and name stand."""
    # By code, so that the pins stand alike in every language.
    by_code = sorted(members, key=attrgetter("iso_code"))
    drawn = draw(
        tuple((member.latitude, member.longitude_360) for member in by_code),
        tuple(member.title for member in by_code),
    )
    pins = {
        member.pk: Pin(member, address(member), lang_of(member), *attributes)
        for member, attributes in zip(by_code, drawn, strict=True)
    }
    return [pins[member.pk] for member in members]


# It takes 10 ms, and gives the same for the same points and names.
@lru_cache(maxsize=4)
def draw(coordinates: tuple[tuple], names: tuple) -> list[tuple]:
    """The data, place, offset and label of each pin.

    A pin is moved, by pixels, as far as it must be on narrow screens and wide ones; a
    fine line leads back to its place.
    """
    points = [project(*point) for point in coordinates]
    moves = spread(*(in_pixels(points, width) for width in WIDTHS))
    moves = [(round(dx), round(dy)) for dx, dy in moves]
    places = [
        (x + dx, y + dy)
        for (x, y), (dx, dy) in zip(in_pixels(points, LABELLED), moves, strict=True)
    ]
    return [
        (
            mark_safe(f'data-lat="{latitude}" data-lon="{longitude}"'),
            mark_safe(f'x="{round(x, 1)}%" y="{round(y, 1)}%"'),
            mark_safe(f"{dx} {dy}"),
            mark_safe(f'x="{left}" y="{top}" text-anchor="{anchor}"'),
        )
        for (latitude, longitude), (x, y), (dx, dy), (left, top, anchor) in zip(
            coordinates, points, moves, place_labels(names, places), strict=True
        )
    ]


def place_labels(names: tuple, places: list) -> list[tuple]:
    """Where each name stands from its pin, x and y, and its text-anchor.

    Where pins crowd, names are placed first, for there they have the least choice.
    """

    def neighbours(i):
        x, y = places[i]
        return sum(hypot(x - other[0], y - other[1]) < CROWDED for other in places)

    taken = [(x - 7, y - 7, x + 7, y + 7) for x, y in places]
    labels = [None] * len(places)
    for i in sorted(range(len(places)), key=neighbours, reverse=True):
        x, y = places[i]
        left, top, anchor, box = place_label(
            x, y, names[i], taken, glyph=GLYPH, room=LABELLED
        )
        taken.append(box)
        labels[i] = (round(left - x), round(top - y), anchor)
    return labels

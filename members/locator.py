"""Small maps that show where in the Pacific a member lies, drawn as SVG.

The land is that of the members' map: a GeoJSON MultiPolygon with longitudes 0-360,
which static/map/build-land.mjs makes from Natural Earth.
"""

from math import ceil, cos, floor, hypot, radians

WIDTH, HEIGHT = 3000, 2000  # of the drawing, in whole tenths of a pixel
WEST, SOUTH, EAST, NORTH = 105, -60, 245, 40  # the window of the land file
SPANS = (30, 40, 52)  # degrees of longitude in view
FEW_ISLANDS = 10
GRATICULE = 5
BLEED = 20  # land runs on this far past the edge, so that its outline stays unseen
FINEST = 14  # corners closer than this are drawn as one

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200" '
    'viewBox="0 0 {width} {height}">'
    "<style>@media(prefers-color-scheme:dark){{"
    ".sea{{fill:#0a2a3f}}.land{{fill:#6a9c92;stroke:#6a9c92}}"
    ".grid,.date{{stroke:#7fb3c8}}.ring{{stroke:#ff9a76}}.dot{{fill:#ff9a76}}"
    "}}</style>"
    '<path class="sea" fill="#d9ebf0" d="M0 0h{width}v{height}H0z"/>'
    '<path class="grid" fill="none" stroke="#2b6f8f" stroke-opacity=".22" '
    'stroke-width="6" d="{grid}"/>'
    '<path class="date" fill="none" stroke="#2b6f8f" stroke-opacity=".7" '
    'stroke-width="10" stroke-dasharray="50 40" d="{date_line}"/>'
    '<path class="land" fill="#2f6b63" stroke="#2f6b63" stroke-width="18" '
    'stroke-linecap="round" stroke-linejoin="round" d="{land}"/>'
    '<circle class="ring" cx="{x}" cy="{y}" r="130" fill="none" stroke="#c8452a" '
    'stroke-width="20"/>'
    '<circle class="dot" cx="{x}" cy="{y}" r="30" fill="#c8452a"/>'
    "</svg>\n"
)


class View:
    """A window on the sea, as near to centred on a point as the land file reaches."""

    def __init__(self, land, latitude, longitude, span):
        longitude %= 360
        self.scale = WIDTH / span
        self.stretch = self.scale / cos(radians(latitude))  # keeps islands' shapes
        height = HEIGHT / self.stretch
        self.west = min(max(longitude - span / 2, WEST), EAST - span)
        self.east = self.west + span
        self.north = max(min(latitude + height / 2, NORTH), SOUTH + height)
        self.south = self.north - height
        self.point = self.place(longitude, latitude)
        rings = [[self.place(*c) for c in r[0][:-1]] for r in land["coordinates"]]
        self.islands = [ring for ring in map(clipped, rings) if ring]

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a position falls in the drawing."""
        return (
            (longitude - self.west) * self.scale,
            (self.north - latitude) * self.stretch,
        )


def locator_svg(land: dict, latitude: float, longitude: float) -> str:
    """Draw the sea around a point, with a ring and a dot on it.

    The view widens until there are some islands to know the place by.
    """
    for width in SPANS:
        view = View(land, latitude, longitude, width)
        if len(view.islands) > FEW_ISLANDS:
            break
    x, y = map(round, view.point)
    meridians = [view.place(lon, 0)[0] for lon in graticule(view.west, view.east)]
    parallels = [view.place(0, lat)[1] for lat in graticule(view.south, view.north)]
    date_line = round(view.place(180, 0)[0])
    return SVG.format(
        width=WIDTH,
        height=HEIGHT,
        grid="".join(f"M{round(x)} 0V{HEIGHT}" for x in meridians)
        + "".join(f"M0 {round(y)}H{WIDTH}" for y in parallels),
        date_line=f"M{date_line} 0V{HEIGHT}" if 0 < date_line < WIDTH else "",
        land="".join(map(path, view.islands)),
        x=x,
        y=y,
    )


def graticule(start: float, end: float) -> list[int]:
    """The round degrees between two, but not 180, which has a line of its own."""
    first, last = ceil(start / GRATICULE), floor(end / GRATICULE)
    degrees = [step * GRATICULE for step in range(first, last + 1)]
    return [degree for degree in degrees if degree != 180]


def clipped(ring: list[tuple]) -> list[tuple]:
    """The part of a ring that is in view, by Sutherland and Hodgman's method."""
    for axis, sign, limit in (
        (0, 1, -BLEED),
        (0, -1, WIDTH + BLEED),
        (1, 1, -BLEED),
        (1, -1, HEIGHT + BLEED),
    ):
        kept = []
        for before, point in zip(ring[-1:] + ring[:-1], ring, strict=True):
            depth, last_depth = (sign * (p[axis] - limit) for p in (point, before))
            if (last_depth < 0) != (depth < 0):
                share = last_depth / (last_depth - depth)
                x, y = (a + share * (b - a) for a, b in zip(before, point, strict=True))
                kept.append((x, y))
            if depth >= 0:
                kept.append(point)
        ring = kept
    return ring


def path(ring: list[tuple]) -> str:
    """A ring as path data; of an atoll only a dot is left."""
    x, y = map(round, ring[0])
    data = f"M{x} {y}"
    command = "l"
    for corner in ring[1:]:
        dx, dy = round(corner[0]) - x, round(corner[1]) - y
        if hypot(dx, dy) >= FINEST:
            data += f"{command}{dx} {dy}"
            x, y, command = x + dx, y + dy, " "
    return data.replace(" -", "-") + "z"

"""What the pictures share: the palette, curves and shapes, and a canvas to draw on.

The plane is 1600 by 900 and is cropped to the size asked for. The site shows the
pictures at 16:9 and at 5:2, which keeps y from 130 to 770: what matters stays within.
"""

from math import cos, hypot, pi, radians, sin
from random import Random

from PIL import Image, ImageDraw

ALT_TEXTS = {}  # name: (English, French)
DRAWINGS = {}
PLANE = 1600, 900
FINENESS = 2  # drawn this many times larger, then reduced: smooth edges

ABYSS, DEEP, OCEAN = (6, 40, 61), (11, 60, 86), (19, 96, 122)
LAGOON, SHALLOW, MIST = (31, 146, 152), (122, 200, 190), (184, 221, 212)
FOAM, SAND, STRAW = (238, 245, 239), (238, 221, 186), (208, 180, 146)
BARK, GOLD, CORAL = (122, 82, 58), (247, 178, 103), (236, 104, 77)


def draw(name: str, size: tuple[int, int] = PLANE) -> Image.Image:
    """The picture of that name, cropped to fill the size."""
    canvas = Canvas(size, seed=name)
    DRAWINGS[name](canvas)
    return canvas.image.reduce(FINENESS)


def picture(*alt_texts):
    """Register a drawing under its function's name."""

    def register(drawing):
        name = drawing.__name__.replace("_", "-")
        ALT_TEXTS[name], DRAWINGS[name] = alt_texts, drawing
        return drawing

    return register


def mix(first, second, share):
    """The colour a share of the way from the first to the second."""
    share = min(max(share, 0), 1)
    return tuple(round(a + (b - a) * share) for a, b in zip(first, second, strict=True))


def spots(text):
    """Points written as in SVG: "x,y x,y"."""
    return [tuple(map(float, pair.split(","))) for pair in text.split()]


def shifted(points, dx, dy, size=1):
    """The same points elsewhere, and larger or smaller about their origin."""
    return [(x * size + dx, y * size + dy) for x, y in points]


def tilted(points, degrees):
    """Points turned about the middle of the plane, which is their origin."""
    return [polar(800, 450, 1, degrees, along) for along in points]


def polar(x, y, radius, degrees, along=(1, 0)):
    """The point at a distance and direction, clockwise from the right."""
    c, s = radius * cos(radians(degrees)), radius * sin(radians(degrees))
    return x + along[0] * c - along[1] * s, y + along[0] * s + along[1] * c


def rect(left, top, right, bottom):
    """The corners of an upright rectangle."""
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def oval(x, y, length, width, degrees=0):
    """An ellipse about a centre."""
    turns = [radians(t) for t in range(0, 360, 12)]
    rim = [(length / 2 * cos(t), width / 2 * sin(t)) for t in turns]
    return [polar(x, y, 1, degrees, along) for along in rim]


def leaf(x, y, length, width, degrees=0):
    """A pointed oval about a centre: streaks of light, fish, hulls."""
    start, end = polar(x, y, -length / 2, degrees), polar(x, y, length / 2, degrees)
    upper = curve(start, polar(x, y, width, degrees - 90), end, 12)
    return upper + curve(end, polar(x, y, width, degrees + 90), start, 12)


def curve(start, bend, end, steps=36):
    """A quadratic curve that leans towards the middle point."""
    shares = [i / steps for i in range(steps + 1)]
    weights = [((1 - t) ** 2, 2 * t * (1 - t), t * t) for t in shares]
    (ax, ay), (bx, by), (cx, cy) = start, bend, end
    return [(a * ax + b * bx + c * cx, a * ay + b * by + c * cy) for a, b, c in weights]


def swell(y, height, length, phase=0.0):
    """A wave from edge to edge: round troughs and narrower crests."""
    turns = [(x, 2 * pi * x / length + phase) for x in range(-220, 1641, 10)]
    return [(x, y - height * (sin(t) - 0.22 * cos(2 * t))) for x, t in turns]


def below(line, reach=900):
    """The band under a line."""
    return [*line, (1640, line[-1][1] + reach), (-220, line[0][1] + reach)]


def ribbon(points, width, taper=0.0):
    """The outline of a stroke along a smooth line, its ends pointed by the taper."""
    last = len(points) - 1
    above, under = [], []
    for i, (x, y) in enumerate(points):
        (ax, ay), (bx, by) = points[max(i - 1, 0)], points[min(i + 1, last)]
        half = (
            width
            / 2
            * abs(sin(pi * i / last)) ** taper
            / (hypot(bx - ax, by - ay) or 1)
        )
        dx, dy = (by - ay) * half, (ax - bx) * half
        above.append((x + dx, y + dy))
        under.append((x - dx, y - dy))
    return above + under[::-1]


class Canvas:
    """An image to draw on in the plane's units, whatever its own size."""

    def __init__(self, size, seed):
        pixels = [side * FINENESS for side in size]
        self.scale = max(a / b for a, b in zip(pixels, PLANE, strict=True))
        self.left, self.top = (
            (a - b * self.scale) / 2 for a, b in zip(pixels, PLANE, strict=True)
        )
        self.image = Image.new("RGB", pixels)
        self.pen = ImageDraw.Draw(self.image)
        self.rng = Random(seed)

    def place(self, points):
        """Plane to pixels."""
        scale = self.scale
        return [(x * scale + self.left, y * scale + self.top) for x, y in points]

    def shape(self, points, fill):
        """A flat polygon."""
        self.pen.polygon(self.place(points), fill)

    def stroke(self, points, fill, width, taper=0.0):
        """A smooth line of any width, pointed if tapered."""
        self.shape(ribbon(points, width, taper), fill)

    def line(self, points, fill, width=1.6):
        """A thin, straight or angular line."""
        width = max(1, round(width * self.scale))
        self.pen.line(self.place(points), fill, width, joint="curve")

    def disc(self, x, y, radius, fill=None, outline=None, width=1.6):
        """A circle, filled or drawn."""
        box = self.place([(x - radius, y - radius), (x + radius, y + radius)])
        self.pen.ellipse(box, fill, outline, max(1, round(width * self.scale)))

    def wash(self, top, bottom, points=((-10, -10), (1610, 910))):
        """A soft change of colour downwards, in a shape or between two corners."""
        points = self.place(points)
        xs, ys = zip(*points, strict=True)
        start, height = min(ys), max(ys) - min(ys)
        left, right = max(int(min(xs)), 0), min(int(max(xs)) + 1, self.image.width)
        upper, lower = max(int(start), 0), min(int(max(ys)) + 1, self.image.height)
        if left >= right or upper >= lower:
            return
        column = Image.new("RGB", (1, lower - upper))
        rows = range(upper, lower)
        column.putdata([mix(top, bottom, (y - start) / height) for y in rows])
        mask = None
        if len(points) > 2:
            mask = Image.new("L", (right - left, lower - upper))
            ImageDraw.Draw(mask).polygon(shifted(points, -left, -upper), fill=255)
        tones = column.resize((right - left, lower - upper), Image.Resampling.NEAREST)
        self.image.paste(tones, (left, upper), mask)

    def sea(self, top, far, near, swells=9, light=None):
        """Swells that grow towards the viewer, and a light's path: its x and width."""
        for i in range(swells):
            close = i / (swells - 1)
            y = top + (820 - top) * close**1.45
            crest = swell(y, 3 + 40 * close, 340 + 1100 * close, 2.1 * i)
            tone, pale = mix(far, near, close**0.7), mix(far, SHALLOW, 0.5)
            face = mix(tone, far, 0.4)
            self.wash(face, tone, below(crest, 190))
            for k in range(1, 5):
                ripple = shifted(crest, 34 * k * close, k * k * (1.5 + 3.4 * close))
                hue = mix(face, pale, 0.34 - 0.07 * k)
                self.stroke(ripple, hue, 1.4 + close)
            self.stroke(crest, mix(tone, pale, 0.75 - 0.3 * close), 2 + 2 * close)
            if light and close < 0.8:
                self.glitter(crest, *light, close)

    def glitter(self, crest, x, width, close):
        """Low light caught by the face of a swell."""
        for k in range(4):
            reach = width * (1 - 0.75 * close) * self.rng.uniform(0.25, 0.55)
            middle = x + width * self.rng.uniform(-0.14, 0.14)
            path = [spot for spot in crest if abs(spot[0] - middle) < max(reach, 32)]
            path = shifted(path, 0, 5 + k * (6 + 12 * close))
            self.stroke(path, mix(GOLD, CORAL, close + 0.1 * k), 4 + 7 * close, 0.8)

    def cloud(self, x, y, width, fill):
        """A flat bank of cloud."""
        for dx, dy, share in ((0, 0, 1), (-0.16, -9, 0.55), (0.2, 8, 0.6)):
            self.shape(leaf(x + dx * width, y + dy, width * share, 9), fill)

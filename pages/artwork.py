"""Original pictures for the demo content and for pages without a photograph.

Drawn in code, in one palette, on a plane of 1600 by 900 that is cropped to the size
asked for. They borrow the geometry of swells, charts, weaving and bark cloth, but no
community's own motif. The same name always gives the same picture.
"""

from itertools import pairwise
from math import cos, hypot, pi, radians, sin
from random import Random

from PIL import Image, ImageDraw

ALT_TEXTS = {}  # name: (English, French)
DRAWINGS = {}
PLANE = 1600, 900
FINENESS = 3  # drawn this many times larger, then reduced: smooth edges

ABYSS, DEEP, OCEAN = (6, 40, 61), (11, 60, 86), (19, 96, 122)
LAGOON, SHALLOW, MIST = (31, 146, 152), (122, 200, 190), (184, 221, 212)
FOAM, SAND, STRAW, BARK = (
    (238, 245, 239),
    (238, 221, 186),
    (208, 180, 146),
    (122, 82, 58),
)
GOLD, BLUSH, CORAL = (247, 178, 103), (240, 190, 164), (236, 104, 77)


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


def shifted(points, dx, dy):
    """The same points elsewhere."""
    return [(x + dx, y + dy) for x, y in points]


def tilted(points, degrees):
    """Points turned about the middle of the plane, which is their origin."""
    return [polar(800, 450, 1, degrees, along) for along in points]


def polar(x, y, radius, degrees, along=(1, 0)):
    """The point at a distance and direction, clockwise from the right."""
    c, s = radius * cos(radians(degrees)), radius * sin(radians(degrees))
    return x + along[0] * c - along[1] * s, y + along[0] * s + along[1] * c


def swell(y, height, length, phase=0.0):
    """A wave from edge to edge: round troughs and narrower crests."""
    turns = [(x, 2 * pi * x / length + phase) for x in range(-20, 1641, 10)]
    return [(x, y - height * (sin(t) - 0.22 * cos(2 * t))) for x, t in turns]


def below(line, reach=900):
    """The band under a line."""
    return [*line, (1640, line[-1][1] + reach), (-40, line[0][1] + reach)]


def curve(start, bend, end, steps=36):
    """A quadratic curve that leans towards the middle point."""
    shares = [i / steps for i in range(steps + 1)]
    weights = [((1 - t) ** 2, 2 * t * (1 - t), t * t) for t in shares]
    (ax, ay), (bx, by), (cx, cy) = start, bend, end
    return [(a * ax + b * bx + c * cx, a * ay + b * by + c * cy) for a, b, c in weights]


def leaf(x, y, length, width, degrees=0):
    """A pointed oval about a centre: glints, fish, shells, hulls."""
    start, end = polar(x, y, -length / 2, degrees), polar(x, y, length / 2, degrees)
    upper = curve(start, polar(x, y, width, degrees - 90), end, 12)
    return upper + curve(end, polar(x, y, width, degrees + 90), start, 12)


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

    def line(self, points, fill, width=1.6):
        """A line with round joints."""
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
        left, upper = int(min(xs)), int(min(ys))
        width, height = int(max(xs)) - left + 1, int(max(ys)) - upper + 1
        column = Image.new("RGB", (1, height))
        column.putdata([mix(top, bottom, y / height) for y in range(height)])
        mask = Image.new("L", (width, height), 255 * (len(points) == 2))
        if len(points) > 2:
            ImageDraw.Draw(mask).polygon(shifted(points, -left, -upper), fill=255)
        self.image.paste(column.resize((width, height)), (left, upper), mask)

    def sea(self, top, far, near, swells=9):
        """Swells that grow towards the viewer, each with a few ripples."""
        for i in range(swells):
            close = i / (swells - 1)
            y = top + (820 - top) * close**1.45
            crest = swell(y, 3 + 44 * close, 340 + 1100 * close, 2.1 * i)
            tone = mix(far, near, close**0.7)
            self.wash(mix(tone, far, 0.35), tone, below(crest, 230))
            for k in range(1, 6):
                ripple = shifted(crest, 34 * k * close, k * k * (1.5 + 3.4 * close))
                self.line(ripple, mix(tone, SHALLOW, 0.3 - 0.05 * k), 1.2 + close)
            self.line(crest, mix(tone, FOAM, 0.7 - 0.5 * close), 1.5 + 2 * close)

    def glints(self, x, y, width, steps=8):
        """Low light on the water, narrowing towards the viewer."""
        for i in range(steps):
            shift = self.rng.uniform(-0.07, 0.07) * width
            glint = leaf(x + shift, y + 22 * i, width * (1 - i / steps), 5 + i)
            self.shape(glint, mix(GOLD, CORAL, i / steps))


@picture("Long swells under a low sun", "La longue houle sous un soleil bas")
def ocean_swell(c):
    c.wash(MIST, mix(SAND, GOLD, 0.5), spots("-10,-10 1610,430"))
    for radius, tone in ((330, mix(SAND, FOAM, 0.4)), (250, BLUSH), (176, CORAL)):
        c.disc(1075, 372, radius, tone)
    c.line(spots("330,402 402,402"), ABYSS, 6)
    c.shape([*curve((352, 396), (350, 360), (388, 330)), (380, 384)], ABYSS)
    c.sea(408, LAGOON, ABYSS)
    c.glints(1075, 424, 320, 9)


@picture(
    "Bent and straight sticks lashed into a chart of swells, with shells for islands",
    "Baguettes droites et courbes liées en carte de la houle, des coquillages pour îles",
)
def stick_chart(c):
    c.wash(OCEAN, ABYSS)
    for i in range(34):
        tone = mix(OCEAN, SHALLOW, 0.05 + 0.12 * (i % 3 == 0))
        c.line(swell(28 * i, 16, 1900, 0.05 * i), tone)
    sticks = ["90,760 800,770 1500,700", "1010,30 1000,500 1035,880"]
    sticks += ["330,90 318,500 345,850", "1340,90 1352,400 1330,830"]
    sticks += ["200,850 600,420 1180,60", "820,110 1180,460 1490,850"]
    sticks += ["110,650 900,320 1540,560", "130,520 900,170 1530,440"]
    sticks += ["150,370 900,60 1520,310", "190,240 880,20 1510,200"]
    for stick in [curve(*spots(text)) for text in sticks]:
        c.line(shifted(stick, 7, 11), mix(ABYSS, OCEAN, 0.15), 10)
        c.line(stick, STRAW, 10)
        c.line(shifted(stick, -1, -2), SAND, 4)
    lashings = "1023,738 338,761 1332,716 330,568 326,303 1342,501 1344,252 1009,118"
    for x, y in spots(lashings):
        for turn in (38, 62, 128, 152):
            c.line([polar(x, y, 17, turn), polar(x, y, -17, turn)], BARK, 4)
    shells = "1008,322 563,505 781,332 1168,470 831,121 327,439 1342,160 1011,460"
    for i, (x, y) in enumerate(spots(shells)):
        size, tone = (80, CORAL) if i == 0 else (34 + 7 * (i % 3), FOAM)
        shell = leaf(x, y, size * 1.3, size * 0.8, -32)
        c.shape(shifted(shell, 6, 9), mix(ABYSS, OCEAN, 0.15))
        c.shape(shell, tone)
        ends = [polar(x, y, size * side, -32) for side in (-0.42, 0.42)]
        c.line(curve(ends[0], (x, y + size * 0.14), ends[1]), mix(tone, BARK, 0.4), 3)


@picture(
    "Matting half woven, a coral strip running through",
    "Une natte à demi tressée, traversée d'un brin corail",
)
def weave(c):
    c.wash(FOAM, mix(SAND, FOAM, 0.3))
    for j in range(-11, 12):
        tone = CORAL if j == 2 else (STRAW, SAND, mix(SAND, GOLD, 0.4), SAND)[j % 4]
        v, end = 76 * j, max(470, 420 + 190 * sin(j * 1.3) + 44 * j)
        edge = [
            (-1300, v),
            *curve((360, v), (end * 0.8, v), (end, v + 30 * sin(j * 2.1))),
        ]
        strip = [*edge, *reversed(shifted(edge, 20, 69))]
        c.shape(tilted(shifted(strip, 6, 12), -27), mix(STRAW, BARK, 0.25))
        c.shape(tilted(strip, -27), tone)
        for k in (14, 29, 45, 57):
            c.line(tilted(shifted(edge, k / 4, k), -27), mix(tone, BARK, 0.18))
    for i in range(-17, 5):
        tone = (LAGOON, DEEP, OCEAN, ABYSS, OCEAN, DEEP)[i % 6]
        for j in range(-11, 12):
            if (i + j) % 4 == 0:
                u, v = 76 * i, 76 * j
                cell = [(u, v - 7), (u + 68, v - 7), (u + 68, v + 152), (u, v + 152)]
                c.shape(tilted(shifted(cell, 5, 6), -27), mix(BARK, ABYSS, 0.5))
                c.shape(tilted(cell, -27), tone)
                for k in (17, 34, 50):
                    fibre = [(u + k, v - 7), (u + k, v + 152)]
                    c.line(tilted(fibre, -27), mix(tone, FOAM, 0.14))


@picture(
    "A sailing canoe with its outrigger, the moon behind its sail",
    "Une pirogue à balancier sous voile, la lune derrière elle",
)
def outrigger(c):
    c.wash(DEEP, LAGOON, spots("-10,-10 1610,420"))
    c.wash(LAGOON, mix(SAND, GOLD, 0.3), spots("-10,418 1610,640"))
    c.disc(650, 340, 235, mix(SAND, FOAM, 0.5))
    for i in range(8):
        x, y = 40 * i * i % 700 - 60, 462 + 20 * i
        c.line([(x, y), (x + 380 + 70 * i, y)], mix(SAND, FOAM, 0.4), 2)
    slopes = curve((1100, 604), (1290, 560), (1345, 500))
    c.shape(
        slopes + curve((1350, 500), (1420, 590), (1640, 604)), mix(LAGOON, DEEP, 0.45)
    )
    c.sea(596, LAGOON, ABYSS, 8)
    for i in range(5):
        wake = curve(
            (900 + 34 * i, 622 + 9 * i),
            (1060, 640 + 9 * i),
            (1150 + 90 * i, 634 + 14 * i),
        )
        c.line(wake, mix(LAGOON, FOAM, 0.8 - 0.1 * i), 3)
    upper = curve((470, 610), (500, 260), (760, 130))
    boom = curve((470, 610), (720, 590), (930, 430))
    c.shape(
        [*upper, *curve((760, 130), (760, 350), (930, 430)), *reversed(boom)], CORAL
    )
    for k in (11, 20, 28):
        (ax, ay), (bx, by) = upper[k], boom[k]
        seam = curve(upper[k], ((ax + bx) / 2 + 26, (ay + by) / 2 - 10), boom[k])
        c.line(seam, mix(CORAL, ABYSS, 0.3), 3)
    for spar in (upper, boom, spots("640,640 566,330")):
        c.line(spar, ABYSS, 9)
    hull = curve((330, 594), (620, 692), (940, 586))
    c.shape([*hull, *curve((940, 586), (620, 626), (330, 594))], ABYSS)
    c.line(curve((345, 600), (620, 640), (920, 592)), GOLD, 4)
    for x in (520, 740):
        c.line(curve((x, 620), (x + 5, 640), (x - 30, 690)), ABYSS, 6)
    c.shape(leaf(600, 694, 430, 16, -1), ABYSS)


@picture(
    "A crane unloads a ship at first light, hills behind",
    "Une grue décharge un navire au point du jour, devant des collines",
)
def harbour(c):
    c.wash(MIST, mix(SAND, GOLD, 0.5), spots("-10,-10 1610,600"))
    c.disc(330, 262, 92, CORAL)
    for i in range(4):
        ridge = []
        for x in range(-20, 1641, 10):
            hills = (105 - 20 * i) * abs(sin(x / (330 - 40 * i) + 1.7 * i))
            ridge.append((x, 395 + 45 * i - hills - 14 * sin(x / 57 + i)))
        tone = mix(mix(SHALLOW, FOAM, 0.15), OCEAN, i / 3)
        c.wash(tone, mix(tone, SAND, 0.35), below(ridge, 240))
    c.wash(LAGOON, ABYSS, spots("-10,560 1610,1000"))
    for i in range(70):
        x, width = c.rng.uniform(-100, 1600), c.rng.uniform(40, 220) * (0.4 + i / 60)
        tone = mix(LAGOON, mix(DEEP, FOAM, c.rng.uniform(0.1, 0.6)), 0.5)
        c.shape(leaf(x, 570 + 4.4 * i, width, 3 + i / 20), tone)
    c.glints(330, 586, 250)
    c.shape(spots("700,560 1680,560 1680,660 770,660"), ABYSS)
    c.shape(spots("744,626 1680,626 1680,660 770,660"), CORAL)
    c.line(spots("712,578 1680,578"), mix(ABYSS, FOAM, 0.6), 4)
    for column, height in enumerate((1, 2, 3, 3, 2, 3, 4, 4)):
        for x, y in [(790 + 88 * column, 518 - 42 * level) for level in range(height)]:
            tone = c.rng.choice([CORAL, SAND, LAGOON, GOLD, FOAM, OCEAN, DEEP])
            c.shape([(x, y), (x + 84, y), (x + 84, y + 39), (x, y + 39)], tone)
            for rib in range(10, 80, 11):
                c.line([(x + rib, y + 5), (x + rib, y + 34)], mix(tone, ABYSS, 0.18), 2)
    for beam in ("880,810 900,190", "1130,812 1150,190", "470,236 1320,206"):
        c.line(spots(beam), ABYSS, 14)
    for brace in ("480,236 990,90 1310,206", "884,640 1146,420 892,420 1138,640"):
        c.line(spots(brace), ABYSS, 5)
    c.line(spots("990,90 990,220"), ABYSS, 12)
    c.line(spots("600,232 600,380 560,410 640,410 600,380"), ABYSS, 3)
    c.shape(spots("552,410 648,410 648,456 552,456"), CORAL)
    c.shape(spots("-40,800 1640,822 1640,940 -40,940"), mix(ABYSS, DEEP, 0.25))
    c.line(spots("-40,800 1640,822"), STRAW, 8)
    for x in (150, 450, 1270, 1500):
        c.shape(shifted(spots("0,30 8,-16 -8,-32 48,-32 32,-16 40,30"), x, 798), ABYSS)


@picture(
    "Containers stacked on a quay, one of them in the air",
    "Des conteneurs empilés sur un quai, l'un d'eux dans les airs",
)
def container_stack(c):
    def box(x, y, tone):
        front = spots("0,0 236,-46 236,-158 0,-112")
        c.shape(shifted(front, x, y), tone)
        side = spots("0,0 -104,-52 -104,-164 0,-112")
        c.shape(shifted(side, x, y), mix(tone, ABYSS, 0.34))
        roof = spots("0,-112 236,-158 132,-210 -104,-164")
        c.shape(shifted(roof, x, y), mix(tone, FOAM, 0.35))
        for k in range(1, 16):
            rib = [(14.75 * k, -2.9 * k - 10), (14.75 * k, -2.9 * k - 102)]
            c.line(shifted(rib, x, y), mix(tone, ABYSS, 0.2), 3)
        for k in (-25, -52, -79):
            bar = [(k, k / 2 - 8), (k, k / 2 - 104)]
            c.line(shifted(bar, x, y), mix(tone, ABYSS, 0.55), 3)

    c.wash(mix(SAND, FOAM, 0.3), SAND)
    c.wash(LAGOON, OCEAN, spots("-10,-10 1610,-10 1610,250 -10,560"))
    for i in range(12):
        ripple = curve((-20, 90 + 42 * i), (700, 30 + 22 * i), (1620, 25 * i - 40))
        c.line(ripple, mix(LAGOON, FOAM, 0.22))
    c.line(spots("-10,566 1610,256"), FOAM, 10)
    for y in (24, 470, 500):
        c.line(shifted(spots("-10,566 1610,256"), 0, y), STRAW, 4)
    hues = [OCEAN, LAGOON, DEEP, GOLD, SHALLOW, FOAM]
    for back, heights in ((2, "1234"), (1, "0134"), (0, "0123")):
        for along, height in zip((2, 1, 0, -1), map(int, heights), strict=True):
            for level in range(height):
                x, y = 470 + 244 * along - 108 * back, 800 - 48 * along - 54 * back
                box(x, y - 115 * level, hues[(3 * along + 2 * back + 5 * level) % 6])
    c.shape(spots("1060,690 1300,645 1200,596 960,640"), STRAW)
    box(1120, 470, CORAL)
    for cable in ("1120,358 1126,250", "1356,312 1284,216", "1016,306 1086,232"):
        c.line(spots(cable), ABYSS, 3)
    c.shape(spots("1114,250 1284,216 1242,200 1076,232"), ABYSS)
    c.line(spots("1180,224 1180,-20"), ABYSS, 5)


@picture(
    "A shoal turns over the reef, led by a coral-coloured fish",
    "Un banc tourne au-dessus du récif, mené par un poisson corail",
)
def reef(c):
    def fish(x, y, size, heading, tone):
        c.shape(leaf(x, y, size, size * 0.36, heading), tone)
        tail = polar(x, y, -size * 0.42, heading)
        fins = [polar(*tail, -size * 0.32, heading + turn) for turn in (-32, 32)]
        c.shape([tail, fins[0], polar(*tail, -size * 0.2, heading), fins[1]], tone)

    def coral(x, y, length, angle, width, tone, splits=5):
        end = polar(x, y, length, angle)
        c.line([(x, y), end], tone, width)
        c.disc(*end, width / 2, tone)
        for turn in (-25, 22) if splits else ():
            turn += angle + c.rng.uniform(-9, 9)
            reach = length * c.rng.uniform(0.66, 0.84)
            coral(*end, reach, turn, width * 0.84, tone, splits - 1)

    c.wash(SHALLOW, LAGOON, spots("-10,-10 1610,340"))
    c.wash(LAGOON, OCEAN, spots("-10,338 1610,910"))
    for x in range(420, 1400, 190):
        left, right = x - 420 + x / 6, x - 266 + x / 6
        ray = [(x, -10), (x + x / 9, -10), (right, 720), (left, 720)]
        c.wash(mix(SHALLOW, FOAM, 0.1), LAGOON, ray)
    for i in range(3):
        tone = mix(OCEAN, ABYSS, (i + 1) / 3)
        floor = swell(660 + 80 * i, 46, 900 + 260 * i, 1.2 + 2.2 * i)
        c.wash(mix(tone, LAGOON, 0.3), tone, below(floor, 300))
    rose, weed = mix(CORAL, DEEP, 0.15), mix(LAGOON, ABYSS, 0.45)
    for x, length, tone in (
        (1500, 118, rose),
        (1290, 74, GOLD),
        (130, 112, weed),
        (330, 66, mix(CORAL, ABYSS, 0.4)),
        (1100, 46, mix(LAGOON, SHALLOW, 0.3)),
    ):
        coral(x, 900, length, -90 + c.rng.uniform(-6, 6), length / 4, tone)
    for _ in range(84):
        angle = c.rng.uniform(150, 385)
        radius = angle / 4 + 190 + c.rng.gauss(0, 44)
        x, y = (
            760 + 1.65 * radius * cos(radians(angle)),
            470 + 0.82 * radius * sin(radians(angle)),
        )
        if hypot(x - 742, y - 222) > 95:
            tone = mix(FOAM, LAGOON, c.rng.uniform(0, 0.5))
            fish(x, y, c.rng.uniform(30, 52), angle + 96 + c.rng.gauss(0, 5), tone)
    fish(742, 222, 104, 4, CORAL)


@picture(
    "Stars wheel about the southern pole over an island with one light",
    "Les étoiles tournent autour du pôle Sud, au-dessus d'une île où brille une lueur",
)
def night_sky(c):
    c.wash(ABYSS, OCEAN, spots("-10,-10 1610,560"))
    c.wash(OCEAN, LAGOON, spots("-10,558 1610,720"))
    for _ in range(170):
        tone = mix(OCEAN, FOAM, c.rng.uniform(0.3, 0.9))
        x, y = c.rng.uniform(0, 1600), 640 * c.rng.random() ** 1.4
        c.disc(x, y, c.rng.uniform(0.8, 2), tone)
    for i in range(48):
        start, length = c.rng.randrange(150, 330), c.rng.randrange(14, 64)
        radius = 50 + 24 * i + c.rng.uniform(-8, 8)
        trail = [polar(1120, 520, radius, start + a) for a in range(0, length, 2)]
        for k, step in enumerate(pairwise(trail)):
            c.line(
                step,
                mix(OCEAN, (FOAM, GOLD, SHALLOW)[i % 3], 0.6 * k / len(trail)),
                2.2,
            )
        c.disc(*trail[-1], c.rng.uniform(2, 4.6), FOAM)
    for x, y, size in ((380, 250, 17), (470, 420, 13), (322, 430, 10), (250, 320, 12)):
        for turn in (0, 90):
            c.shape(leaf(x, y, size * 5, size * 0.5, turn), mix(OCEAN, FOAM, 0.85))
        c.disc(x, y, size * 0.5, GOLD if size > 16 else FOAM)
    slopes = curve((1040, 704), (1220, 600), (1310, 590))
    c.shape(
        slopes + curve((1310, 590), (1450, 640), (1640, 704)), mix(ABYSS, DEEP, 0.3)
    )
    c.sea(698, OCEAN, ABYSS, 6)
    c.disc(1236, 680, 7, GOLD)
    c.glints(1236, 708, 76)


@picture(
    "A page of a tariff book under a customs stamp",
    "Une page de tarif douanier frappée d'un cachet",
)
def tariff_ledger(c):
    def sheet(left, top, right, bottom, tone):
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        c.shape(tilted(corners, -9), tone)

    c.wash(OCEAN, ABYSS)
    for i in range(20):
        c.line(swell(50 * i, 14, 1300, i * 0.3), mix(OCEAN, LAGOON, 0.35))
    for lift, tone in ((30, ABYSS), (16, STRAW), (8, SAND), (0, FOAM)):
        sheet(lift - 620, lift - 360, lift + 780, 700, tone)
    for row in range(15):
        y = 62 * row - 280
        sheet(-620, y, 780, y + 62, mix(SAND, FOAM, 0.45) if row % 4 == 3 else FOAM)
        indent, width = (0, 24, 48, 48)[row % 4], c.rng.uniform(190, 400)
        bars = [
            (-410 + indent, width),
            (220, 70),
            (420, 70),
            (620, c.rng.uniform(40, 90)),
        ]
        for x, length in bars:
            sheet(x, y + 26, x + length, y + 37, mix(OCEAN, FOAM, 0.45))
        sheet(indent - 580, y + 26, -490, y + 37, DEEP)
        sheet(-620, y, 780, y + 2, mix(SHALLOW, FOAM, 0.3))
    for x in (-450, 170, 370, 570):
        sheet(x, -280, x + 2, 700, mix(SHALLOW, FOAM, 0.3))
    sheet(-620, -360, 780, -278, LAGOON)
    sheet(-580, -326, -340, -312, FOAM)
    for radius, width in ((176, 10), (154, 3), (98, 4)):
        c.disc(1130, 460, radius, None, CORAL, width)
    for angle in range(4, 364, 15):
        c.line([polar(1130, 460, reach, angle) for reach in (112, 140)], CORAL, 7)
    for i in (-1, 0, 1):
        wave = [
            (x, 26 * i - 12 * sin(x / 15)) for x in range(8 * i - 64, 65 - 8 * i, 3)
        ]
        c.line(shifted(tilted(wave, -9), 330, 10), CORAL, 7)


@picture(
    "An atoll from above, a canoe making for its pass",
    "Un atoll vu du ciel, une pirogue fait route vers la passe",
)
def atoll(c):
    def shore(radius, degrees):
        t = radians(degrees)
        x = 1.28 * cos(t) * (1.02 + 0.09 * sin(2 * t + 1) + 0.04 * sin(5 * t))
        y = 0.86 * sin(t) * (1 + 0.07 * sin(3 * t) + 0.04 * sin(7 * t + 2))
        return 960 + radius * x, 450 + radius * y

    def ring(radius):
        return [shore(radius, degrees) for degrees in range(0, 361, 2)]

    def motu(start, end, inner, outer, tone):
        shares = [i / 24 for i in range(25)]
        angles = [2 * (start + (end - start) * share) for share in shares]
        depths = [outer + (inner - outer) * abs(sin(pi * k)) ** 0.6 for k in shares]
        back = list(map(shore, depths, angles))
        c.shape([shore(outer, angle) for angle in angles] + back[::-1], tone)

    c.wash(OCEAN, ABYSS)
    for i in range(16):
        c.line(ring(930 - 34 * i), mix(ABYSS, LAGOON, 0.12 + 0.024 * i))
    deep, bright = mix(OCEAN, LAGOON, 0.5), mix(SHALLOW, FOAM, 0.25)
    tones = (deep, mix(LAGOON, SHALLOW, 0.2), FOAM, bright, SHALLOW, None, LAGOON, deep)
    radii = (384, 364, 350, 340, 270, 222, 160, 92)
    for radius, tone in zip(radii, tones, strict=True):
        c.shape(ring(radius), tone or mix(SHALLOW, LAGOON, 0.5))
    motu(79, 84, 230, 366, mix(LAGOON, SHALLOW, 0.3))
    for start, end in spots("4,34 37,44 47,70 104,122 126,131 135,150 153,176"):
        motu(start, end, 272, 338, SAND)
        motu(start + 1, end - 1, 290, 330, mix(LAGOON, ABYSS, 0.45))
    for x, y in spots("900,500 1030,400 1090,520 800,420"):
        c.disc(x, y, 9 + x % 60 / 3, mix(SHALLOW, FOAM, 0.4))
    for i in range(-3, 4):
        wake = curve((300, 640 + 3 * i), (200, 678 + 9 * i), (40, 730 + 26 * i))
        c.line(wake, mix(OCEAN, FOAM, 0.6 - 0.12 * abs(i)), 2)
    c.shape(leaf(350, 618, 118, 22, -20), SAND)
    c.shape(leaf(362, 656, 78, 9, -20), SAND)
    for x in (332, 372):
        c.line([(x, 626 - (x - 332) * 0.3), (x + 12, 660 - (x - 332) * 0.3)], SAND, 4)
    c.shape(curve((310, 632), (326, 560), (392, 556)) + [(386, 604)], CORAL)


@picture(
    "Points across the Pacific on a globe's grid, joined to one of them",
    "Des points du Pacifique sur la grille d'un globe, reliés à l'un d'eux",
)
def map_grid(c):
    def chart(longitude, latitude):
        turn, height = radians(longitude % 360 - 176), radians(latitude + 4)
        return 780 + 900 * sin(turn) * cos(height), 370 - 900 * sin(height)

    members = "178,-18 189,-14 149,-35 146,15 200,-21 158,7 210,-18 145,13 173,1 171,7 "
    members += "167,-1 166,-22 175,-41 190,-19 135,8 147,-9 188,-14 160,-9 126,-9 "
    members += "188,-9 185,-21 179,-9 168,-18 184,-13"
    c.wash(DEEP, ABYSS)
    faint = mix(DEEP, LAGOON, 0.5)
    for longitude in range(90, 270, 10):
        meridian = [chart(longitude, latitude) for latitude in range(-60, 61)]
        steps = [meridian] if longitude != 180 else pairwise(meridian[::2])
        for i, step in enumerate(steps):
            c.line(step, faint if longitude != 180 else (GOLD, DEEP)[i % 2], 2)
    for latitude in range(-50, 60, 10):
        c.line([chart(longitude, latitude) for longitude in range(86, 266, 3)], faint)
    for turn in range(0, 360, 15):
        size = 150 if turn % 90 == 0 else 110 if turn % 45 == 0 else 64
        x, y = polar(1390, 660, size / 2, turn)
        c.shape(leaf(x, y, size, size / 10, turn), mix(LAGOON, SHALLOW, size / 200))
    c.disc(1390, 660, 92, None, mix(LAGOON, SHALLOW, 0.3), 2)
    places = [chart(*place) for place in spots(members)]
    hub = hx, hy = places[0]
    for radius in range(74, 600, 74):
        c.disc(*hub, radius, None, mix(faint, DEEP, radius / 700))
    for x, y in places[1:]:
        bend = (x + hx) / 2, (y + hy) / 2 - 0.22 * abs(x - hx)
        c.line(curve(hub, bend, (x, y)), mix(LAGOON, SHALLOW, 0.7), 2.4)
    for x, y in places:
        c.disc(x, y, 17, faint)
        c.disc(x, y, 9, SAND)
    c.disc(*hub, 36, mix(CORAL, DEEP, 0.55))
    c.disc(*hub, 23, CORAL)


@picture(
    "Bands of stamped geometry behind a great disc, as on bark cloth",
    "Des frises géométriques derrière un grand disque, comme sur une étoffe d'écorce",
)
def tapa(c):
    c.wash(mix(SAND, FOAM, 0.25), SAND)
    ink, rust = mix(ABYSS, BARK, 0.25), mix(BARK, CORAL, 0.25)
    for row in range(8):
        y = 30 + 120 * row
        for x in range(40, 1640, 80):
            x, slip = x + c.rng.uniform(-2, 2), y + c.rng.uniform(-2, 2)
            tone = rust if (x // 80 + row) % 3 == 0 else ink
            if row % 3 == 0:
                text = "-38,40 0,-40 38,40" if x // 80 % 2 else "-38,-40 0,40 38,-40"
                c.shape(shifted(spots(text), x, slip), tone)
            elif row % 3 == 1:
                c.shape(leaf(x, slip, 104, 22, 45), tone)
                c.shape(leaf(x, slip, 104, 22, 135), tone)
            else:
                for k in (-24, 0, 24):
                    c.line(shifted(spots("-40,14 0,-14 40,14"), x, slip + k), tone, 7)
        for k in (56, 64):
            c.line([(-10, y + k), (1610, y + k + c.rng.uniform(-3, 3))], ink, 3)
    for radius, tone in ((452, SAND), (424, ink), (406, SAND), (118, CORAL)):
        c.disc(1150, 455, radius, tone)
    for count, base, tip, tone in (
        (36, 322, 396, ink),
        (36, 302, 250, rust),
        (24, 150, 238, DEEP),
    ):
        for k in range(count):
            angle, half = 360 / count * k, 155 / count
            feet = [polar(1150, 455, base, angle + side) for side in (-half, half)]
            c.shape([*feet, polar(1150, 455, tip, angle)], tone)
        c.disc(1150, 455, min(base, tip) - 8, None, tone, 5)
    for angle in range(0, 360, 30):
        c.shape(leaf(*polar(1150, 455, 64, angle), 84, 16, angle), mix(SAND, FOAM, 0.3))

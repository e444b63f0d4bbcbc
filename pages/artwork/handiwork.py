"""Pictures of charts, matting and cloth."""

from itertools import pairwise
from math import cos, radians, sin

from pages.artwork.canvas import (
    ABYSS,
    BARK,
    CORAL,
    DEEP,
    FOAM,
    GOLD,
    LAGOON,
    OCEAN,
    SAND,
    SHALLOW,
    STRAW,
    curve,
    leaf,
    mix,
    oval,
    picture,
    polar,
    rect,
    shifted,
    spots,
    swell,
    tilted,
)


@picture(
    "Bent and straight sticks lashed into a chart of swells, with shells for islands",
    "Baguettes droites et courbes liées en carte de la houle, des coquillages pour îles",
)
def stick_chart(c):
    def flat(text):
        return [(x, 450 + (y - 450) * 0.72) for x, y in spots(text)]

    c.wash(OCEAN, ABYSS)
    for i in range(34):
        tone = mix(mix(OCEAN, ABYSS, i / 34), SHALLOW, 0.06 + 0.1 * (i % 3 == 0))
        c.stroke(swell(28 * i, 16, 1900, 0.05 * i), tone, 2)
    sticks = ["90,760 800,770 1500,700", "1010,30 1000,500 1035,880"]
    sticks += ["330,90 318,500 345,850", "1340,90 1352,400 1330,830"]
    sticks += ["200,850 600,420 1180,60", "820,110 1180,460 1490,850"]
    sticks += ["110,650 900,320 1540,560", "130,520 900,170 1530,440"]
    sticks += ["150,370 900,60 1520,310", "190,240 880,20 1510,200"]
    shade = mix(ABYSS, OCEAN, 0.15)
    for stick in [curve(*flat(text)) for text in sticks]:
        c.stroke(shifted(stick, 8, 12), shade, 11)
        c.stroke(stick, STRAW, 12)
        c.stroke(shifted(stick, -1, -2), SAND, 5)
        for k in (7, 16, 29):
            (x, y), (dx, dy) = stick[k], stick[k + 1]
            across = [(x - (dy - y) / 5, y + (dx - x) / 5)]
            c.line([*across, (2 * x - across[0][0], 2 * y - across[0][1])], BARK, 2)
    lashings = "1023,738 338,761 1332,716 330,568 326,303 1342,501 1344,252 1009,118"
    for x, y in flat(lashings):
        for turn in (45, 135):
            for k in (-7, 0, 7):
                middle = polar(x, y, k, turn + 90)
                ends = [polar(*middle, reach, turn) for reach in (-15, 15)]
                c.line(ends, mix(BARK, ABYSS, 0.25 * (k == 7)), 5)
    shells = "1008,322 563,505 781,332 1168,470 831,121 327,439 1342,160 1011,460"
    for i, (x, y) in enumerate(flat(shells)):
        size, tone = (92, CORAL) if i == 0 else (50 + 7 * (i % 3), FOAM)
        c.shape(oval(x + 6, y + 10, size, size * 0.68, -32), shade)
        c.shape(oval(x, y, size, size * 0.68, -32), mix(tone, STRAW, 0.55))
        c.shape(oval(x - 2, y - 3, size * 0.9, size * 0.56, -32), tone)
        slit = [polar(x, y, size * side, -32) for side in (-0.38, 0.38)]
        slit = curve(slit[0], (x, y + size * 0.14), slit[1], 12)
        c.stroke(slit, mix(tone, BARK, 0.7), size / 12, 0.6)
        for tooth in slit[2:-2]:
            ends = [polar(*tooth, size * side, 58) for side in (-0.08, 0.08)]
            c.line(ends, mix(tone, BARK, 0.55), 2)


@picture(
    "Matting half woven, a coral strip running through",
    "Une natte à demi tressée, traversée d'un brin corail",
)
def weave(c):
    def lay(points, tone):
        c.shape(tilted(points, -27), tone)

    def fibres(line, offsets, tone):
        for dx, dy in offsets:
            c.line(tilted(shifted(line, dx, dy), -27), tone)

    c.wash(FOAM, mix(SAND, FOAM, 0.3))
    for j in range(-11, 12):
        tone = CORAL if j == 2 else (STRAW, SAND, mix(SAND, GOLD, 0.4), SAND)[j % 4]
        v, end = 76 * j, max(470, 420 + 170 * sin(j * 1.3) + 44 * j)
        loose = curve((360, v), (end * 0.8, v), (end, v + 30 * sin(j * 2.1)))
        edge = [(-1300, v), *loose]
        tip = (end + 34, v + 30 * sin(j * 2.1) + 40)
        strip = [*edge, tip, *reversed(shifted(edge, 12, 70))]
        lay(shifted(strip, -10, 11), mix(STRAW, BARK, 0.3))
        lay(strip, tone)
        lines = [(k / 6, k) for k in (12, 24, 35, 47, 58)]
        fibres(edge, lines, mix(tone, BARK, 0.16))
        lay([*edge, *reversed(shifted(edge, 0, 5))], mix(tone, FOAM, 0.3))
    for i in range(-17, 5):
        tone = (LAGOON, DEEP, OCEAN, ABYSS, OCEAN, DEEP)[i % 6]
        for j in range(-11, 12):
            if (i + j) % 4:
                continue
            u, v = 76 * i, 76 * j
            lay(rect(u + 62, v - 3, u + 80, v + 149), mix(STRAW, BARK, 0.6))
            lay(rect(u, v - 5, u + 72, v + 151), mix(tone, ABYSS, 0.55))
            lay(rect(u, v + 3, u + 72, v + 143), tone)
            lay(rect(u, v + 3, u + 5, v + 143), mix(tone, FOAM, 0.25))
            lines = [(k, 0) for k in (18, 32, 45, 58)]
            fibres([(u, v + 3), (u, v + 143)], lines, mix(tone, FOAM, 0.13))


@picture(
    "Points across the Pacific on a globe's grid, joined to one of them",
    "Des points du Pacifique sur la grille d'un globe, reliés à l'un d'eux",
)
def map_grid(c):
    x0, y0, size = 680, 448, 570
    tilt = radians(-13)

    def chart(longitude, latitude):
        turn, height = radians(longitude - 172), radians(latitude)
        east, up = cos(height) * sin(turn), cos(height) * cos(turn)
        north = cos(tilt) * sin(height) - sin(tilt) * up
        near = sin(tilt) * sin(height) + cos(tilt) * up
        return (x0 + size * east, y0 - size * north) if near > 0 else None

    def graticule(line, tone, width=2.0):
        for a, b in pairwise(line):
            if a and b:
                c.line([a, b], tone, width)

    members = "178.4,-18 189.6,-14.3 149,-35 145.7,15.2 200,-21 158,7 210.5,-17.5 "
    members += "144.7,13 173,1.4 171.2,7 167,-0.6 166.4,-22 175,-41 190,-19 134.5,7.5 "
    members += (
        "147,-9.4 187.9,-13.6 160,-9.4 125.6,-8.6 184.8,-21 179.2,-8.5 168.3,-17.7 "
    )
    members += "183.8,-13.3"
    c.wash(ABYSS, mix(ABYSS, (0, 0, 0), 0.25))
    for radius in (690, 645, 606):
        c.disc(x0, y0, radius, mix(ABYSS, DEEP, (710 - radius) / 140))
    c.disc(x0, y0, size + 5, LAGOON)
    for k in range(40):
        shade = mix(mix(DEEP, ABYSS, 0.35), mix(DEEP, OCEAN, 0.75), k / 40)
        c.disc(x0 - 2.6 * k, y0 - 2.2 * k, size - 11 * k, shade)
    faint = mix(DEEP, LAGOON, 0.62)
    for longitude in range(80, 271, 10):
        meridian = [chart(longitude, latitude) for latitude in range(-80, 81, 4)]
        if longitude != 180:
            graticule(meridian, faint)
        for k in range(0, 40, 2) if longitude == 180 else ():
            graticule(meridian[k : k + 2], GOLD, 3)
    for latitude in range(-80, 81, 10):
        graticule([chart(x, latitude) for x in range(76, 270, 4)], faint)
    rose = 1434, 448
    for radius, width in ((106, 3), (98, 1.6), (50, 1.6)):
        c.disc(*rose, radius, None, mix(DEEP, SHALLOW, 0.5), width)
    for step, reach, tone in ((45, 80, LAGOON), (0, 128, SAND)):
        for turn in range(step, 360, 90):
            tip = polar(*rose, reach, turn)
            for side in (-45, 45):
                half = [rose, polar(*rose, reach / 6, turn + side), tip]
                c.shape(half, tone if side < 0 else mix(tone, DEEP, 0.5))
    places = [chart(*place) for place in spots(members)]
    hub = hx, hy = places[0]
    for x, y in places[1:]:
        bend = (x + hx) / 2, (y + hy) / 2 - 0.24 * abs(x - hx)
        c.stroke(curve(hub, bend, (x, y)), mix(LAGOON, SHALLOW, 0.8), 2.6)
    for radius, tone in ((15, mix(DEEP, LAGOON, 0.8)), (8, SAND)):
        for x, y in places[1:]:
            c.disc(x, y, radius, tone)
    c.disc(*hub, 34, mix(CORAL, DEEP, 0.55))
    c.disc(*hub, 22, CORAL)


@picture(
    "Bands of stamped geometry behind a great disc, as on bark cloth",
    "Des frises géométriques derrière un grand disque, comme sur une étoffe d'écorce",
)
def tapa(c):
    ink, rust = mix(ABYSS, BARK, 0.25), mix(BARK, CORAL, 0.25)
    ground = mix(SAND, FOAM, 0.15)
    x0, y0 = 1130, 450

    def fibres(count, tone):
        for _ in range(count):
            x, y = c.rng.uniform(0, 1600), c.rng.uniform(0, 900)
            c.shape(leaf(x, y, c.rng.uniform(20, 120), 1.6, c.rng.gauss(0, 7)), tone)

    c.wash(mix(SAND, FOAM, 0.25), SAND)
    fibres(260, mix(SAND, STRAW, 0.4))
    for row in range(9):
        y = 10 + 110 * row
        for x in range(40, 1640, 80):
            tone = rust if (x // 80 + row) % 3 == 0 else ink
            x, slip = x + c.rng.uniform(-2, 2), y + c.rng.uniform(-2, 2)
            if row % 3 == 0:
                text = "-36,37 0,-37 36,37" if x // 80 % 2 else "-36,-37 0,37 36,-37"
                c.shape(shifted(spots(text), x, slip), tone)
            elif row % 3 == 1:
                for turn in (45, 135):
                    c.shape(leaf(x, slip, 98, 20, turn), tone)
            else:
                for k in (-22, 0, 22):
                    c.line(shifted(spots("-40,13 0,-13 40,13"), x, slip + k), tone, 7)
        for k in (51, 59):
            c.line([(-10, y + k), (1610, y + k + c.rng.uniform(-3, 3))], ink, 3)
    for radius, tone in ((318, ground), (296, ink), (282, ground), (84, CORAL)):
        c.disc(x0, y0, radius, tone)
    for count, base, tip, tone in (
        (36, 226, 276, ink),
        (36, 210, 174, rust),
        (24, 106, 166, DEEP),
    ):
        for k in range(count):
            angle, half = 360 / count * k, 155 / count
            feet = [polar(x0, y0, base, angle + side) for side in (-half, half)]
            c.shape([*feet, polar(x0, y0, tip, angle)], tone)
        c.disc(x0, y0, min(base, tip) - 6, None, tone, 4)
    for angle in range(0, 360, 30):
        c.shape(leaf(*polar(x0, y0, 46, angle), 60, 12, angle), ground)
    fibres(160, mix(SAND, FOAM, 0.2))

"""Pictures of the sea, the sky and islands."""

from itertools import pairwise
from math import cos, dist, pi, radians, sin

from pages.artwork.canvas import (
    ABYSS,
    BARK,
    CORAL,
    DEEP,
    FOAM,
    GOLD,
    LAGOON,
    MIST,
    OCEAN,
    SAND,
    SHALLOW,
    below,
    curve,
    leaf,
    mix,
    oval,
    picture,
    polar,
    shifted,
    spots,
    swell,
)


def canoe(c, x, y, size):
    """A sailing canoe under way to the left, its float on the near side."""

    def bow(text):
        return shifted(curve(*spots(text)), x, y, size)

    yard, boom = bow("-150,-30 -120,-380 140,-510"), bow("-150,-30 100,-50 310,-210")
    c.shape([*yard, *bow("140,-510 140,-290 310,-210"), *reversed(boom)], CORAL)
    for k in (11, 20, 28):
        (ax, ay), (bx, by) = yard[k], boom[k]
        middle = (ax + bx) / 2 + 26 * size, (ay + by) / 2 - 10 * size
        c.stroke(curve(yard[k], middle, boom[k]), mix(CORAL, BARK, 0.6), 4 * size)
    for spar in (yard, boom, bow("18,-14 -30,-150 -81,-291")):
        c.stroke(spar, ABYSS, 10 * size)
    for reach in (-100, 120):
        c.stroke(bow(f"{reach},-20 {reach + 5},0 {reach - 30},46"), ABYSS, 7 * size)
    c.shape(bow("-300,-52 0,56 330,-60") + bow("330,-60 0,-8 -300,-52"), ABYSS)
    c.stroke(bow("-270,-42 0,10 300,-48"), GOLD, 5 * size, 0.4)
    c.shape(leaf(x - 20 * size, y + 50 * size, 430 * size, 17 * size, -1), ABYSS)


def island(c, left, peak, right, foot, tone):
    """A high island: slopes that steepen to a summit, and ridges in shade."""
    x, y = peak
    c.shape(
        [
            *curve((left, foot), (x - 0.35 * (x - left), foot - 24), peak),
            *curve((x + 14, y + 3), (x + 0.35 * (right - x), foot - 30), (right, foot)),
        ],
        tone,
    )
    for share in (0.25, 0.5, 0.78):
        bend = x + 0.28 * share * (right - x), foot - 0.3 * (foot - y)
        ridge = curve((x + 10, y + 4), bend, (x + share * (right - x), foot))
        c.stroke(ridge, mix(tone, ABYSS, 0.3), (foot - y) / 22, 0.7)


@picture("Long swells under a low sun", "La longue houle sous un soleil bas")
def ocean_swell(c):
    c.wash(MIST, mix(SAND, GOLD, 0.55), spots("-10,60 1610,470"))
    c.wash(mix(MIST, SHALLOW, 0.3), MIST, spots("-10,-10 1610,62"))
    halo = mix(SAND, FOAM, 0.45)
    for radius, tone in ((258, halo), (196, mix(SAND, CORAL, 0.35)), (138, CORAL)):
        c.disc(1075, 424, radius, tone)
    for x, y, width in ((420, 230, 420), (760, 300, 300), (1340, 352, 420)):
        c.cloud(x, y, width, mix(SAND, FOAM, 0.6))
    for x, y, size in ((650, 204, 1), (710, 182, 0.8), (594, 178, 0.6)):
        for side in (-1, 1):
            wing = curve((0, 0), (side * 14, -16), (side * 34, -5), 10)
            c.stroke(shifted(wing, x, y, size), DEEP, 5 * size, 0.6)
    c.sea(452, LAGOON, ABYSS, light=(1075, 380))
    canoe(c, 400, 486, 0.27)
    for k in range(3):
        wake = curve(
            (480, 490 + 5 * k), (560, 494 + 6 * k), (640 + 40 * k, 492 + 9 * k)
        )
        c.stroke(wake, mix(LAGOON, FOAM, 0.7), 4, 0.6)


@picture(
    "A sailing canoe with its outrigger, the moon behind its sail",
    "Une pirogue à balancier sous voile, la lune derrière elle",
)
def outrigger(c):
    c.wash(DEEP, LAGOON, spots("-10,-10 1610,420"))
    c.wash(LAGOON, mix(SAND, GOLD, 0.3), spots("-10,418 1610,640"))
    c.disc(650, 372, 204, mix(SAND, FOAM, 0.5))
    haze = mix(mix(SAND, FOAM, 0.4), LAGOON, 0.35)
    for x, y, width in ((190, 470, 420), (430, 536, 300), (1010, 500, 480)):
        c.cloud(x, y, width, haze)
    island(c, 1060, (1330, 470), 1640, 606, mix(LAGOON, DEEP, 0.45))
    island(c, 960, (1120, 566), 1330, 606, mix(LAGOON, DEEP, 0.7))
    c.sea(596, LAGOON, ABYSS, 8)
    c.shape(leaf(620, 688, 640, 26), mix(OCEAN, ABYSS, 0.6))
    for i in range(6):
        x, width = 650 + c.rng.uniform(-70, 70), 300 - 40 * i
        c.shape(leaf(x, 704 + 11 * i, width, 5), mix(CORAL, DEEP, 0.3 + 0.08 * i))
    canoe(c, 610, 652, 0.88)
    c.shape(leaf(560, 700, 470, 9), mix(LAGOON, FOAM, 0.75))
    for k in range(6):
        start, end = (800 + 30 * k, 660 + 8 * k), (1120 + 70 * k, 652 + 19 * k)
        wake = curve(start, (1000, 676 + 10 * k), end)
        c.stroke(wake, mix(LAGOON, FOAM, 0.8 - 0.1 * k), 7, 0.8)


@picture(
    "A shoal turns over the reef, led by a coral-coloured fish",
    "Un banc tourne au-dessus du récif, mené par un poisson corail",
)
def reef(c):
    def fish(x, y, size, heading, tone):
        fin = polar(x, y, size * 0.16, heading - 110)
        c.shape(leaf(*fin, size * 0.5, size * 0.2, heading + 6), mix(tone, OCEAN, 0.3))
        c.shape(leaf(x, y, size, size * 0.36, heading), tone)
        tail = polar(x, y, -size * 0.42, heading)
        tips = [polar(*tail, -size * 0.32, heading + turn) for turn in (-32, 32)]
        c.shape([tail, tips[0], polar(*tail, -size * 0.2, heading), tips[1]], tone)
        c.disc(*polar(x, y, size * 0.34, heading - 8), size * 0.024 + 0.8, ABYSS)

    def branch(x, y, length, angle, width, tone, splits=4):
        end = polar(x, y, length, angle)
        c.line([(x, y), end], tone, width)
        c.disc(*end, width / 2, tone)
        for turn in (-27, 24) if splits else ():
            turn += angle + c.rng.uniform(-9, 9)
            reach = length * c.rng.uniform(0.68, 0.84)
            branch(*end, reach, turn, width * 0.82, tone, splits - 1)

    def dome(x, y, width, tone):
        c.shape(oval(x, y, width, width * 0.8), tone)
        for k in range(-3, 4):
            top, foot = (x + k * width / 18, y - width * 0.36), x + k * width / 7.4
            groove = curve(top, (foot, y - width * 0.3), (foot, y + width * 0.2), 12)
            c.stroke(groove, mix(tone, ABYSS, 0.28), width / 32, 0.4)

    c.wash(SHALLOW, LAGOON, spots("-10,-10 1610,340"))
    c.wash(LAGOON, OCEAN, spots("-10,338 1610,910"))
    for x, width, reach in (
        (420, 90, 170),
        (640, 40, 90),
        (900, 130, 250),
        (1290, 70, 150),
    ):
        ray = [(x, -10), (x + width, -10), (x - 200 + reach, 720), (x - 200, 720)]
        c.wash(mix(SHALLOW, FOAM, 0.3), mix(LAGOON, OCEAN, 0.67), ray)
    tones = [mix(OCEAN, ABYSS, (i + 1) / 3.2) for i in range(3)]
    floors = [swell(630 + 76 * i, 40, 900 + 260 * i, 1.2 + 2.2 * i) for i in range(3)]
    rose, moss = mix(CORAL, DEEP, 0.15), mix(LAGOON, SHALLOW, 0.3)
    growth = (
        ((230, 690, 46, moss), (1180, 640, 34, mix(moss, OCEAN, 0.5))),
        ((90, 770, 66, mix(CORAL, ABYSS, 0.35)), (1330, 760, 58, GOLD)),
        ((1520, 820, 84, rose), (420, 772, 46, mix(GOLD, DEEP, 0.3))),
    )
    domes = ((1010, 640, 120), (300, 762, 170), (1210, 800, 210))
    for tone, floor, corals, mound in zip(tones, floors, growth, domes, strict=True):
        dome(*mound, mix(tone, SHALLOW, 0.3))
        for x, y, length, hue in corals:
            for lean in (-34, -10, 12, 36):
                angle = lean - 90 + c.rng.uniform(-6, 6)
                branch(x + lean / 3, y, length, angle, length / 4.4, hue)
        c.wash(mix(tone, LAGOON, 0.3), tone, below(floor, 300))
    taken = []
    for _ in range(900):
        angle, lane = c.rng.uniform(104, 268), c.rng.gauss(0, 1)
        radius = 225 + lane * (44 - (angle - 104) / 6)
        x = 880 + 1.7 * radius * cos(radians(angle))
        y = 436 + 0.82 * radius * sin(radians(angle))
        far_off = all(dist((x, y), other) > 42 for other in taken)
        if far_off and abs(lane) < 2:
            taken.append((x, y))
            tone = mix(FOAM, LAGOON, 0.1 + 0.2 * abs(lane) + c.rng.uniform(0, 0.15))
            fish(x, y, 52 - 8 * abs(lane), angle + 94 + c.rng.gauss(0, 4), tone)
    fish(1000, 262, 160, 8, CORAL)
    c.stroke(curve((1040, 247), (1030, 268), (1032, 290)), FOAM, 9, 0.3)


@picture(
    "Stars wheel about the southern pole over an island with one light",
    "Les étoiles tournent autour du pôle Sud, au-dessus d'une île où brille une lueur",
)
def night_sky(c):
    pole, cross = (1120, 480), (385, 290)
    c.wash(ABYSS, OCEAN, spots("-10,-10 1610,500"))
    c.wash(OCEAN, LAGOON, spots("-10,498 1610,650"))
    for _ in range(150):
        tone = mix(OCEAN, FOAM, c.rng.uniform(0.3, 0.9))
        x, y = c.rng.uniform(0, 1600), 600 * c.rng.random() ** 1.3
        c.disc(x, y, c.rng.uniform(0.8, 2), tone)
    for i in range(120):
        start, radius = c.rng.uniform(0, 360), 26 + 9.2 * i + c.rng.uniform(-4, 4)
        trail = [polar(*pole, radius, start + 2 * a) for a in range(15)]
        if (
            min(dist(cross, spot) for spot in trail) < 170
            or max(y for _x, y in trail) > 580
        ):
            continue
        tone = (FOAM, GOLD, SHALLOW, FOAM)[i % 4]
        for k, step in enumerate(pairwise(trail)):
            c.line(step, mix(OCEAN, tone, 0.05 * k), 2)
        c.disc(*trail[-1], c.rng.uniform(1.8, 4), tone)
    stars = (
        (290, 270, 15),
        (500, 330, 18),
        (359, 369, 16),
        (368, 213, 12),
        (414, 270, 6),
    )
    for x, y, size in stars:
        for turn in (0, 90):
            c.shape(leaf(x, y, size * 5, size * 0.5, turn), mix(OCEAN, FOAM, 0.85))
        c.disc(x, y, size * 0.5, GOLD if x == 290 else FOAM)
    island(c, 980, (1300, 512), 1660, 630, mix(ABYSS, DEEP, 0.3))
    island(c, 1110, (1420, 566), 1700, 634, mix(ABYSS, DEEP, 0.1))
    c.sea(624, OCEAN, ABYSS, 7, light=(1190, 130))
    c.disc(1190, 610, 16, mix(ABYSS, GOLD, 0.3))
    c.disc(1190, 610, 8, GOLD)


@picture(
    "An atoll from above, a canoe making for its pass",
    "Un atoll vu du ciel, une pirogue fait route vers la passe",
)
def atoll(c):
    def shore(radius, degrees):
        t = radians(degrees)
        x = 1.34 * cos(t) * (1.02 + 0.09 * sin(2 * t + 1) + 0.04 * sin(5 * t))
        y = 0.74 * sin(t) * (1 + 0.07 * sin(3 * t) + 0.04 * sin(7 * t + 2))
        return 940 + radius * x, 446 + radius * y

    def ring(radius):
        return [shore(radius, degrees) for degrees in range(0, 361, 2)]

    c.wash(OCEAN, mix(DEEP, ABYSS, 0.6))
    for i in range(16):
        c.stroke(ring(930 - 34 * i), mix(OCEAN, LAGOON, 0.05 + 0.03 * i), 2)
    deep, bright = mix(OCEAN, LAGOON, 0.5), mix(SHALLOW, FOAM, 0.25)
    inner = mix(SHALLOW, LAGOON, 0.5)
    tones = (
        deep,
        mix(LAGOON, SHALLOW, 0.2),
        FOAM,
        bright,
        SHALLOW,
        inner,
        LAGOON,
        deep,
    )
    radii = (392, 368, 350, 340, 270, 222, 160, 92)
    for radius, tone in zip(radii, tones, strict=True):
        c.shape(ring(radius), tone)
    banks = []
    for i in range(38):
        half = 4 + 5 * abs(i / 37 - 0.4) ** 1.5 + 3 * i / 37
        banks.append([shore(372 - 4.2 * i, 161 + side) for side in (-half, half)])
    for i, (outer, inward) in enumerate(pairwise(banks)):
        c.shape([*outer, *reversed(inward)], mix(deep, inner, i / 36))
    wood = mix(LAGOON, ABYSS, 0.55)
    for start, end in spots("10,64 76,90 98,138 208,242 252,262 272,298 306,348"):
        steps = int((end - start) / 1.6)
        arc = [
            (start + 1.6 * i, abs(sin(pi * i / steps)) ** 0.5) for i in range(steps + 1)
        ]
        for degrees, full in arc:
            c.disc(*shore(312, degrees), 8 + 20 * full, SAND)
        for tone, size, lift in ((wood, 11, 0), (mix(wood, LAGOON, 0.4), 5, 3)):
            for degrees, full in arc[1:-1] * 3:
                x, y = shore(315 + c.rng.uniform(-15, 15) * full, degrees)
                c.disc(x - lift, y - lift, size * full * c.rng.uniform(0.6, 1), tone)
    for x, y in spots("880,500 1030,392 1100,520 780,410 1190,440 820,540 960,350"):
        for _ in range(5):
            near = polar(x, y, c.rng.uniform(4, 22), c.rng.uniform(0, 360))
            c.disc(*near, c.rng.uniform(3, 9), mix(SHALLOW, FOAM, 0.4))
    for k in (-2, -1, 0, 1, 2):
        end = 44 + 24 * abs(k), 678 + 26 * k
        wake = curve((254, 618 + 2 * k), (170, 648 + 10 * k), end)
        c.stroke(wake, mix(OCEAN, FOAM, 0.6 - 0.14 * abs(k)), 5, 0.7)
    c.shape(leaf(304, 596, 116, 18, -20), SAND)
    c.shape(leaf(318, 634, 82, 9, -20), SAND)
    for x in (286, 324):
        c.line([(x, 602 - (x - 286) * 0.3), (x + 12, 640 - (x - 286) * 0.3)], SAND, 4)
    yard = curve((272, 608), (268, 526), (344, 524))
    c.shape([*yard, (330, 588)], CORAL)
    c.stroke(yard, ABYSS, 4)

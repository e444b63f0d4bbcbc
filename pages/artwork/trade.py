"""Pictures of ports, cargo and customs papers."""

from math import sin

from pages.artwork.canvas import (
    ABYSS,
    CORAL,
    DEEP,
    FOAM,
    GOLD,
    LAGOON,
    MIST,
    OCEAN,
    SAND,
    SHALLOW,
    STRAW,
    below,
    curve,
    leaf,
    mix,
    picture,
    polar,
    rect,
    shifted,
    spots,
    swell,
    tilted,
)

NUMERALS = {  # strokes on a grid of 4 by 6
    "0": "0,1 1,0 3,0 4,1 4,5 3,6 1,6 0,5 0,1",
    "1": "1,1 2.4,0 2.4,6",
    "2": "0,1 1,0 3,0 4,1 4,2 0,6 4,6",
    "3": "0,0 4,0 2,2.4 3,2.5 4,3.5 4,5 3,6 1,6 0,5",
    "4": "3,6 3,0 0,4 4,4",
    "5": "4,0 0.4,0 0,2.6 3,2.4 4,3.4 4,5 3,6 0,6",
    "6": "3.4,0 1,2 0,4 0,5 1,6 3,6 4,5 4,4 3,3 1,3 0,4",
    "7": "0,0 4,0 1.4,6",
    "8": "1,3 0,2 0,1 1,0 3,0 4,1 4,2 3,3 1,3 0,4 0,5 1,6 3,6 4,5 4,4 3,3",
    "9": "4,2 3,3 1,3 0,2 0,1 1,0 3,0 4,1 4,2 3,4 0.6,6",
    ".": "0,5.9 0.6,5.9 0.6,6.1",
    "%": "0.4,6 3.6,0",
}


@picture(
    "A crane unloads a ship at first light, hills behind",
    "Une grue décharge un navire au point du jour, devant des collines",
)
def harbour(c):
    def stack(x, y, tone):
        c.shape(rect(x, y, x + 84, y + 39), tone)
        for rib in range(9, 80, 11):
            c.line([(x + rib, y + 5), (x + rib, y + 34)], mix(tone, ABYSS, 0.2), 2)

    c.wash(MIST, mix(SAND, GOLD, 0.5), spots("-10,-10 1610,560"))
    c.disc(270, 286, 92, CORAL)
    c.cloud(520, 190, 380, mix(SAND, FOAM, 0.5))
    c.cloud(1390, 232, 340, mix(SAND, FOAM, 0.5))
    for i in range(4):
        ridge = []
        for x in range(-220, 1641, 10):
            hills = (100 - 20 * i) * abs(sin(x / (330 - 40 * i) + 1.7 * i))
            ridge.append((x, 412 + 36 * i - hills - 14 * sin(x / 57 + i)))
        tone = mix(mix(SHALLOW, FOAM, 0.15), OCEAN, i / 3)
        c.wash(tone, mix(tone, SAND, 0.35), below(ridge, 200))
    c.wash(LAGOON, DEEP, spots("-10,532 1610,800"))
    for i in range(60):
        x, width = c.rng.uniform(-100, 1600), c.rng.uniform(40, 220) * (0.4 + i / 60)
        tone = mix(LAGOON, mix(DEEP, FOAM, c.rng.uniform(0.1, 0.6)), 0.5)
        c.shape(leaf(x, 542 + 3 * i, width, 3 + i / 20), tone)
    for i in range(11):
        x, width = 270 + c.rng.uniform(-26, 26), 260 - 20 * i
        c.shape(leaf(x, 544 + 14 * i, width, 5 + i / 2), mix(GOLD, CORAL, i / 11))
    c.shape(spots("500,516 1680,530 1680,640 586,640"), ABYSS)
    c.shape(spots("562,606 1680,606 1680,640 586,640"), CORAL)
    c.line(spots("516,530 640,545 1680,545"), mix(ABYSS, FOAM, 0.6), 4)
    hues = [CORAL, SAND, LAGOON, GOLD, FOAM, OCEAN]
    for column, height in enumerate((1, 2, 3, 3, 2, 4, 4, 3)):
        for level in range(height):
            tone = hues[(column * 2 + level * 3 + column // 3) % 6]
            stack(690 + 88 * column, 490 - 42 * level, tone)
    for level, left in enumerate((1410, 1424, 1438, 1424)):
        y = 490 - 46 * level
        c.shape(rect(left, y, 1610, y + 46), mix(FOAM, MIST, 0.3 * (level % 2)))
        for x in range(left + 14, 1600, 30):
            c.shape(rect(x, y + 14, x + 17, y + 30), mix(OCEAN, ABYSS, 0.3))
    for beam in ("930,720 930,236", "1190,720 1190,236", "540,262 1330,262"):
        c.line(spots(beam), ABYSS, 16)
    c.line(spots("540,284 1330,284"), ABYSS, 4)
    for x in range(548, 1280, 44):
        c.line([(x, 284), (x + 22, 262), (x + 44, 284)], ABYSS, 4)
    c.line(spots("548,260 1010,172 1322,260"), ABYSS, 5)
    c.line(spots("930,262 1010,172 1190,262"), ABYSS, 8)
    c.line(spots("930,424 1190,424 930,300"), ABYSS, 6)
    c.line(spots("930,424 1190,300"), ABYSS, 6)
    c.shape(spots("590,284 650,284 640,304 600,304"), ABYSS)
    c.line(spots("620,300 620,386 578,414 662,414 620,386"), ABYSS, 3)
    stack(578, 414, CORAL)
    c.stroke(curve((512, 532), (440, 640), (232, 682)), mix(ABYSS, DEEP, 0.4), 4)
    c.shape(rect(-40, 712, 1640, 940), mix(ABYSS, DEEP, 0.25))
    c.shape(rect(-40, 706, 1640, 716), STRAW)
    for x in range(40, 1640, 130):
        c.shape(rect(x, 728, x + 34, 800), mix(ABYSS, DEEP, 0.8))
    for x in (210, 450, 1340, 1520):
        c.shape(shifted(spots("0,30 8,-16 -8,-32 48,-32 32,-16 40,30"), x, 704), ABYSS)


@picture(
    "Containers stacked on a quay, one of them in the air",
    "Des conteneurs empilés sur un quai, l'un d'eux dans les airs",
)
def container_stack(c):
    def box(x, y, tone):
        front, side = mix(tone, ABYSS, 0.06), mix(tone, ABYSS, 0.36)
        c.shape(shifted(spots("0,0 236,-46 236,-158 0,-112"), x, y), front)
        c.shape(shifted(spots("0,0 -104,-52 -104,-164 0,-112"), x, y), side)
        roof = spots("0,-112 236,-158 132,-210 -104,-164")
        c.shape(shifted(roof, x, y), mix(tone, FOAM, 0.35))
        for k in range(1, 16):
            rib = [(14.75 * k, -2.9 * k - 10), (14.75 * k, -2.9 * k - 102)]
            c.line(shifted(rib, x, y), mix(front, ABYSS, 0.16), 3)
            seam = shifted([(14.75 * k, -2.9 * k - 112)], x, y)[0]
            across = [seam, (seam[0] - 104, seam[1] - 52)]
            c.line(across, mix(tone, FOAM, 0.22), 2)
        for k in (-25, -52, -79):
            bar = [(k, k / 2 - 8), (k, k / 2 - 104)]
            c.line(shifted(bar, x, y), mix(side, ABYSS, 0.45), 3)
        for frame in ("0,0 0,-112", "-104,-164 0,-112 236,-158", "0,-4 236,-50"):
            c.line(shifted(spots(frame), x, y), mix(tone, FOAM, 0.5), 3)

    c.wash(LAGOON, OCEAN, spots("-10,-10 1610,570"))
    for i in range(14):
        ripple = curve((-20, 60 + 42 * i), (700, 10 + 24 * i), (1620, 27 * i - 70))
        for start, end in (
            (0, 11 + i % 3),
            (15 + i % 4, 21 + 2 * i % 5),
            (27 + i % 5, 37),
        ):
            c.stroke(ripple[start:end], mix(LAGOON, FOAM, 0.24), 4, 0.7)
    edge = spots("-10,566 1610,256")
    c.wash(mix(SAND, FOAM, 0.3), SAND, below(edge, 700))
    c.shape([*edge, *reversed(shifted(edge, 0, -18))], mix(ABYSS, DEEP, 0.5))
    c.line(edge, FOAM, 9)
    for y in (24, 470, 500):
        c.line(shifted(edge, 0, y), STRAW, 4)
    for k in range(4):
        slot = shifted(spots("0,0 236,-46 132,-98 -104,-46 0,0"), 1010 + 236 * k, 0)
        c.line(shifted(slot, 0, 690 - 46 * k), FOAM, 5)
    c.shape(spots("226,828 950,686 1016,719 292,861"), mix(STRAW, SAND, 0.3))
    hues = [OCEAN, LAGOON, GOLD, DEEP, mix(SAND, FOAM, 0.4), SHALLOW]
    for back, heights in ((2, "1234"), (1, "0134"), (0, "0123")):
        for along, height in zip((2, 1, 0, -1), map(int, heights), strict=True):
            for level in range(height):
                x, y = 470 + 244 * along - 108 * back, 780 - 48 * along - 54 * back
                hue = hues[(along + 3 * back + 2 * level + 1) % 6]
                box(x, y - 115 * level, hue)
    c.shape(spots("1120,668 1356,622 1252,570 1016,616"), STRAW)
    c.line(spots("1252,260 1180,216"), ABYSS, 3)
    box(1120, 470, CORAL)
    for cable in ("1120,358 1126,250", "1356,312 1284,216", "1016,306 1086,232"):
        c.line(spots(cable), ABYSS, 3)
    c.shape(spots("1114,250 1284,216 1242,200 1076,232"), ABYSS)
    c.shape(spots("1114,250 1284,216 1284,226 1114,260"), GOLD)
    for x in (1168, 1192):
        c.line([(x, 226), (x, -20)], ABYSS, 4)


@picture(
    "A page of a tariff book under a customs stamp",
    "Une page de tarif douanier frappée d'un cachet",
)
def tariff_ledger(c):
    def sheet(left, top, right, bottom, tone):
        c.shape(tilted(rect(left, top, right, bottom), -9), tone)

    def number(text, x, y, tone, size=3.6):
        for figure in text:
            stroke = shifted(spots(NUMERALS[figure]), x, y, size)
            c.line(tilted(stroke, -9), tone, size * 0.9)
            if figure == "%":
                for dx, dy in ((0.6, 1), (3.4, 5)):
                    spot = tilted([(x + dx * size, y + dy * size)], -9)[0]
                    c.disc(*spot, size * 0.9, None, tone, size * 0.6)
            x += size * (2.4 if figure == "." else 5.6)

    c.wash(OCEAN, ABYSS)
    for i in range(20):
        c.stroke(swell(50 * i, 14, 1300, i * 0.3), mix(OCEAN, LAGOON, 0.3 - i / 80), 2)
    sheet(-604, -344, 800, 720, mix(ABYSS, DEEP, 0.3))
    for lift, tone in ((16, STRAW), (11, SAND), (6, STRAW), (3, SAND), (0, FOAM)):
        sheet(lift - 620, lift - 330, lift + 780, 700, tone)
    ink, rule = mix(OCEAN, FOAM, 0.35), mix(SHALLOW, FOAM, 0.35)
    sheet(-620, -330, 780, -258, LAGOON)
    for x, width in ((-580, 80), (-430, 190), (196, 90), (396, 90), (596, 90)):
        sheet(x, -299, x + width, -289, FOAM)
    for row in range(16):
        y = 60 * row - 256
        if row % 5 == 0:
            sheet(-620, y, 780, y + 60, mix(SAND, FOAM, 0.45))
            number(f"03.0{row // 5 + 1}", -592, y + 18, DEEP, 4.2)
        else:
            code = f"030{row // 5 + 1}.{row % 5}{c.rng.randrange(1, 9)}"
            number(code, -592, y + 20, ink)
            number(c.rng.choice(("0", "5", "10", "15", "32")) + "%", 214, y + 20, ink)
            number(c.rng.choice(("0", "5", "8", "12")) + "%", 414, y + 20, ink)
            number(c.rng.choice(("9", "10", "15")) + "%", 614, y + 20, ink)
        tone = ink if row % 5 else DEEP
        x, end = -424 + 26 * min(row % 5, 2), c.rng.uniform(-60, 100)
        while x < end:
            word = min(c.rng.uniform(16, 84), 120 - x)
            dash = tilted([(x, y + 32), (x + word, y + 32)], -9)
            c.line(dash, tone, 7)
            for spot in dash:
                c.disc(*spot, 3.5, tone)
            x += word + 17
        sheet(-620, y, 780, y + 2, rule)
    for x in (-446, 176, 376, 576):
        sheet(x, -256, x + 2, 700, rule)
    for radius, width in ((186, 11), (162, 3), (106, 4)):
        c.disc(1110, 452, radius, None, CORAL, width)
    for angle in range(4, 364, 15):
        c.line([polar(1110, 452, reach, angle) for reach in (120, 148)], CORAL, 8)
    for i in (-1, 0, 1):
        wave = [
            (x, 28 * i - 12 * sin(x / 16)) for x in range(8 * i - 68, 69 - 8 * i, 3)
        ]
        c.stroke(shifted(tilted(wave, -9), 310, 2), CORAL, 9)
    for _ in range(420):
        spot = polar(1110, 452, 193 * c.rng.random() ** 0.3, c.rng.uniform(0, 360))
        c.disc(*spot, c.rng.uniform(0.5, 1.8), FOAM)

// The members' pins, as they stand on the map and on the globe.

export const PIN = 25; // pixels a fingertip needs for itself: 24 (WCAG 2.5.8), and rounding

/**
 * How far each point, [x, y], has to move so that none lies on another: squares of a
 * pin's size are pushed apart, along the axis on which they overlap less.
 */
export function spread(points) {
    const places = points.map((point) => [...point]);
    for (let round = 0, moved = true; moved && round < 200; round++) {
        moved = false;
        for (let i = 0; i < places.length; i++) {
            const a = places[i];
            for (let j = i + 1; j < places.length; j++) {
                const b = places[j];
                const apart = [b[0] - a[0], b[1] - a[1]];
                const axis = Math.abs(apart[0]) > Math.abs(apart[1]) ? 0 : 1;
                const missing = PIN - Math.abs(apart[axis]);
                if (missing <= 0) continue;
                const push = ((missing + 0.5) / 2) * (apart[axis] < 0 ? -1 : 1);
                a[axis] -= push;
                b[axis] += push;
                moved = true;
            }
        }
    }
    return places.map(([x, y], i) => [x - points[i][0], y - points[i][1]]);
}

/** The pins and names of the server's map, copied for elements of their own. */
export function copyMarks(section) {
    return [...section.querySelectorAll(".map-drawn .mark")].map((drawn) => {
        const mark = drawn.cloneNode();
        for (const name of ["x", "y"]) mark.removeAttribute(name);
        mark.setAttribute("aria-hidden", "true");
        const parts = [drawn.querySelector("path"), ...drawn.querySelector("a").children];
        mark.append(...parts.map((part) => part.cloneNode(true)));
        return mark;
    });
}

/** Draws the line from a pin that has moved so far back to its place. */
export function leadBack(mark, [dx, dy]) {
    mark.querySelector("path").setAttribute("d", `M0 0L${-dx} ${-dy}`);
}

// Where a name may stand beside a pin: x, y and text-anchor.
const SIDES = [
    [9, 4, "start"],
    [-9, 4, "end"],
    [0, -10, "middle"],
    [0, 19, "middle"],
];
const lengths = new WeakMap(); // measured once; nothing while names are not shown

const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

function lengthOf(text) {
    if (!lengths.get(text)) lengths.set(text, text.getComputedTextLength());
    return lengths.get(text);
}

/** The space a name takes on a side of a pin at [x, y]: left, top, right and bottom. */
function nameBox([x, y], [dx, dy, anchor], length) {
    const left = x + dx - { start: 0, middle: 0.5, end: 1 }[anchor] * length;
    return [left, y + dy - 10, left + length, y + dy + 3];
}

/**
 * Puts the names where they lie on no other and on no pin, or else leaves them out. The
 * edges, left and right, are of what is seen: no name of a pin in there is cut by them.
 */
export function makeRoom(marks, places, [left, right] = [-Infinity, Infinity]) {
    const taken = places.map(([x, y]) => [x - 7, y - 7, x + 7, y + 7]);
    const texts = marks.map((mark) => mark.querySelector("text"));
    const measured = texts.map(lengthOf);
    texts.forEach((text, i) => {
        const box = (side) => nameBox(places[i], side, measured[i]);
        const isSeen = left < places[i][0] && places[i][0] < right;
        const isCut = ([from, , to]) => isSeen && (from < left || right < to);
        const isTaken = (space) => isCut(space) || taken.some((other) => overlap(other, space));
        const side = SIDES.find((side) => !isTaken(box(side)));
        marks[i].classList.toggle("mark-nameless", !side);
        if (!side) return;
        taken.push(box(side));
        ["x", "y", "text-anchor"].forEach((name, k) => text.setAttribute(name, side[k]));
    });
}

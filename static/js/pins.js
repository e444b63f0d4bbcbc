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

const lengths = new WeakMap(); // measured once; nothing while names are not shown
const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/** The space a name takes beside a pin at [x, y], as left, top, right and bottom. */
function nameBox(text, [x, y]) {
    const [dx, dy] = [Number(text.getAttribute("x")), Number(text.getAttribute("y"))];
    if (!lengths.get(text)) lengths.set(text, text.getComputedTextLength());
    const share = { start: 0, middle: 0.5, end: 1 }[text.getAttribute("text-anchor")];
    const left = x + dx - share * lengths.get(text);
    return [left, y + dy - 10, left + lengths.get(text), y + dy + 3];
}

/** Leaves out the names that would lie on another or on a pin; `places` are the pins'. */
export function makeRoom(marks, places) {
    const taken = places.map(([x, y]) => [x - 7, y - 7, x + 7, y + 7]);
    marks.forEach((mark, i) => {
        const name = nameBox(mark.querySelector("text"), places[i]);
        const isFree = !taken.some((other) => overlap(other, name));
        mark.classList.toggle("mark-nameless", !isFree);
        if (isFree) taken.push(name);
    });
}

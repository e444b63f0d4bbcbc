// The members on a globe that is turned by pointer, finger and keys. Loaded on demand.
import { geoDistance, geoGraticule10, geoOrthographic, geoPath } from "d3-geo";
import { copyMarks, leadBack, makeRoom, PIN, spread } from "./pins.js";

const START = [182, -12]; // longitude and latitude in the middle
const STEEPEST = 75; // degrees of latitude
const NEAREST = 10; // times enlarged
const HORIZON = 1.48; // radians from the middle; beyond, a pin would hang over the edge
const STEP = 10; // degrees that an arrow key turns the globe, where it is not enlarged
const DRAGGED = 5; // pixels; less is a click
const TURN = 600; // milliseconds
const KEYS = {
    ArrowLeft: [-STEP, 0],
    ArrowRight: [STEP, 0],
    ArrowUp: [0, STEP],
    ArrowDown: [0, -STEP],
};
const ZOOMS = { "+": 1.4, "=": 1.4, "-": 1 / 1.4, _: 1 / 1.4 };

const within = (value, least, most) => Math.min(most, Math.max(least, value));

function svg(name, className) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    element.setAttribute("class", className);
    return element;
}

/** A link to a member's profile, with its pin and name. */
function makePin(item, mark) {
    const link = item.querySelector("a").cloneNode();
    link.className = "pin";
    link.title = item.querySelector("a").textContent;
    link.setAttribute("aria-label", link.title);
    link.draggable = false;
    link.append(mark);
    return link;
}

/** Draws the globe into the box; returns how to draw it anew and to turn it to a member. */
export async function drawGlobe(box, section, items) {
    const { mapWorld, mapZoomIn, mapZoomOut } = section.dataset;
    const { globeLabel, globeHelp } = section.querySelector("[data-map-tools]").dataset;
    const answer = await fetch(mapWorld);
    if (!answer.ok) throw new Error(answer.statusText);
    const world = await answer.json();
    const graticule = geoGraticule10();
    const places = items.map(({ dataset }) => [Number(dataset.lon), Number(dataset.lat)]);
    const projection = geoOrthographic().precision(0.4);
    const path = geoPath(projection).digits(1);

    const globe = document.createElement("div");
    globe.className = "globe";
    globe.tabIndex = 0;
    globe.role = "application";
    globe.setAttribute("aria-label", globeLabel);
    globe.setAttribute("aria-description", globeHelp);
    const picture = svg("svg", "globe-picture");
    picture.setAttribute("aria-hidden", "true");
    const parts = ["sea", "grid", "land"].map((name) => svg("path", `globe-${name}`));
    const drawings = [{ type: "Sphere" }, graticule, world];
    picture.append(...parts);
    const marks = copyMarks(section);
    const pins = items.map((item, i) => makePin(item, marks[i]));
    const buttons = document.createElement("div");
    buttons.className = "globe-zoom leaflet-bar";
    const help = document.createElement("p");
    help.className = "globe-help small";
    help.textContent = globeHelp;
    globe.append(picture, ...pins, buttons);
    box.append(globe);
    box.after(help);

    let [middle, zoom, frame] = [START, 1, 0];

    function placePins() {
        const [width, height] = projection.translate().map((half) => half * 2);
        const seen = places.flatMap((place, i) => {
            const [x, y] = projection(place);
            const inBox = x > 0 && x < width && y > 0 && y < height;
            return inBox && geoDistance(place, middle) < HORIZON ? [[i, [x, y]]] : [];
        });
        const moves = spread(seen.map(([, point]) => point));
        const shown = new Set(seen.map(([i]) => i));
        pins.forEach((pin, i) => {
            if (!shown.has(i) && pin === document.activeElement) globe.focus();
            pin.hidden = !shown.has(i);
        });
        const moved = seen.map(([, [x, y]], k) => [x + moves[k][0], y + moves[k][1]]);
        seen.forEach(([i], k) => {
            const [x, y] = moved[k];
            pins[i].style.transform = `translate(${x - PIN / 2}px, ${y - PIN / 2}px)`;
            leadBack(marks[i], moves[k]);
        });
        makeRoom(seen.map(([i]) => marks[i]), moved);
    }

    function draw() {
        const { clientWidth: width, clientHeight: height } = globe;
        if (!width) return;
        projection
            .rotate([-middle[0], -middle[1]])
            .translate([width / 2, height / 2])
            .scale((Math.min(width, height) / 2 - 2) * zoom)
            .clipExtent([[-9, -9], [width + 9, height + 9]]);
        parts.forEach((part, i) => part.setAttribute("d", path(drawings[i]) ?? ""));
        placePins();
    }

    function drawSoon() {
        cancelAnimationFrame(frame);
        frame = requestAnimationFrame(draw);
    }

    function centre(longitude, latitude) {
        middle = [longitude % 360, within(latitude, -STEEPEST, STEEPEST)];
        drawSoon();
    }

    function enlarge(factor) {
        zoom = within(zoom * factor, 1, NEAREST);
        drawSoon();
    }

    /** Turns the globe the short way, at once where the reader wants no motion. */
    function turnTo([longitude, latitude]) {
        const [from, way] = [[...middle], ((longitude - middle[0] + 540) % 360) - 180];
        if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
            centre(from[0] + way, latitude);
            return;
        }
        const start = performance.now();
        const turning = middle;
        let last = turning;
        const move = (now) => {
            if (middle !== last) return; // the reader has taken hold of it
            const share = within((now - start) / TURN, 0, 1);
            const eased = share * (2 - share);
            middle = last = [
                from[0] + way * eased,
                from[1] + (within(latitude, -STEEPEST, STEEPEST) - from[1]) * eased,
            ];
            draw();
            if (share < 1) requestAnimationFrame(move);
        };
        requestAnimationFrame(move);
    }

    [[mapZoomIn, "+", 1.4], [mapZoomOut, "−", 1 / 1.4]].forEach(([label, sign, factor]) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = sign;
        button.title = label;
        button.setAttribute("aria-label", label);
        button.addEventListener("click", () => enlarge(factor));
        buttons.append(button);
    });

    globe.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const step = KEYS[event.key];
        if (step) centre(middle[0] + step[0] / zoom, middle[1] + step[1] / zoom);
        else if (ZOOMS[event.key]) enlarge(ZOOMS[event.key]);
        else return;
        event.preventDefault();
    });

    bindPointers(picture, {
        drag(dx, dy) {
            const degree = (projection.scale() * Math.PI) / 180;
            centre(middle[0] - dx / degree, middle[1] + dy / degree);
        },
        pinch: enlarge,
        click(x, y) {
            const place = projection.invert([x, y]);
            if (place?.every(Number.isFinite)) turnTo(place);
        },
    });
    new ResizeObserver(draw).observe(globe);

    return {
        draw,
        show(i) {
            zoom = Math.max(zoom, 3);
            turnTo(places[i]);
        },
    };
}

/** One pointer drags or clicks, two pinch. A swipe up or down is left to the page (CSS). */
function bindPointers(element, { drag, pinch, click }) {
    const held = new Map();
    let way = 0;
    const gap = () => {
        const [[ax, ay], [bx, by]] = [...held.values()];
        return Math.hypot(ax - bx, ay - by);
    };
    element.addEventListener("pointerdown", (event) => {
        held.set(event.pointerId, [event.offsetX, event.offsetY]);
        element.setPointerCapture(event.pointerId);
        if (held.size === 1) way = 0;
    });
    element.addEventListener("pointermove", (event) => {
        const last = held.get(event.pointerId);
        if (!last) return;
        const before = held.size === 2 && gap();
        const [dx, dy] = [event.offsetX - last[0], event.offsetY - last[1]];
        held.set(event.pointerId, [event.offsetX, event.offsetY]);
        way += Math.abs(dx) + Math.abs(dy);
        if (before) pinch(gap() / before);
        else if (way > DRAGGED) drag(dx, dy);
    });
    element.addEventListener("pointerup", (event) => {
        const clicked = held.delete(event.pointerId) && !held.size && way <= DRAGGED;
        if (clicked) click(event.offsetX, event.offsetY);
    });
    element.addEventListener("pointercancel", (event) => {
        held.delete(event.pointerId);
        way = Infinity;
    });
}

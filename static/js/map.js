// The members' map: Leaflet over a picture of the land, with the Pacific in the middle.
// Longitudes run from 0 to 360, so that nothing is torn at 180 degrees. Only the parts of
// Leaflet that are used are taken; its package has no way in to them but their paths.
import { Zoom } from "leaflet/src/control/Control.Zoom.js";
import { ImageOverlay } from "leaflet/src/layer/ImageOverlay.js";
import { Popup } from "leaflet/src/layer/Popup.js";
import { DivIcon } from "leaflet/src/layer/marker/DivIcon.js";
import { Marker } from "leaflet/src/layer/marker/Marker.js";
import { Map as LeafletMap } from "leaflet/src/map/index.js";
import { bindNear } from "./near.js";
import { copyMarks, leadBack, makeRoom, PIN, spread } from "./pins.js";

// As in build-land.mjs, and as members/drawing.py has it; [latitude, longitude].
const LAND = [[-60, 105], [40, 245]];
const VIEW = [[-46.0447, 118], [22.4276, 218]];
const CLOSE = 6; // the zoom at which a single member is shown
const AT_ONCE = 6; // pins that are made before the browser may paint again

/** A member's short profile, from the list item that stands beside the map. */
function shortProfile(item, more) {
    const link = item.querySelector("a");
    const box = document.createElement("div");
    const name = document.createElement("b");
    name.textContent = link.textContent;
    const about = document.createElement("p");
    about.textContent = item.dataset.about;
    const profile = document.createElement("p");
    const onward = link.cloneNode();
    onward.textContent = more;
    onward.setAttribute("aria-label", `${more}: ${link.textContent}`);
    profile.append(onward);
    box.append(name, about, profile);
    return box;
}

/** Moves pins that would lie on each other apart, so that each can be tapped. */
function spreadPins(map, pins) {
    const points = pins.map((pin) => map.latLngToLayerPoint(pin.getLatLng()));
    const moves = spread(points.map(({ x, y }) => [x, y]));
    pins.forEach((pin, i) => {
        const element = pin.getElement();
        element.style.marginLeft = `${moves[i][0] - PIN / 2}px`;
        element.style.marginTop = `${moves[i][1] - PIN / 2}px`;
        leadBack(element.firstChild, moves[i]);
    });
    const left = map.containerPointToLayerPoint([0, 0]).x;
    makeRoom(
        pins.map((pin) => pin.getElement().firstChild),
        points.map(({ x, y }, i) => [x + moves[i][0], y + moves[i][1]]),
        [left, left + map.getSize().x],
    );
}

function loadStyle(href) {
    return new Promise((resolve, reject) => {
        const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
        link.onload = resolve;
        link.onerror = reject;
        document.head.append(link);
    });
}

/** Lets the browser paint, and answer the reader, between two pieces of work. */
function pause() {
    return new Promise((resolve) => setTimeout(resolve));
}

/** Fits the view of all members into the map's box; it cannot be reduced further. */
function showWhole(map) {
    map.setMinZoom(0);
    map.fitBounds(VIEW, { animate: false });
    map.setMinZoom(map.getZoom());
}

/** The map's own panBy, for which Leaflet has no option: not sliding, but at once. */
function panAtOnce(offset, options) {
    return LeafletMap.prototype.panBy.call(this, offset, { ...options, animate: false });
}

/** Puts Leaflet's map into the box; returns it with its pins. */
async function drawMap(box, section, items) {
    const { mapLand, mapLabel, mapMore, mapZoomIn, mapZoomOut } = section.dataset;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const region = document.createElement("div");
    region.role = "region";
    region.setAttribute("aria-label", mapLabel);
    box.append(region);

    const map = new LeafletMap(region, {
        maxZoom: 7,
        zoomSnap: 0,
        zoomControl: false,
        attributionControl: false,
        maxBounds: LAND,
        zoomAnimation: !still,
        fadeAnimation: !still,
        markerZoomAnimation: !still,
        inertia: !still,
        scrollWheelZoom: false,
    });
    if (still) map.panBy = panAtOnce;
    map.addControl(new Zoom({ position: "bottomleft", zoomInTitle: mapZoomIn, zoomOutTitle: mapZoomOut }));
    showWhole(map);
    map.on("resize", () => map.getSize().x && map.getZoom() === map.getMinZoom() && showWhole(map));
    const land = new ImageOverlay(mapLand, LAND).addTo(map);
    const drawn = new Promise((resolve) => land.on("load error", resolve));

    const marks = copyMarks(section);
    const pins = [];
    for (const [i, item] of items.entries()) {
        if (i % AT_ONCE === 0) await pause();
        const name = item.querySelector("a").textContent;
        const pin = new Marker([item.dataset.lat, item.dataset.lon].map(Number), {
            icon: new DivIcon({ className: "pin", html: marks[i], iconSize: [PIN, PIN] }),
            title: name,
            alt: name,
            riseOnHover: true,
        })
            .addTo(map)
            .bindPopup(new Popup({ minWidth: 190 }).setContent(() => shortProfile(item, mapMore)));
        pin.getElement().setAttribute("aria-label", name);
        pins.push(pin);
    }
    await pause();
    const spreadThem = () => spreadPins(map, pins);
    map.on("zoomend resize", spreadThem);
    spreadThem();
    letPageScroll(map);
    handOverFocus(map, region);
    await drawn;
    return { map, pins };
}

/** A finger scrolls the page over the whole map, and moves only the map that is zoomed in. */
function letPageScroll(map) {
    if (!matchMedia("(pointer: coarse)").matches) return;
    const settle = () => map.dragging[map.getZoom() > map.getMinZoom() ? "enable" : "disable"]();
    map.on("zoomend", settle);
    settle();
}

/** The focus goes from a pin into its short profile, and back when that is closed. */
function handOverFocus(map, region) {
    let opener = null;
    map.on("popupopen", ({ popup }) => {
        const pin = document.activeElement;
        opener = pin.matches(".pin") && region.contains(pin) ? pin : null;
        if (opener) popup.getElement().querySelector("a[aria-label]").focus();
    });
    map.on("popupclose", ({ popup }) => {
        if (popup.getElement().contains(document.activeElement)) opener?.focus();
    });
    // Leaflet itself hears the key only where its own box has the focus, not a pin.
    region.addEventListener("keydown", ({ key }) => key === "Escape" && map.closePopup());
}

/** Binds the button that puts the globe in place of the map, and back. */
function bindGlobe(section, box, items, map) {
    const tools = section.querySelector("[data-map-tools]");
    const button = tools.querySelector("[data-globe]");
    const { textContent: forward, dataset: { back } } = button;
    let loading;
    const views = { globe: null, isShown: false };
    const load = async () => {
        const { drawGlobe } = await import(section.dataset.mapGlobe);
        return drawGlobe(box, section, items);
    };
    button.addEventListener("click", async () => {
        try {
            views.globe = await (loading ??= load());
        } catch {
            loading = null;
            tools.querySelector("[data-said]").textContent = tools.dataset.globeFailed;
            return;
        }
        views.isShown = section.classList.toggle("map-round");
        button.textContent = views.isShown ? back : forward;
        if (views.isShown) views.globe.draw();
        else map.invalidateSize();
    });
    return views;
}

/** Puts the map that moves in place of the drawn one, from the members listed beside it. */
export async function showMap(section) {
    const items = [...section.querySelectorAll("[data-lat]")];
    const box = section.querySelector("[data-map-here]");
    await loadStyle(section.dataset.mapCss);
    const { map, pins } = await drawMap(box, section, items);
    const views = bindGlobe(section, box, items, map);
    bindNear(
        section.querySelector("[data-map-tools]"),
        items.map((item) => item.querySelector("a")),
        (here, i) => map.distance(here, pins[i].getLatLng()),
        (i) => {
            if (views.isShown) return views.globe.show(i);
            map.setView(pins[i].getLatLng(), CLOSE);
            pins[i].openPopup();
        },
    );
    section.classList.add("map-live");
}

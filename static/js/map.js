// The members' map: Leaflet over one land file, with the Pacific in the middle.
// Longitudes run from 0 to 360, so that nothing is torn at 180 degrees.
import { control, divIcon, geoJSON, latLngBounds, map as leafletMap, marker, CRS } from "leaflet";

const PIN = 26; // pixels that a pin fills, and that a fingertip finds

/** A member's short profile, from the list item that stands beside the map. */
function popup(item, more) {
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
    const homes = pins.map((pin) => map.latLngToLayerPoint(pin.getLatLng()));
    const places = homes.map((point) => point.clone());
    for (let round = 0; round < 40; round++) {
        places.forEach((a, i) => {
            places.slice(i + 1).forEach((b) => {
                const apart = b.subtract(a);
                const axis = Math.abs(apart.x) > Math.abs(apart.y) ? "x" : "y";
                const missing = PIN - Math.abs(apart[axis]);
                if (missing <= 0) return;
                const push = ((missing + 0.5) / 2) * (Math.sign(apart[axis]) || 1);
                a[axis] -= push;
                b[axis] += push;
            });
        });
    }
    pins.forEach((pin, i) => {
        const { style } = pin.getElement();
        const moved = places[i].subtract(homes[i]);
        style.marginLeft = `${moved.x - PIN / 2}px`;
        style.marginTop = `${moved.y - PIN / 2}px`;
    });
}

function loadStyle(href) {
    return new Promise((resolve, reject) => {
        const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
        link.onload = resolve;
        link.onerror = reject;
        document.head.append(link);
    });
}

/** Draws the map into the section, from the members listed in it. */
export async function showMap(section) {
    const { mapLand, mapCss, mapLabel, mapMore, mapZoomIn, mapZoomOut } = section.dataset;
    const [land] = await Promise.all([
        fetch(mapLand).then((response) => response.json()),
        loadStyle(mapCss),
    ]);
    const box = document.createElement("div");
    box.role = "region";
    box.setAttribute("aria-label", mapLabel);
    section.querySelector("[data-map-here]").append(box);

    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const map = leafletMap(box, {
        crs: CRS.EPSG3857,
        minZoom: 1,
        maxZoom: 8,
        zoomSnap: 0.25,
        zoomControl: false,
        attributionControl: false,
        maxBounds: [[-70, 90], [60, 260]],
        zoomAnimation: !still,
        fadeAnimation: !still,
        markerZoomAnimation: !still,
        scrollWheelZoom: false,
    });
    control.zoom({
        zoomInTitle: mapZoomIn,
        zoomOutTitle: mapZoomOut,
    }).addTo(map);
    const items = [...section.querySelectorAll("[data-lat]")];
    const places = items.map((item) => [Number(item.dataset.lat), Number(item.dataset.lon)]);
    map.fitBounds(latLngBounds(places), { padding: [24, 24] });
    geoJSON(land, {
        interactive: false,
        style: { className: "land", weight: 0.6, fillOpacity: 1 },
    }).addTo(map);
    const pins = items.map((item, i) => {
        const name = item.querySelector("a").textContent;
        const pin = marker(places[i], {
            icon: divIcon({ className: "pin", iconSize: [PIN, PIN] }),
            title: name,
            alt: name,
            riseOnHover: true,
        })
            .addTo(map)
            .bindPopup(popup(item, mapMore));
        pin.getElement().setAttribute("aria-label", name);
        return pin;
    });
    // Leaflet itself hears the key only where its own box has the focus, not a pin.
    box.addEventListener("keydown", ({ key }) => key === "Escape" && map.closePopup());
    const spread = () => spreadPins(map, pins);
    map.on("zoomend resize", spread);
    spread();
}

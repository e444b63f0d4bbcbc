// The members' map: Leaflet over one land file, with the Pacific in the middle.
// Longitudes run from 0 to 360, so that nothing is torn at 180 degrees.
import { control, divIcon, geoJSON, latLngBounds, map as leafletMap, marker, CRS } from "leaflet";

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
    items.forEach((item, i) => {
        const name = item.querySelector("a").textContent;
        marker(places[i], {
            icon: divIcon({ className: "pin", iconSize: [26, 26] }),
            title: name,
            alt: name,
            riseOnHover: true,
        })
            .addTo(map)
            .bindPopup(popup(item, mapMore))
            .getElement()
            .setAttribute("aria-label", name);
    });
}

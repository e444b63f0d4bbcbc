// Writes the land that the members' maps are drawn from into static/dist: Natural Earth
// 1:10m (npm package world-atlas). Run from the repository root.
//
// - land.json, the Pacific as one GeoJSON MultiPolygon with longitudes 0-360, so that it
//   is whole: what the server draws the locator maps from.
// - land.svg, the same as a picture in Mercator's projection: lies under the pins of the
//   map, with and without scripts.
// - globe.json, the whole world, coarser, as rings of a GeoJSON MultiPolygon: the globe.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import { geoArea } from "d3-geo";
import { feature } from "topojson-client";

const OUT = "static/dist";
const WINDOW = { west: 105, east: 245, south: -60, north: 40 };

// Where members lie, as [west, south, east, north]. In these boxes every island is
// kept, however small; elsewhere islets are dropped and coasts are drawn coarser.
const MEMBER_WATERS = [
  [130, -13, 180, 21],
  [154, -25, 180, -8],
  [180, -30, 232, 12],
  [124, -9.6, 127.5, -8],
];
const NEAR_WATERS = [
  [111, -48, 180, -9],
  [117, -11, 131, 13],
  [198, 18, 206, 23],
];

// Square degrees: islands below the one are left out, corners below the other are
// smoothed away.
const SMALLEST = { member: 0, near: 0.06, far: 0.4 };
const SMOOTHED = { member: 0.003, near: 0.03, far: 0.1 };
const GLOBE_SMALLEST = { member: 0, near: 0.2, far: 1 };
const GLOBE_SMOOTHED = { member: 0.04, near: 0.15, far: 1 };

// A speck this close, in degrees, to a bigger island is part of the same atoll.
const SPECK = 0.002;
const SAME_ATOLL = 0.2;

// Natural Earth leaves the three atolls of Tokelau out.
const TOKELAU = [
  [187.5, -8.56],
  [188.18, -9.17],
  [188.78, -9.38],
];

const within = ([x, y], [west, south, east, north]) =>
  x >= west && x <= east && y >= south && y <= north;

function zone(point) {
  if (MEMBER_WATERS.some((box) => within(point, box))) return "member";
  return NEAR_WATERS.some((box) => within(point, box)) ? "near" : "far";
}

// A ring that crosses 180° (or 0°) jumps by 360; this makes it run on.
function unwrap(ring) {
  let last = ring[0][0];
  return ring.map(([x, y]) => {
    last = x + 360 * Math.round((last - x) / 360);
    return [last, y];
  });
}

// Sutherland-Hodgman, against the four sides of the window.
function clip(ring) {
  const sides = [
    [0, 1, WINDOW.west],
    [0, -1, WINDOW.east],
    [1, 1, WINDOW.south],
    [1, -1, WINDOW.north],
  ];
  return sides.reduce((points, [axis, sign, limit]) => {
    const depth = (point) => sign * (point[axis] - limit);
    return points.flatMap((point, i) => {
      const before = points.at(i - 1);
      const [d0, d1] = [depth(before), depth(point)];
      if (d0 < 0 === d1 < 0) return d1 < 0 ? [] : [point];
      const share = d0 / (d0 - d1);
      const crossing = before.map((value, k) => value + share * (point[k] - value));
      return d1 < 0 ? [crossing] : [crossing, point];
    });
  }, ring.slice(1));
}

const triangle = ([ax, ay], [bx, by], [cx, cy]) =>
  Math.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2;

const size = (ring) =>
  Math.abs(ring.reduce((sum, [x, y], i) => {
    const [px, py] = ring.at(i - 1);
    return sum + px * y - x * py;
  }, 0)) / 2;

// Visvalingam's method in sweeps: each drops the points that matter less than both
// their neighbours. An island keeps its main corners, and at least four.
function simplify(ring, smoothed) {
  const least = size(ring) / 12;
  for (;;) {
    const weights = ring.map((point, i) => {
      const area = triangle(ring.at(i - 1), point, ring[(i + 1) % ring.length]);
      return area / Math.min(smoothed[zone(point)], least);
    });
    let spare = ring.length - 4;
    const kept = ring.filter((_, i) => {
      const [before, weight] = [weights.at(i - 1), weights[i]];
      const after = weights[(i + 1) % ring.length];
      return !(weight < 1 && weight < before && weight <= after && spare-- > 0);
    });
    if (kept.length === ring.length) return ring;
    ring = kept;
  }
}

// To parts of a degree: so many for far coasts, for those of members, and for their
// smallest islands, which would be turned into lines by less.
function round(ring, [far, coast, atoll]) {
  const factor = size(ring) < SPECK ? atoll : coast;
  const points = ring
    .map((point) => {
      const fine = zone(point) === "far" ? far : factor;
      return point.map((value) => Math.round(value * fine) / fine);
    })
    .filter(([x, y], i, all) => x !== all.at(i - 1)[0] || y !== all.at(i - 1)[1]);
  return [...points, points[0]];
}

function withoutSpecks(rings) {
  const kept = [];
  for (const ring of rings.toSorted((a, b) => size(b) - size(a))) {
    const [[x, y]] = ring;
    const touches = ([px, py]) => Math.hypot(px - x, py - y) < SAME_ATOLL;
    if (size(ring) > SPECK || !kept.some((other) => other.some(touches))) {
      kept.push(ring);
    }
  }
  return kept;
}

const require = createRequire(import.meta.url);
const world = JSON.parse(readFileSync(require.resolve("world-atlas/land-10m.json")));
const rings = feature(world, world.objects.land).features
  .flatMap(({ geometry }) =>
    geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates,
  )
  .map(([outer]) => unwrap(outer));

const land = [-360, 0, 360]
  .flatMap((shift) => rings.map((ring) => clip(ring.map(([x, y]) => [x + shift, y]))))
  .filter((ring) => ring.length > 2 && size(ring) >= SMALLEST[zone(ring[0])]);

const atolls = TOKELAU.map(([x, y]) => [
  [x, y + 0.03],
  [x + 0.03, y],
  [x, y - 0.03],
  [x - 0.03, y],
]);

function drawn(rings, smoothed, parts) {
  return [...withoutSpecks(rings).map((ring) => simplify(ring, smoothed)), ...atolls]
    .map((ring) => round(ring, parts))
    .filter((ring) => ring.length > 3)
    .sort((a, b) => a[0][0] - b[0][0])
    .map((ring) => [ring]);
}

// Mercator's projection, as Leaflet's: in units of which a degree of longitude has so
// many; y grows to the south.
const UNITS = 200;
const mercator = ([x, y]) => [
  (x - WINDOW.west) * UNITS,
  (northing(WINDOW.north) - northing(y)) * UNITS,
].map(Math.round);

function northing(latitude) {
  return (Math.asinh(Math.tan((latitude * Math.PI) / 180)) * 180) / Math.PI;
}

function path([ring]) {
  let [x, y] = mercator(ring[0]);
  const steps = ring.slice(1, -1).map((point) => {
    const [nextX, nextY] = mercator(point);
    const step = `${nextX - x} ${nextY - y}`;
    [x, y] = [nextX, nextY];
    return step;
  });
  return `M${mercator(ring[0]).join(" ")}l${steps.join(" ")}z`.replaceAll(" -", "-");
}

function picture(islands) {
  const [width, height] = mercator([WINDOW.east, WINDOW.south]);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width / 20}" height="${Math.round(height / 20)}" ` +
    `viewBox="0 0 ${width} ${height}"><style>path{fill:#f3ead6;stroke:#b6a77f;stroke-width:.7px}` +
    "@media(prefers-color-scheme:dark){path{fill:#27505d;stroke:#4d7885}}</style>" +
    `<path vector-effect="non-scaling-stroke" d="${islands.map(path).join("")}"/></svg>\n`
  );
}

function write(name, text) {
  writeFileSync(`${OUT}/${name}`, text);
  const packed = (gzipSync(text, { level: 9 }).length / 1000).toFixed(1);
  console.log(`${OUT}/${name}: ${packed} kB compressed`);
}

const islands = drawn(land, SMOOTHED, [10, 100, 1000]);
// On a sphere the order of the points tells the land from all the rest of the world.
const wound = ([ring]) =>
  geoArea({ type: "Polygon", coordinates: [ring] }) > 2 * Math.PI
    ? [ring.toReversed()]
    : [ring];

const eastward = (ring) => ring.map(([x, y]) => [ring[0][0] < 0 ? x + 360 : x, y]);
const globe = drawn(
  rings.map(eastward).filter((ring) => size(ring) >= GLOBE_SMALLEST[zone(ring[0])]),
  GLOBE_SMOOTHED,
  [10, 20, 100],
);
mkdirSync(OUT, { recursive: true });
write("land.json", JSON.stringify({ type: "MultiPolygon", coordinates: islands }));
write("land.svg", picture(islands));
write("globe.json", JSON.stringify({ type: "MultiPolygon", coordinates: globe.map(wound) }));

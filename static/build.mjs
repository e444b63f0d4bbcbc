// Builds static/dist: style sheets, scripts, the land and the members’ flags.
// Run with `npm run build`; what it writes is never committed.
import { copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { build } from "esbuild";

const out = "static/dist";
rmSync(out, { recursive: true, force: true });
mkdirSync(`${out}/flags`, { recursive: true });

const common = {
    bundle: true,
    minify: true,
    outdir: out,
    logLevel: "warning",
    target: ["chrome99", "firefox97", "safari15.4"],
};
await build({
    ...common,
    entryPoints: ["main", "body", "home", "map", "month", "form", "pdf"].map((name) => `static/css/${name}.css`),
    external: ["*.svg"],
});
await build({
    ...common,
    entryPoints: ["main", "map", "globe"].map((name) => `static/js/${name}.js`),
    format: "esm",
});
await build({
    ...common,
    entryPoints: ["offline/worker", "offline/remove", "passkeys", "session"].map((name) => `static/js/${name}.js`),
    entryNames: "[name]",
});
await build({
    ...common,
    entryPoints: ["static/css/leaflet.css", "static/css/admin.css"],
    loader: { ".png": "empty" },
});

const members = readFileSync("members/demo/members.toml", "utf8");
for (const [, code] of members.matchAll(/^iso_code\s*=\s*"([A-Z]{2})"/gm)) {
    const flag = `${code.toLowerCase()}.svg`;
    copyFileSync(`node_modules/flag-icons/flags/4x3/${flag}`, `${out}/flags/${flag}`);
}

execFileSync(process.execPath, ["static/map/build-land.mjs"], { stdio: "inherit" });

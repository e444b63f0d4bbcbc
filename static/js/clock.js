// The reader's own time of an event, beside the organiser's.

/** The words of the server: "Tuesday 30 July 2024", "mardi 30 juillet 2024". */
function dateInWords(moment, language) {
    const word = (options) => moment.toLocaleDateString(language, options);
    const first = language === "fr" && moment.getDate() === 1 ? "er" : "";
    return [
        word({ weekday: "long" }),
        moment.getDate() + first,
        word({ month: "long" }),
        moment.getFullYear(),
    ].join(" ");
}

const twoDigits = (number) => String(number).padStart(2, "0");
const timeOf = (moment) => `${twoDigits(moment.getHours())}:${twoDigits(moment.getMinutes())}`;
const dayOf = (moment) =>
    `${moment.getFullYear()}-${twoDigits(moment.getMonth() + 1)}-${twoDigits(moment.getDate())}`;

/** The minutes that a moment's zone is ahead of UTC: 720 of "2024-07-30T10:00+12:00". */
function offsetOf(iso) {
    const [, sign, hours, minutes] = iso.match(/([+-])(\d\d):(\d\d)$/);
    return Number(sign + 1) * (hours * 60 + Number(minutes));
}

/** Where the reader's clock is set: "Rarotonga, UTC−10". */
function clockOf(moment) {
    const ahead = -moment.getTimezoneOffset();
    const minutes = Math.abs(ahead) % 60;
    const offset = `${Math.floor(Math.abs(ahead) / 60)}${minutes ? `:${twoDigits(minutes)}` : ""}`;
    const [region, ...place] = Intl.DateTimeFormat().resolvedOptions().timeZone.split("/");
    const name = region !== "Etc" && place.length ? [place.pop().replaceAll("_", " ")] : [];
    return [...name, ahead ? `UTC${ahead < 0 ? "−" : "+"}${offset}` : "UTC"].join(", ");
}

/** Says in the line what the reader's clock shows, where it differs from the organiser's. */
export function showOwnTime(line) {
    const language = document.documentElement.lang;
    const isos = [...line.parentElement.querySelectorAll(".event-when time")]
        .map((element) => element.dateTime)
        .filter((value) => value.includes("T"));
    const moments = isos.map((iso) => new Date(iso));
    if (moments.every((moment, i) => -moment.getTimezoneOffset() === offsetOf(isos[i]))) return;
    const isAnotherDay = moments.some((moment, i) => dayOf(moment) !== isos[i].slice(0, 10));
    const lasts = moments.length > 1 && dayOf(moments[0]) !== dayOf(moments[1]);
    const ends = moments.map((moment, i) =>
        lasts || (isAnotherDay && i === 0)
            ? `${dateInWords(moment, language)}, ${timeOf(moment)}`
            : timeOf(moment),
    );
    const words = `${ends.join(lasts ? " – " : "–")} (${clockOf(moments[0])})`;
    line.textContent = line.dataset.ownTime.replace("{time}", words);
}

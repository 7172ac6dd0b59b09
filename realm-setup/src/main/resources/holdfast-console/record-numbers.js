// Numbers of the record over time.

import { insightPaths, intervalOf, queryOf, zoneOf } from "./insights-api.js";
import { stepOf } from "./plot.js";

/** Columns of equal length from start to end, with what the buckets of each series count in them. */
export function columnsOf({ start, end, step, zoneMinutes }, series) {
  const millis = step * 1000;
  const ahead = zoneMinutes * 60_000;
  const first = Math.floor((start + ahead) / millis) * millis - ahead;
  const columns = [];
  for (let at = first; at < end; at += millis) {
    columns.push({ start: at, counts: {} });
  }
  for (const [key, buckets] of Object.entries(series)) {
    for (const { time, count } of buckets) {
      const column = columns[Math.floor((time - first) / millis)];
      if (column) {
        column.counts[key] = (column.counts[key] ?? 0) + count;
      }
    }
  }
  return columns;
}

/** The zone of whoever looks. */
const zoneAt = (millis) => -new Date(millis).getTimezoneOffset();

/** How many events of each place's filter happened when. places: by the name of their series. */
export async function overTime(app, places, { start, end }, signal) {
  const step = stepOf(start, end);
  const zoneMinutes = zoneAt(end);
  const answers = await Promise.all(Object.entries(places).map(async ([key, place]) => {
    const told = await app.api.send("POST", insightPaths.interval(app.realm),
      { ...queryOf(place, { start, end }), ...intervalOf(step), timezone: zoneOf(zoneMinutes) }, signal);
    return [key, bucketsOf(told)];
  }));
  return { step, columns: columnsOf({ start, end, step, zoneMinutes }, Object.fromEntries(answers)) };
}

const bucketsOf = ({ intervals }) => intervals.map(({ start, count }) => ({ time: Date.parse(start), count }));

/** How much of what a place filters by succeeded and failed when. */
export const timeline = (app, place, times, signal) =>
  overTime(app, Object.fromEntries(["success", "failure"].filter((result) => !place.result || place.result === result)
    .map((result) => [result, { ...place, result }])), times, signal);

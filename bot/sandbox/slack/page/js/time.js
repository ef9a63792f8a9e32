// Dates as people read them, in the reader's own time zone.

const DAY = 24 * 60 * 60 * 1000;

const format = (options) => new Intl.DateTimeFormat(undefined, options);
const clock = format({ hour: "numeric", minute: "2-digit" });
const clockSeconds = format({ hour: "numeric", minute: "2-digit", second: "2-digit" });
const longDate = format({ year: "numeric", month: "long", day: "numeric" });
const shortDate = format({ year: "numeric", month: "short", day: "numeric" });
const weekdayDate = format({ weekday: "long", month: "long", day: "numeric" });
const fullDate = format({ weekday: "long", year: "numeric", month: "long", day: "numeric" });
const numericDate = format({ year: "numeric", month: "2-digit", day: "2-digit" });

/** The moment of a Slack timestamp. */
export function moment(ts) {
  return new Date(Number(ts) * 1000);
}

/** Hours and minutes of a Slack timestamp. */
export function timeOf(ts) {
  return clock.format(moment(ts));
}

/** The whole date and time of a Slack timestamp, for tooltips. */
export function fullTime(ts) {
  return `${fullDate.format(moment(ts))} at ${clockSeconds.format(moment(ts))}`;
}

function startOfDay(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function nearDay(date) {
  const days = Math.round((startOfDay(date) - startOfDay(new Date())) / DAY);
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[days] ?? null;
}

const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

/** The words of a day divider. */
export function dayOf(ts) {
  const near = nearDay(moment(ts));
  return near ? capital(near) : weekdayDate.format(moment(ts));
}

/** A key that two moments share if they are on the same day. */
export function dayKey(ts) {
  return startOfDay(moment(ts));
}

/** How long ago a Slack timestamp was, in words. */
export function ago(ts) {
  const minutes = Math.max(0, Math.round((Date.now() - moment(ts).getTime()) / 60000));
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.round(minutes / 60)} h ago`;
  return shortDate.format(moment(ts));
}

const TOKENS = {
  date_num: (date) => numericDate.format(date),
  date: (date) => longDate.format(date),
  date_short: (date) => shortDate.format(date),
  date_long: (date) => fullDate.format(date),
  date_pretty: (date) => nearDay(date) ?? longDate.format(date),
  date_short_pretty: (date) => nearDay(date) ?? shortDate.format(date),
  date_long_pretty: (date) => nearDay(date) ?? fullDate.format(date),
  day_divider_pretty: (date) => nearDay(date) ?? weekdayDate.format(date),
  time: (date) => clock.format(date),
  time_secs: (date) => clockSeconds.format(date),
  ago: (date) => ago(date.getTime() / 1000),
};

/** Write a date by Slack's pattern, such as "{date} at {time}"; null if the moment makes no sense. */
export function formatDate(seconds, pattern) {
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return null;
  return capital(pattern.replace(/\{(\w+)\}/g, (whole, name) => TOKENS[name]?.(date) ?? whole));
}

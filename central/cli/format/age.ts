const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const yearMs = 365 * dayMs;

/** Each unit with the span (exclusive) up to which it is the clearest one. */
const spanUnits = [
  { letter: 's', unitMs: secondMs, belowMs: 2 * minuteMs },
  { letter: 'm', unitMs: minuteMs, belowMs: 2 * hourMs },
  { letter: 'h', unitMs: hourMs, belowMs: 2 * dayMs },
  { letter: 'd', unitMs: dayMs, belowMs: 2 * yearMs },
] as const;

const years = { letter: 'y', unitMs: yearMs } as const;

/** A time span in one unit, rounded down: `45s`, `5m`, `26h`, `3d`. Negative spans, made by clocks that differ, read `0s`. */
export function formatSpan(spanMs: number): string {
  const positiveMs = Math.max(0, spanMs);
  const { letter, unitMs } = spanUnits.find(({ belowMs }) => positiveMs < belowMs) ?? years;
  return `${Math.floor(positiveMs / unitMs)}${letter}`;
}

/** How long ago; `-` when `at` (unix ms) is 0, which stands for "not known". */
export function formatAge(at: number, now: number): string {
  return at === 0 ? '-' : formatSpan(now - at);
}

/** `2025-11-20 06:20:01 UTC`; `-` for 0. */
export function formatDate(at: number): string {
  if (at === 0) return '-';
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Local time of day to the millisecond, with the date in front when it is another day than `now`. */
export function formatMoment(at: number, now: number): string {
  const moment = new Date(at);
  const day = localDay(moment);
  const time = `${two(moment.getHours())}:${two(moment.getMinutes())}:${two(moment.getSeconds())}`;
  const millis = String(moment.getMilliseconds()).padStart(3, '0');
  return `${day === localDay(new Date(now)) ? '' : `${day} `}${time}.${millis}`;
}

function localDay(moment: Date): string {
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

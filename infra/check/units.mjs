// Values as people read them, in the units of the dashboard.

const short = (value, suffixes, base) => {
  let at = 0;
  while (Math.abs(value) >= base && at < suffixes.length - 1) {
    value /= base;
    at++;
  }
  return `${digits(value)}${suffixes[at]}`;
};
const digits = (value) => (Number.isInteger(value) || Math.abs(value) >= 100 ? String(Math.round(value)) : value.toPrecision(Math.abs(value) >= 10 ? 3 : 2).replace(/\.0+$/, ''));

const UNITS = {
  short: (value) => short(value, ['', ' K', ' Mil', ' Bil'], 1000),
  ops: (value) => `${short(value, ['', ' K', ' Mil'], 1000)}/s`,
  bytes: (value) => short(value, [' B', ' KiB', ' MiB', ' GiB', ' TiB'], 1024),
  percentunit: (value) => `${digits(value * 100)} %`,
  s: (value) => {
    const size = Math.abs(value);
    if (size === 0) return '0 s';
    if (size < 0.001) return `${digits(value * 1e6)} µs`;
    if (size < 1) return `${digits(value * 1e3)} ms`;
    return size < 120 ? `${digits(value)} s` : `${digits(value / 60)} min`;
  },
};

/** @param {string|number} value as Prometheus has it; NaN is a dash */
export function inUnit(value, unit) {
  const number = Number(value);
  return Number.isFinite(number) ? UNITS[unit ?? 'short'](number) : '–';
}

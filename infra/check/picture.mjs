// Draws the dashboard as an SVG: its grid, its titles, units and thresholds, with values that were asked for. Not Grafana, but what Grafana would show.
import { inUnit } from './units.mjs';

const COLUMN = 60;
const ROW = 28;
const GAP = 6;
const HEAD = 44;
const COLOURS = ['#73bf69', '#5794f2', '#f2cc0c', '#ff9830', '#f2495c', '#b877d9', '#56d9d0', '#ff780a', '#8ab8ff', '#c0d8a0', '#ffa6b0', '#8f8bff'];
const THEMES = {
  dark: { page: '#111217', panel: '#181b1f', edge: '#2c3037', text: '#d8d9da', faint: '#8e9099', grid: '#2a2d33', green: '#73bf69', orange: '#ff9830', red: '#f2495c' },
  light: { page: '#f4f5f5', panel: '#ffffff', edge: '#dcdee2', text: '#24292e', faint: '#6a6f77', grid: '#e8eaed', green: '#3d8b37', orange: '#d97a00', red: '#c4162a' },
};
const FONT = 'font-family="Inter, Helvetica, Arial, sans-serif"';

const escaped = (text) => String(text).replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]);
const text = (x, y, words, { size = 11, fill, anchor = 'start', weight = 400 }) => `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" text-anchor="${anchor}" font-weight="${weight}">${escaped(words)}</text>`;
// Wide enough for the fonts above; nothing here measures text.
const width = (words, size) => words.length * size * 0.6;
const cut = (words, room, size) => (width(words, size) <= room ? words : `${words.slice(0, Math.max(1, Math.floor(room / (size * 0.6)) - 1))}…`);

/**
 * @param panels of the dashboard, each with lines: [{ name, values: [[seconds, text]…] }]
 * @param from seconds, of the time axis
 */
export function picture({ title, panels, from, to, dark }) {
  const theme = THEMES[dark ? 'dark' : 'light'];
  const high = HEAD + Math.max(...panels.map(({ gridPos }) => gridPos.y + gridPos.h)) * ROW + GAP;
  const wide = 24 * COLUMN + GAP;
  const parts = panels.map((panel) => {
    const { x, y, w, h } = panel.gridPos;
    const box = { x: x * COLUMN + GAP, y: HEAD + y * ROW, w: w * COLUMN - GAP, h: h * ROW - GAP };
    if (panel.type === 'row') return text(box.x + 2, box.y + 18, `⌄ ${panel.title}`, { size: 14, fill: theme.text, weight: 600 });
    const frame = `<rect x="${box.x}" y="${box.y}" width="${box.w}" height="${box.h}" rx="3" fill="${theme.panel}" stroke="${theme.edge}"/>`;
    const name = text(box.x + 10, box.y + 19, cut(panel.title, box.w - 20, 12.5), { size: 12.5, fill: theme.text, weight: 600 });
    return frame + name + (panel.type === 'stat' ? stat(panel, box, theme, from, to) : graph(panel, box, theme, from, to));
  });
  const span = `${clock(from)} to ${clock(to)} UTC, ${new Date(to * 1000).toISOString().slice(0, 10)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${wide} ${high}" width="${wide}" height="${high}" ${FONT}>`,
    `<rect width="${wide}" height="${high}" fill="${theme.page}"/>`,
    text(GAP + 4, 29, title, { size: 20, fill: theme.text, weight: 600 }), text(wide - GAP - 4, 28, span, { size: 12, fill: theme.faint, anchor: 'end' }),
    ...parts, '</svg>', '',
  ].join('\n');
}

/** One large number over its own course. */
function stat(panel, box, theme, from, to) {
  const { unit, thresholds, mappings } = panel.fieldConfig.defaults;
  const values = finite(panel.lines[0]?.values ?? []);
  const last = values.at(-1)?.[1];
  const colour = last === undefined ? theme.faint : theme[(thresholds?.steps ?? []).filter((step) => step.value === null || last >= step.value).at(-1)?.color ?? 'green'];
  const words = mappings?.[0]?.options?.[last]?.text ?? (last === undefined ? 'No data' : inUnit(last, unit));
  const top = Math.max(...values.map(([, value]) => value), 1e-9);
  const plot = { left: box.x + 1, right: box.x + box.w - 1, top: box.y + box.h * 0.68, bottom: box.y + box.h - 1 };
  return course(values, plot, from, to, top, colour, 0.15) + text(box.x + box.w / 2, box.y + box.h * 0.56, words, { size: 30, fill: colour, anchor: 'middle', weight: 600 });
}

function graph(panel, box, theme, from, to) {
  const { unit, thresholds } = panel.fieldConfig.defaults;
  const lines = panel.lines.map((line, at) => ({ name: line.name, values: finite(line.values), colour: COLOURS[at % COLOURS.length] })).filter(({ values }) => values.length > 0);
  const legend = legends(lines, unit, box, theme);
  const plot = { left: box.x + 62, right: box.x + box.w - 12, top: box.y + 34, bottom: box.y + box.h - 24 - legend.high };
  if (lines.length === 0) return text((plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2, 'Nothing happened', { size: 13, fill: theme.faint, anchor: 'middle' });
  const ticks = scale(Math.max(...lines.flatMap(({ values }) => values.map(([, value]) => value))), unit);
  const top = ticks.at(-1);
  const y = (value) => plot.bottom - (value / top) * (plot.bottom - plot.top);
  const parts = ticks.map((tick) => `<path d="M${plot.left} ${y(tick).toFixed(1)}H${plot.right}" stroke="${theme.grid}"/>` + text(plot.left - 6, (y(tick) + 4).toFixed(1), inUnit(tick, unit), { fill: theme.faint, anchor: 'end' }));
  for (const at of times(from, to)) parts.push(text((plot.left + ((at - from) / (to - from)) * (plot.right - plot.left)).toFixed(1), plot.bottom + 15, clock(at), { size: 10.5, fill: theme.faint, anchor: 'middle' }));
  const alert = thresholds?.steps?.find(({ color, value }) => color === 'red' && value <= top);
  if (alert) parts.push(`<path d="M${plot.left} ${y(alert.value).toFixed(1)}H${plot.right}" stroke="${theme.red}" stroke-dasharray="6 4"/>`);
  return parts.join('') + lines.map(({ values, colour }) => course(values, plot, from, to, top, colour, lines.length > 6 ? 0 : 0.08)).join('') + legend.drawn;
}

/** A line, broken where a value is missing, and the area below it. */
function course(values, plot, from, to, top, colour, fill) {
  const point = ([at, value]) => [plot.left + ((at - from) / (to - from)) * (plot.right - plot.left), plot.bottom - (Math.min(value, top) / top) * (plot.bottom - plot.top)].map((each) => each.toFixed(1));
  const runs = [];
  let before;
  for (const each of values) {
    if (before === undefined || each[0] - before > 15) runs.push([]);
    runs.at(-1).push(point(each));
    before = each[0];
  }
  return runs.map((run) => {
    const path = `M${run.map((each) => each.join(' ')).join('L')}`;
    const area = fill === 0 || run.length < 2 ? '' : `<path d="${path}V${plot.bottom.toFixed(1)}H${run[0][0]}Z" fill="${colour}" fill-opacity="${fill}"/>`;
    return run.length < 2 ? `<circle cx="${run[0][0]}" cy="${run[0][1]}" r="2" fill="${colour}"/>` : `${area}<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.5"/>`;
  }).join('');
}

/** Names with their last values below a graph, in up to three lines. */
function legends(lines, unit, box, theme) {
  const room = box.w - 20;
  const rows = [[]];
  let used = 0;
  let left = 0;
  for (const [at, { name, values, colour }] of lines.entries()) {
    const words = cut(`${name || 'value'}  ${inUnit(values.at(-1)[1], unit)}`, room - 20, 11);
    const takes = 22 + width(words, 11) + 8;
    if (used + takes > room && rows.at(-1).length > 0) {
      if (rows.length === 3) {
        left = lines.length - at;
        break;
      }
      rows.push([]);
      used = 0;
    }
    rows.at(-1).push({ words, colour, x: used });
    used += takes;
  }
  const base = box.y + box.h - 8 - (rows.length - 1) * 15;
  const drawn = rows.map((row, index) => row.map(({ words, colour, x }) => `<path d="M${(box.x + 10 + x).toFixed(0)} ${base + index * 15 - 4}h14" stroke="${colour}" stroke-width="3"/>` + text((box.x + 30 + x).toFixed(0), base + index * 15, words, { fill: theme.text })).join('')).join('');
  const more = left > 0 ? text(box.x + box.w - 8, base + 30, `and ${left} more`, { fill: theme.faint, anchor: 'end' }) : '';
  return { high: rows.length * 15, drawn: drawn + more };
}

const finite = (values) => values.map(([at, value]) => [at, Number(value)]).filter(([, value]) => Number.isFinite(value));
const clock = (seconds) => new Date(seconds * 1000).toISOString().slice(11, 19);

/** From 0 past the largest value, by round numbers. */
function scale(largest, unit) {
  const base = unit === 'bytes' ? 1024 ** Math.max(0, Math.floor(Math.log(Math.max(largest, 1)) / Math.log(1024))) : 1;
  const top = largest > 0 ? largest / base : 1;
  // What is counted has no halves.
  const raw = Math.max(top / 4, unit === 'short' ? 1 : 0);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].find((each) => each * power >= raw) * power * base;
  const count = Math.max(1, Math.ceil((largest > 0 ? largest : 1) / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, at) => at * step);
}

/** Full half minutes, minutes, …: at most six. */
function times(from, to) {
  const step = [15, 30, 60, 120, 300, 600, 1800, 3600].find((each) => (to - from) / each <= 6) ?? 7200;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, at) => first + at * step).filter((at) => at - from > step / 6 && to - at > step / 6);
}

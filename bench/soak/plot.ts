import { escapeHtml } from "#lib/server/escape-html";
import { MEASURES, type Measure, type Soak } from "./soak.ts";
import type { Point } from "./trend.ts";

/** The size of a panel with its labels, in pixels, and of the plot in it. */
const [WIDTH, HEIGHT] = [300, 150];
const PLOT = { left: 44, top: 30, right: 10, bottom: 26 };
const COLUMNS = 3;
const LEGEND = 40;

/** Colours with a contrast of at least 3:1 to the background, light and dark; the second line is dashed too. */
const STYLE = `
  :root { color-scheme: light dark }
  .back { fill: #fff } text { fill: #24292f; font: 12px system-ui, sans-serif } .small { font-size: 10px; fill: #57606a }
  .axis { stroke: #8c959f; fill: none } .half { stroke: #8c959f; stroke-dasharray: 1 3 }
  .line0 { stroke: #0550ae; fill: none; stroke-width: 1.5 } .line1 { stroke: #a04100; fill: none; stroke-width: 1.5; stroke-dasharray: 5 2 }
  @media (prefers-color-scheme: dark) {
    .back { fill: #0d1117 } text { fill: #e6edf3 } .small { fill: #9da7b3 }
    .line0 { stroke: #79c0ff } .line1 { stroke: #ffa657 }
  }`;

const number = (value: number) => value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 1 : 0 });

/** The smallest of 1, 2 and 5 times a power of ten that is not below a value. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10);
}

function panel(measure: Measure, soaks: Soak[], minutes: number): string {
  const { label, unit } = MEASURES[measure];
  const values = soaks.flatMap(({ series }) => series[measure] ?? []).map(({ value }) => value);
  const top = roundUp(Math.max(1, ...values));
  const [left, right, bottom] = [PLOT.left, WIDTH - PLOT.right, HEIGHT - PLOT.bottom];
  const x = (minute: number) => (left + (minute / minutes) * (right - left)).toFixed(1);
  const y = (value: number) => (bottom - (value / top) * (bottom - PLOT.top)).toFixed(1);
  const line = (points: Point[], index: number) =>
    `<polyline class="line${index}" points="${points.map(({ minute, value }) => `${x(minute)},${y(value)}`).join(" ")}"/>`;
  const half = x(minutes / 2);
  return [
    `<text x="${left}" y="18">${escapeHtml(unit ? `${label}, ${unit}` : label)}</text>`,
    `<path class="axis" d="M${left} ${PLOT.top}V${bottom}H${right}"/>`,
    `<path class="half" d="M${half} ${PLOT.top}V${bottom}"/>`,
    `<text class="small" x="${left - 4}" y="${PLOT.top + 8}" text-anchor="end">${number(top)}</text>`,
    `<text class="small" x="${left - 4}" y="${bottom}" text-anchor="end">0</text>`,
    `<text class="small" x="${left}" y="${bottom + 14}">0</text>`,
    `<text class="small" x="${right}" y="${bottom + 14}" text-anchor="end">${number(minutes)} min</text>`,
    ...soaks.map(({ series }, index) => line(series[measure] ?? [], index)),
  ].join("\n");
}

/** Draws the values of soaks over time, a panel for each measure, as an SVG for light and dark. @param description in words */
export function plot(soaks: Soak[], description: string): string {
  const measures = (Object.keys(MEASURES) as Measure[]).filter((name) => soaks.some(({ series }) => series[name]));
  const minutes = Math.max(...soaks.map((soak) => soak.minutes));
  const height = LEGEND + Math.ceil(measures.length / COLUMNS) * HEIGHT;
  const at = (index: number) => `${(index % COLUMNS) * WIDTH} ${LEGEND + Math.floor(index / COLUMNS) * HEIGHT}`;
  const legend = soaks.map(
    ({ engine }, index) =>
      `<path class="line${index}" d="M${PLOT.left + index * 150} 20h30"/><text x="${PLOT.left + 38 + index * 150}" y="24">${engine}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${COLUMNS * WIDTH} ${height}" role="img" aria-labelledby="title description">
<title id="title">${escapeHtml(`A soak of ${number(minutes)} minutes`)}</title>
<desc id="description">${escapeHtml(description)}</desc>
<style>${STYLE}</style>
<rect class="back" width="100%" height="100%"/>
${legend.join("\n")}
${measures.map((name, index) => `<g transform="translate(${at(index)})">\n${panel(name, soaks, minutes)}\n</g>`).join("\n")}
</svg>
`;
}

/** Examples a second along one axis. */
export interface Sweep {
  readonly title: string;
  readonly axis: string;
  readonly isAxisLogarithmic: boolean;
  readonly points: readonly {
    readonly x: number;
    /** examples a second */
    readonly rate: number;
    /** multiplications an example */
    readonly work: number;
  }[];
}

/** Of one panel of the plot, in pixels; two panels stand side by side. */
const panel = { width: 460, height: 300, left: 64, right: 24, top: 40, bottom: 52 };
const panelsAcross = 2;

/**
 * Draws a panel a sweep, rates on a logarithmic axis. Beside the measured line, a dashed one falls with the work alone, as if
 * every setting did as many multiplications a second as the best one: where the two part, something else costs time.
 *
 * @returns an SVG file's text
 */
export function growthPlot(sweeps: readonly Sweep[]): string {
  const width = panel.width * panelsAcross;
  const height = panel.height * Math.ceil(sweeps.length / panelsAcross) + 28;
  const panels = sweeps.map((sweep, k) => {
    const x = (k % panelsAcross) * panel.width;
    const y = Math.floor(k / panelsAcross) * panel.height;
    return `<g transform="translate(${x} ${y})">${panelOf(sweep)}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<style>
text { font: 11px system-ui, sans-serif; fill: #333 }
.title { font-size: 13px; font-weight: 600 }
.grid { stroke: #ddd }
.rate { stroke: #1f5fa8; stroke-width: 2; fill: none }
.work { stroke: #888; stroke-dasharray: 4 4; fill: none }
circle { fill: #1f5fa8 }
</style>
<rect width="${width}" height="${height}" fill="white"/>
${panels.join("\n")}
<line class="rate" x1="${panel.left}" x2="${panel.left + 28}" y1="${height - 14}" y2="${height - 14}"/>
<text x="${panel.left + 36}" y="${height - 10}">examples/s</text>
<line class="work" x1="${panel.left + 120}" x2="${panel.left + 148}" y1="${height - 14}" y2="${height - 14}"/>
<text x="${panel.left + 156}" y="${height - 10}">if all did as many multiplications a second as the best</text>
</svg>
`;
}

function panelOf({ title, axis, isAxisLogarithmic, points }: Sweep): string {
  const best = Math.max(...points.map(({ rate, work }) => rate * work));
  const rates = points.flatMap(({ rate, work }) => [rate, best / work]);
  const xs = points.map(({ x }) => x);
  const acrossScale = isAxisLogarithmic ? logarithmicScale : linearScale;
  const across = acrossScale(Math.min(...xs), Math.max(...xs), panel.left, panel.width - panel.right);
  const bottom = panel.height - panel.bottom;
  const high = Math.max(...rates) * 1.15;
  // Small differences look small.
  const low = Math.min(...rates, high / 10) / 1.15;
  const up = logarithmicScale(low, high, bottom, panel.top);
  const line = (name: string, rateOf: (point: (typeof points)[number]) => number) =>
    `<polyline class="${name}" points="${points.map((point) => `${across(point.x)},${up(rateOf(point))}`).join(" ")}"/>`;
  const ticks = roundNumbers(low, high).map(
    (rate) =>
      `<line class="grid" x1="${panel.left}" x2="${panel.width - panel.right}" y1="${up(rate)}" y2="${up(rate)}"/>` +
      `<text x="${panel.left - 8}" y="${up(rate) + 4}" text-anchor="end">${short(rate)}</text>`,
  );
  return [
    `<text class="title" x="${panel.left}" y="24">${title}</text>`,
    ...ticks,
    line("work", ({ work }) => best / work),
    line("rate", ({ rate }) => rate),
    ...points.map(({ x, rate }) => `<circle cx="${across(x)}" cy="${up(rate)}" r="3"/>`),
    ...points.map(({ x }) => `<text x="${across(x)}" y="${bottom + 18}" text-anchor="middle">${x}</text>`),
    `<text x="${(panel.left + panel.width - panel.right) / 2}" y="${bottom + 38}" text-anchor="middle">${axis}</text>`,
  ].join("\n");
}

/** @returns where a value between `low` and `high` stands between `start` and `end`, to a tenth of a pixel */
function linearScale(low: number, high: number, start: number, end: number): (value: number) => number {
  return (value) => Math.round((start + ((value - low) / (high - low)) * (end - start)) * 10) / 10;
}

function logarithmicScale(low: number, high: number, start: number, end: number): (value: number) => number {
  const scale = linearScale(Math.log(low), Math.log(high), start, end);
  return (value) => scale(Math.log(value));
}

/** 1, 2 and 5 times powers of ten from `low` to `high`. */
function roundNumbers(low: number, high: number): number[] {
  const numbers: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    numbers.push(...[1, 2, 5].map((digit) => digit * 10 ** power));
  }
  return numbers.filter((number) => number >= low && number <= high);
}

/** 200000 as 200k. */
function short(rate: number): string {
  if (rate >= 1e6) return `${rate / 1e6}M`;
  return rate >= 1000 ? `${rate / 1000}k` : String(rate);
}

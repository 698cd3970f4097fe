import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { testOutputFolder } from "../../scripts/project.ts";
import { alternate } from "./alternate.ts";
import type { BenchArguments } from "./benchArguments.ts";
import { ContestantProcess } from "./contestant.ts";
import { growthPlot, type Sweep } from "./growthPlot.ts";
import { type ImageFiles, randomImages, usualDensity } from "./images.ts";
import { multiplications } from "./multiplications.ts";
import { ourCommand } from "./peers.ts";
import { sizesOf } from "./sizesOf.ts";

const usualSeconds = 1;
const warmUpMs = 500;

interface Setting {
  /** along the plot's axis */
  readonly x: number;
  readonly network: string;
  readonly batch: number;
  /** share of pixels that are not black */
  readonly density: number;
}

interface PlannedSweep {
  readonly title: string;
  readonly axis: string;
  readonly isAxisLogarithmic: boolean;
  readonly settings: readonly Setting[];
}

const usual = { network: "784-100-10", batch: 10, density: usualDensity };
const powersOfTwo = (first: number, last: number) =>
  Array.from({ length: Math.log2(last / first) + 1 }, (_, k) => first * 2 ** k);

const sweeps: readonly PlannedSweep[] = [
  {
    title: "784–width–10, mini-batches of 10",
    axis: "width",
    isAxisLogarithmic: true,
    settings: powersOfTwo(16, 2048).map((x) => ({ ...usual, x, network: `784-${x}-10` })),
  },
  {
    title: "Hidden layers of 64, mini-batches of 10",
    axis: "hidden layers",
    isAxisLogarithmic: false,
    settings: [1, 2, 3, 4, 5, 6].map((x) => ({ ...usual, x, network: `784-${"64-".repeat(x)}10` })),
  },
  {
    title: "784–100–10 by mini-batch",
    axis: "mini-batch",
    isAxisLogarithmic: true,
    settings: powersOfTwo(1, 512).map((x) => ({ ...usual, x, batch: x })),
  },
  {
    title: "784–100–10, mini-batches of 10, by density",
    axis: "pixels that are not black, %",
    isAxisLogarithmic: false,
    settings: [5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((x) => ({ ...usual, x, density: x / 100 })),
  },
];

/** Plots examples a second by width, depth, mini-batch and density of the inputs, and prints the points. */
export async function measureGrowth({ seconds, isJson }: BenchArguments): Promise<void> {
  const measured: Sweep[] = [];
  for (const { title, axis, isAxisLogarithmic, settings } of sweeps) {
    const rates = await ratesOf(settings, seconds ?? usualSeconds);
    const points = settings.map((setting, k) => ({
      x: setting.x,
      rate: rates[k],
      work: multiplications(sizesOf(setting.network), setting.density),
    }));
    measured.push({ title, axis, isAxisLogarithmic, points });
    if (!isJson) console.log(title);
    for (const [k, { x, rate, work }] of points.entries()) {
      const { network, batch, density } = settings[k];
      const row = { axis, network, batch, density, examplesPerSecond: Math.round(rate) };
      const speed = `${((rate * work) / 1e9).toFixed(1).padStart(7)} G multiplications/s`;
      console.log(
        isJson
          ? JSON.stringify(row)
          : `${String(x).padStart(8)}${Math.round(rate).toLocaleString("en").padStart(14)} examples/s${speed}`,
      );
    }
  }
  const file = join(testOutputFolder, "bench", "growth.svg");
  await mkdir(join(testOutputFolder, "bench"), { recursive: true });
  await writeFile(file, growthPlot(measured));
  console.error(`Plotted in ${file}`);
}

/** All settings of a sweep in turns, so that noise of the machine does not look like a cliff. */
async function ratesOf(settings: readonly Setting[], seconds: number): Promise<number[]> {
  const images = new Map<number, ImageFiles>();
  const contestants: ContestantProcess[] = [];
  try {
    for (const { network, batch, density } of settings) {
      const files = images.get(density) ?? (await randomImages(density));
      images.set(density, files);
      const task = { network, batch, imagesFolder: files.folder };
      const contestant = await ContestantProcess.start("downhill", ourCommand, task);
      contestants.push(contestant);
      await contestant.train(warmUpMs);
    }
    return await alternate(contestants, seconds);
  } finally {
    for (const contestant of contestants) contestant.end();
    for (const files of images.values()) await files.remove();
  }
}

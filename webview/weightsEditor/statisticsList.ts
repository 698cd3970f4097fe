import type { TensorStatistics } from "../../extension/protocol/weightsSummary.ts";
import { element, writeText } from "../element.ts";
import { wholeText } from "../figureText.ts";
import { valueText } from "../tensors/valueText.ts";
import { shareText } from "./tensorRows.ts";

type Entry = readonly [title: string, text: (statistics: TensorStatistics) => string];

const orNone = (value: number | null) => (value === null ? "–" : valueText(value, 4));
const counted = (count: number, { count: all }: TensorStatistics) =>
  all === 0 ? "0" : `${shareText(count / all)} (${wholeText(count)})`;

const entries: readonly Entry[] = [
  ["min", ({ min }) => orNone(min)],
  ["max", ({ max }) => orNone(max)],
  ["mean", ({ mean }) => orNone(mean)],
  ["deviation", ({ deviation }) => orNone(deviation)],
  ["zeros", (statistics) => counted(statistics.zeros, statistics)],
  ["not a number", ({ notANumber }) => wholeText(notANumber)],
  ["infinite", ({ infinite }) => wholeText(infinite)],
];

/** A tensor's statistics, written out. */
export class StatisticsList {
  readonly element = element("dl", { class: "statistics-list" });
  readonly #values: readonly HTMLElement[];

  constructor() {
    this.#values = entries.map(([title]) => {
      const value = element("dd");
      this.element.append(element("div", {}, element("dt", {}, title), value));
      return value;
    });
  }

  /** @param isRefused whether there never will be any */
  show(statistics: TensorStatistics | null, isRefused: boolean): void {
    entries.forEach(([, text], k) => {
      const value = this.#values[k];
      writeText(value, statistics ? text(statistics) : isRefused ? "–" : "…");
    });
    // What should not be there stands out.
    this.#values[5].classList.toggle("is-bad", (statistics?.notANumber ?? 0) > 0);
    this.#values[6].classList.toggle("is-bad", (statistics?.infinite ?? 0) > 0);
  }
}

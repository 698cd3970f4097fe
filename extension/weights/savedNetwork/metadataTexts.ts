import * as v from "valibot";
import type { GeneratorState } from "../../network/seededGenerator.ts";
import { inWords, WeightsFileError } from "../weightsFileError.ts";

/** Reads texts of the metadata as what they stand for, and refuses those that cannot. */
export class MetadataTexts {
  readonly #metadata: ReadonlyMap<string, string>;
  readonly #file: string;

  constructor(metadata: ReadonlyMap<string, string>, file: string) {
    this.#metadata = metadata;
    this.#file = file;
  }

  /** Of an entry, for error messages. */
  placeOf(name: string): string {
    return `${this.#file}, metadata ${name}`;
  }

  refuse(name: string, expectedAndFound: string): never {
    throw new WeightsFileError(this.placeOf(name), expectedAndFound);
  }

  /** @param problem in a setting's words: `seed: expected …` */
  refuseAs(name: string, problem: string): never {
    this.refuse(name, problem.replace(/^[^:]+: /, ""));
  }

  text(name: string): string {
    return this.#metadata.get(name) ?? this.refuse(name, "expected a text, found nothing.");
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice {
    const text = this.text(name);
    const chosen = choices.find((choice) => choice === text);
    return chosen ?? this.refuse(name, `expected ${choices.join(" or ")}, found ${inWords(text)}.`);
  }

  listOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice[] {
    const text = this.text(name);
    return text.split(",").map((piece) => {
      const chosen = choices.find((choice) => choice === piece);
      return chosen ?? this.refuse(name, `expected a list of ${choices.join(" or ")}, found ${inWords(text)}.`);
    });
  }

  number(name: string): number {
    const text = this.text(name);
    const value = /^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
    return Number.isFinite(value) ? value : this.refuse(name, `expected a number, found ${inWords(text)}.`);
  }

  whole(name: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
    const value = this.number(name);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    return this.refuse(name, `expected a whole number from ${least} to ${most}, found ${inWords(this.text(name))}.`);
  }

  /** A number from 0 on; null where the file does not say. */
  numberOrNull(name: string, most: number): number | null {
    if (!this.#metadata.has(name)) return null;
    const value = this.number(name);
    if (value >= 0 && value <= most) return value;
    return this.refuse(name, `expected a number from 0 to ${most}, found ${inWords(this.text(name))}.`);
  }

  checked(name: string, schema: v.GenericSchema<number>): number {
    const result = v.safeParse(schema, this.number(name));
    return result.success ? result.output : this.refuseAs(name, result.issues[0].message);
  }

  generatorState(name: string): GeneratorState {
    const text = this.text(name);
    const words = text.split(",").map((word) => (/^\d{1,10}$/.test(word) ? Number(word) : Number.NaN));
    const [a, b, c, counter] = words;
    if (words.length === 4 && words.every((word) => word <= 0xffffffff)) return [a, b, c, counter];
    return this.refuse(name, `expected four numbers from 0 to 4294967295, found ${inWords(text)}.`);
  }
}

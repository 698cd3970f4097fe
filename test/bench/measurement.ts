/** One line of a benchmark. */
export interface Measurement {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** what the project holds itself to */
  readonly goal?: string;
}

/** On standard output: aligned for a person, or as JSON. */
export function printMeasurement(measurement: Measurement, isJson: boolean): void {
  const { what, value, unit, goal } = measurement;
  const number = value.toLocaleString("en", { maximumFractionDigits: value < 100 ? 1 : 0 });
  const words = `${what.padEnd(66)}${number.padStart(12)} ${unit}${goal === undefined ? "" : ` (goal: ${goal})`}`;
  console.log(isJson ? JSON.stringify(measurement) : words);
}

import type { Locator } from "playwright-core";

/** Resolves when a field holds this text: the toolkit shows a new value a frame later. */
export async function fieldHolds(field: Locator, text: string): Promise<void> {
  const input = await field.elementHandle();
  await field
    .page()
    .waitForFunction(([found, wanted]) => (found as HTMLInputElement).value === wanted, [input, text] as const);
}

import type { OpenedPanel } from "./panelHarness.ts";

/** Chooses from a dropdown as a person does. */
export async function choose({ page }: OpenedPanel, dropdown: string, option: string): Promise<void> {
  const found = page.locator(`vscode-dropdown[aria-label="${dropdown}"]`);
  await found.click();
  await found.getByRole("option", { name: option, exact: true }).click();
}

import axe from "axe-core";
import type { OpenedPage, PageMessage } from "./openedPage.ts";

/** What axe finds of grave barriers in a page when it has come to rest. */
export async function barriers(opened: Pick<OpenedPage<unknown, PageMessage>, "page" | "atRest">): Promise<string[]> {
  const { page } = opened;
  await opened.atRest();
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: AxeViolation[] }> } };
    return (await axe.run()).violations;
  });
  const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  return grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

interface AxeViolation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

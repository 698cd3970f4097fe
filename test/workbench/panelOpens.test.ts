import { test } from "node:test";
import { openWorkbench } from "./openWorkbench.ts";
import { screenshotPath } from "./screenshotPath.ts";

test("on the sample workspace the panel opens by itself and offers to train", async () => {
  await using workbench = await openWorkbench();
  const train = workbench.panel.getByRole("button", { name: "Train", exact: true });
  try {
    await train.waitFor();
  } finally {
    await workbench.page.screenshot({ path: screenshotPath("panel-opens") });
  }
});

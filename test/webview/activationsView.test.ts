import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import { lessonSuite } from "./lessonSuite.ts";
import { count, last } from "./messages.ts";
import type { OpenedPanel } from "./panelHarness.ts";

lessonSuite("the panel shows the activations", (panelTest) => {
  const drawing = ({ page }: OpenedPanel) => page.locator(".network-drawing");
  const tooltip = ({ page }: OpenedPanel) => page.locator(".tooltip:visible");

  panelTest("and says in one line what the network says", async ({ panel, host }) => {
    const outputs = [...(host.snapshot().layers?.[2].activations ?? [])];
    const said = outputs.indexOf(Math.max(...outputs));
    const line = await panel.page.locator(".activations-view .view-question").textContent();
    assert.ok(line?.startsWith(`Why did it say ${said}? Output ${said} has ${outputs[said].toFixed(2)}`), line ?? "");
  });

  panelTest(
    "on a scale of greys where none is negative, and on one with a sign where some are",
    async ({ panel, host }) => {
      const signed = panel.page.locator('.view-legends .legend[aria-label*="from −1.00 to +1.00"]');
      assert.equal(await signed.isVisible(), false);
      const { network } = host.state;
      assert.ok(network);
      const activations = ["tanh", "tanh", "sigmoid"] as const;
      await host.change({ network: { ...network, shape: { ...network.shape, activations } } });
      await signed.waitFor();
    },
  );

  panelTest("of the neuron under the pointer in numbers, and inspects it on a click", async ({ panel, host }) => {
    const box = await drawing(panel).boundingBox();
    assert.ok(box);
    // Along a horizontal line through the middle there is a neuron of each layer, wherever the layers stand.
    const found: string[] = [];
    for (let x = 0; x < box.width; x += 5) {
      await panel.page.mouse.move(box.x + x, box.y + box.height * 0.5);
      const [title] = await tooltip(panel).allTextContents();
      const address = /^(\d+\.\d+) · /.exec(title ?? "")?.[1];
      if (address === undefined || found.includes(address)) continue;
      found.push(address);
      const [layer, neuron] = address.split(".").map(Number);
      const activation = layer > 0 && host.snapshot().layers?.[layer - 1].activations[neuron];
      if (activation !== false) assert.ok(title.includes(`activation ${activation?.toFixed(2)}`), title);
      await panel.page.mouse.click(box.x + x, box.y + box.height * 0.5);
      if (layer > 0) assert.deepEqual((await panel.next("inspectNeuron")).address, { layer, neuron });
    }
    const layers = new Set(found.map((address) => address.split(".")[0]));
    assert.deepEqual([...layers], ["0", "1", "2", "3"]);
    assert.equal(count(panel, "inspectNeuron"), found.filter((address) => !address.startsWith("0.")).length);
  });

  panelTest("asks for the weights of the neuron that is pointed at, and for no others", async ({ panel }) => {
    await drawing(panel).focus();
    await panel.page.keyboard.press("ArrowLeft");
    await panel.page.keyboard.press("Home");
    await panel.until(() => last(panel, "observe").observation.rows[0]?.from === 0);
    assert.deepEqual(last(panel, "observe").observation.rows, [{ layer: 3, from: 0, count: 1 }]);
    await panel.page.keyboard.press("Escape");
    await panel.until(() => last(panel, "observe").observation.rows.length === 0);
  });

  panelTest("is walked by arrow keys, read out, and Enter inspects", async ({ panel, host }) => {
    await host.change({ inspected: { layer: 1, neuron: 5 } });
    // The keys would come before the page has heard of it.
    await panel.page.getByRole("status").filter({ hasText: "Inspecting neuron 5 of hidden layer 1" }).waitFor();
    await drawing(panel).focus();
    // The walk begins at the inspected neuron.
    for (const key of ["ArrowDown", "ArrowDown", "ArrowRight"]) await panel.page.keyboard.press(key);
    const activation = host.snapshot().layers?.[1].activations[6].toFixed(2);
    await panel.page
      .getByRole("status")
      .filter({ hasText: `hidden layer 2, activation ${activation}` })
      .waitFor();
    await panel.page.keyboard.press("Enter");
    assert.deepEqual((await panel.next("inspectNeuron")).address, { layer: 2, neuron: 6 });
  });

  for (const sizes of [
    [784, 10],
    [784, 600, 400, 10],
    [784, 12, 12, 12, 12, 12, 12, 12, 12, 10],
  ]) {
    panelTest(
      `of ${sizes.join("–")}, in columns or grids`,
      async ({ panel, host }) => {
        await host.show(2);
        await drawing(panel).focus();
        await panel.page.keyboard.press("ArrowLeft");
        await panel.page.keyboard.press("Enter");
        assert.equal((await panel.next("inspectNeuron")).address?.layer, sizes.length - 1);
        assert.ok((await coloursIn(drawing(panel))) > 50, "something is drawn");
      },
      { sizes, width: 1100 },
    );
  }

  panelTest("draws itself anew in another theme", async ({ panel }) => {
    for (const theme of ["light", "highContrast", "highContrastLight", "dark"] as const) {
      await panel.setTheme(theme);
      const isDark = theme === "dark" || theme === "highContrast";
      // The input's black pixels, most of what is painted, have the background's colour.
      await panel.page.waitForFunction(isDrawnOn, isDark ? ("dark" as const) : ("light" as const));
    }
  });
});

/** How many different colours a drawing has. */
function coloursIn(drawing: Locator): Promise<number> {
  return drawing.evaluate((canvas: HTMLCanvasElement) => {
    const image = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(image?.data.buffer ?? new ArrayBuffer(0))).size;
  });
}

/** Runs in the page. */
function isDrawnOn(ground: "dark" | "light"): boolean {
  const canvas = document.querySelector<HTMLCanvasElement>(".network-drawing");
  const data = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
  let sum = 0;
  let painted = 0;
  for (let k = 0; k < data.length; k += 4) {
    if (data[k + 3] < 255) continue;
    sum += data[k];
    painted++;
  }
  return painted > 0 && (ground === "dark" ? sum / painted < 90 : sum / painted > 150);
}

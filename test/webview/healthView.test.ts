import assert from "node:assert/strict";
import { nothingObserved } from "../../extension/protocol/snapshot.ts";
import { editorThemes } from "./editorThemes.ts";
import type { LessonHost } from "./lessonHost.ts";
import { lessonSuite } from "./lessonSuite.ts";
import { last } from "./messages.ts";
import type { OpenedPanel } from "./panelHarness.ts";

lessonSuite("the panel shows whether every layer learns", (panelTest) => {
  const rowOf = ({ page }: OpenedPanel, layer: string) => page.getByRole("row").filter({ hasText: layer });
  const open = async (panel: OpenedPanel) => {
    await panel.post({ type: "showView", view: "health" });
    await panel.page.getByText(/^On \d+ training examples, at step \d+\.$/).waitFor();
  };

  panelTest("and asks for diagnostics only while that is seen", async ({ panel }) => {
    assert.equal(last(panel, "observe").observation.diagnostics, false);
    await open(panel);
    assert.equal(last(panel, "observe").observation.diagnostics, true);
    await panel.post({ type: "showView", view: "weights" });
    await panel.until(() => !last(panel, "observe").observation.diagnostics);
  });

  panelTest("in a row for each layer, with its gradient on a scale of powers of ten", async ({ panel, host }) => {
    await open(panel);
    const { layers } = diagnosticsOf(host);
    const longest = Math.max(...layers.map(({ gradientLength }) => gradientLength));
    assert.equal(await panel.page.locator(".health-table tbody tr").count(), 3);
    for (const [index, name] of ["Hidden layer 1", "Hidden layer 2", "Output layer"].entries()) {
      const row = rowOf(panel, name);
      const size = index === 2 ? 10 : 16;
      await row.getByRole("rowheader", { name: `${name}, ${size} neurons`, exact: true }).waitFor();
      const bar = await row.locator(".health-bar-fill").evaluate((fill) => Number.parseFloat(fill.style.width));
      const share = 1 + Math.log10(layers[index].gradientLength / longest) / 6;
      assert.ok(Math.abs(bar - share * 100) <= 0.05, `${bar} or ${share}`);
    }
  });

  panelTest(
    "and says at its top which layer hardly does",
    async ({ panel }) => {
      await open(panel);
      const question = panel.page.locator(".health-view .view-question");
      assert.match(
        (await question.textContent()) ?? "",
        /^Is every layer learning\? Hardly hidden layer 1: its gradient is [\d,]+ times shorter than the longest\.$/,
      );
    },
    { sizes: [784, 16, 16, 16, 16, 16, 10] },
  );

  panelTest("with its idle neurons in words; a click inspects them one by one", async ({ panel, host }) => {
    host.setBias({ layer: 1, neuron: 3 }, 30);
    host.setBias({ layer: 1, neuron: 7 }, 30);
    host.setBias({ layer: 2, neuron: 1 }, -30);
    await open(panel);
    const first = rowOf(panel, "Hidden layer 1");
    await first.getByText("2 of 16 are always near 1: they hardly learn").waitFor();
    await rowOf(panel, "Hidden layer 2").getByText("1 of 16 is always near 0: it hardly learns").waitFor();
    const button = first.getByRole("button");
    await button.click();
    assert.deepEqual((await panel.next("inspectNeuron")).address, { layer: 1, neuron: 3 });
    await button.focus();
    await panel.page.keyboard.press("Enter");
    assert.deepEqual((await panel.next("inspectNeuron")).address, { layer: 1, neuron: 7 });
  });

  panelTest("with what can be clicked in its place while it trains", async ({ panel, host }) => {
    host.setBias({ layer: 1, neuron: 3 }, 30);
    await open(panel);
    const button = await rowOf(panel, "Hidden layer 1").getByRole("button").elementHandle();
    await host.change({ status: "training" });
    host.train(2);
    await host.show();
    await panel.page.getByText("at step 2.").waitFor();
    assert.equal(await button?.evaluate((element) => element.isConnected), true);
  });

  panelTest("and its weights, positive to the right in blue, negative to the left in orange", async ({ panel }) => {
    await open(panel);
    for (const theme of ["dark", "light"] as const) {
      await panel.setTheme(theme);
      assert.ok(editorThemes[theme]);
      // Of blue more than of red, or the other way round.
      await panel.page.waitForFunction(() => {
        const canvas = document.querySelector<HTMLCanvasElement>(".health-histogram");
        const context = canvas?.getContext("2d");
        if (!canvas || !context || canvas.width === 0) return false;
        const { data, width } = context.getImageData(0, 0, canvas.width, canvas.height - 4);
        const seen = { left: { blue: 0, orange: 0 }, right: { blue: 0, orange: 0 } };
        for (let at = 0; at < data.length; at += 4) {
          const x = (at / 4) % width;
          // At zero an edge is smoothed.
          if (data[at + 3] < 255 || Math.abs(x - width / 2) < 2) continue;
          const side = x < width / 2 ? seen.left : seen.right;
          if (data[at + 2] > data[at] + 20) side.blue++;
          if (data[at] > data[at + 2] + 20) side.orange++;
        }
        return seen.left.orange > 20 && seen.right.blue > 20 && seen.left.blue === 0 && seen.right.orange === 0;
      });
    }
  });
});

function diagnosticsOf(host: LessonHost) {
  const { diagnostics } = host.snapshot({ ...nothingObserved, diagnostics: true });
  assert.ok(diagnostics);
  return diagnostics;
}

import assert from "node:assert/strict";
import { lessonSuite } from "./lessonSuite.ts";

lessonSuite("the panel's texts and pictures", (panelTest) => {
  panelTest("are of the same snapshot in every frame", async ({ panel, host }) => {
    await panel.page.evaluate(() => {
      // A frame's time is the same for all that happens in it.
      const now = () => Number(document.timeline.currentTime);
      const frames = { written: [] as number[], drawn: new Set<number>() };
      Object.assign(window, { frames });
      const answer = document.querySelector(".view-answer");
      if (answer === null) throw new Error("There is no answer.");
      const options = { characterData: true, childList: true, subtree: true };
      new MutationObserver(() => frames.written.push(now())).observe(answer, options);
      const { fillText } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.fillText = function (...words) {
        if (this.canvas.classList.contains("network-drawing")) frames.drawn.add(now());
        return fillText.apply(this, words);
      };
    });
    for (let k = 1; k <= 4; k++) {
      host.train(5);
      const drawn = panel.next("snapshotDrawn");
      await host.show(k);
      await drawn;
    }
    // The last picture may come a frame late.
    await panel.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const { written, late } = await panel.page.evaluate(() => {
      const { frames } = window as unknown as { frames: { written: number[]; drawn: Set<number> } };
      return { written: frames.written.length, late: frames.written.filter((frame) => !frames.drawn.has(frame)) };
    });
    assert.ok(written >= 3, `${written} answers were written`);
    assert.deepEqual(late, []);
  });
});

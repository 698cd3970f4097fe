import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import type { Locator } from "playwright-core";
import { type Lesson, LessonHost } from "./lessonHost.ts";
import { noiseExamples } from "./noiseExamples.ts";
import { type OpenedPanel, type PanelHarness, type PanelOptions, startPanelHarness } from "./panelHarness.ts";

export const examples = noiseExamples();

/** What a test waits for in vain ends it. */
const testTimeLimitMs = 300_000;

/** A panel that shows a network, and has come to rest, and its host. */
export interface OpenedLesson {
  readonly panel: OpenedPanel;
  readonly host: LessonHost;
  /** @param options which state the button has to have reached: controls write their attributes a frame later */
  button(name: string, options?: { readonly disabled: boolean }): Locator;
}

/** Declares a test with a panel of its own, which has to end without an error and within its content security policy. */
export type PanelTest = (
  claim: string,
  perform: (opened: OpenedLesson) => Promise<void>,
  options?: PanelOptions & Partial<Pick<Lesson, "sizes" | "activation" | "output">>,
) => void;

/** Tests that share a browser. */
export function lessonSuite(
  subject: string,
  declare: (panelTest: PanelTest, harness: () => PanelHarness) => void,
): void {
  suite(subject, () => {
    let harness: PanelHarness;
    before(async () => {
      harness = await startPanelHarness();
    });
    after(() => harness.dispose());

    const panelTest: PanelTest = (
      claim,
      perform,
      { sizes = [784, 16, 16, 10], activation = "sigmoid", output = "sigmoid", ...options } = {},
    ) => {
      test(claim, { timeout: testTimeLimitMs }, async () => {
        const panel = await harness.open(options);
        const host = new LessonHost(panel, { sizes, activation, output, examples });
        await panel.atRest();
        const button: OpenedLesson["button"] = (name, state) =>
          panel.page.getByRole("button", { name, exact: true, ...state });
        await perform({ panel, host, button });
        assert.deepEqual(panel.faults, []);
        await panel.close();
      });
    };
    declare(panelTest, () => harness);
  });
}

/** However long a drawing took on a machine that is busy with other things: what is looked at has to move. */
const longestRestMs = 200;

/**
 * Lets drawings that follow each other by themselves take no more than a share of the time. Where they are drawn in a
 * millisecond nobody notices; where a processor has to draw them, it has time left for training.
 */
export class FramePace {
  readonly #share: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param share of the time that drawings may take, above 0, less than 1 */
  constructor(share: number) {
    this.#share = share;
  }

  /** Whether the last drawing's time is not over. */
  get isResting(): boolean {
    return this.#timer !== undefined;
  }

  /**
   * To be called in the animation frame that draws.
   *
   * @param startMs when the drawing began, by `performance.now()`
   * @param rested called when the next may begin
   */
  rest(startMs: number, rested: () => void): void {
    clearTimeout(this.#timer);
    // A timer's turn comes when the frame has been painted: that took time too.
    this.#timer = setTimeout(() => {
      const tookMs = performance.now() - startMs;
      const restMs = Math.min(longestRestMs, tookMs / this.#share - tookMs);
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        rested();
      }, restMs);
    });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

import { FramePace } from "./framePace.ts";

/** Of the time that a drawing that glides may take: a graph with thousands of points glides as long as it grows. */
const mostShare = 0.1;

/** What moves on its own: an EasedNumber, a SmoothLimit. */
export interface Moving {
  readonly isMoving: boolean;
  advance(nowMs: number): void;
  arrive(): void;
}

/** Draws on, frame by frame, until all that moves in a drawing has come to rest. */
export class Glide {
  readonly #parts: readonly Moving[];
  readonly #draw: () => void;
  readonly #pace = new FramePace(mostShare);
  #frame: number | undefined;

  /** @param draw calls {@link goOn} in its turn */
  constructor(parts: readonly Moving[], draw: () => void) {
    this.#parts = parts;
    this.#draw = draw;
  }

  /** To be called whenever the drawing has been drawn. */
  goOn(): void {
    if (this.#pace.isResting || !this.#parts.some((part) => part.isMoving)) return;
    this.#frame ??= requestAnimationFrame((nowMs) => {
      const startMs = performance.now();
      this.#frame = undefined;
      this.#pace.rest(startMs, () => this.goOn());
      const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      for (const part of this.#parts) {
        if (isStill) part.arrive();
        else part.advance(nowMs);
      }
      this.#draw();
    });
  }

  dispose(): void {
    this.#pace.dispose();
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
  }
}

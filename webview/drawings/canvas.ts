import { readTheme, type Theme, watchTheme } from "./theme.ts";
import "./drawings.css";

/** What a drawing draws on. The context's unit is the CSS pixel; it is clear, and its state is fresh. */
export interface Surface {
  readonly context: CanvasRenderingContext2D;
  readonly widthCssPixels: number;
  readonly heightCssPixels: number;
  /** device pixels a CSS pixel */
  readonly pixelRatio: number;
  readonly theme: Theme;
}

/**
 * A canvas that is sharp on every screen and redraws itself when its size or the editor's theme changes. Its size is
 * set by CSS alone: by default it fills its parent. A drawing says what it shows in `draw`, and calls
 * {@link scheduleDraw} when that is different; the calls of one task make one drawing.
 */
export abstract class Canvas {
  readonly element = document.createElement("canvas");
  readonly #context: CanvasRenderingContext2D;
  readonly #resizeObserver: ResizeObserver;
  readonly #endThemeWatch: () => void;
  #theme: Theme | undefined;
  #isDrawScheduled = false;
  #widthDevicePixels = 0;
  #heightDevicePixels = 0;
  #pixelRatio = 1;

  constructor() {
    this.element.className = "drawing";
    // Read by nobody but the eye: the views name for screen readers what a drawing shows.
    this.element.setAttribute("aria-hidden", "true");
    const context = this.element.getContext("2d");
    if (context === null) throw new Error("Canvas: the browser gave no 2d context.");
    this.#context = context;
    this.#resizeObserver = new ResizeObserver(([entry]) => {
      const { inlineSize, blockSize } = entry.devicePixelContentBoxSize[0];
      this.#widthDevicePixels = inlineSize;
      this.#heightDevicePixels = blockSize;
      // Not the window's ratio, which the developer tools' emulated screens do not share with their observers.
      this.#pixelRatio = inlineSize / entry.contentRect.width;
      // Drawn before this frame is painted: a resized canvas never shows stretched.
      this.#drawNow();
    });
    this.#resizeObserver.observe(this.element, { box: "device-pixel-content-box" });
    this.#endThemeWatch = watchTheme(() => {
      this.#theme = undefined;
      this.scheduleDraw();
    });
  }

  get theme(): Theme {
    this.#theme ??= readTheme();
    return this.#theme;
  }

  /**
   * Draws at the end of the task: what a view changes within an animation frame is drawn in that frame, with the texts
   * that the view has written. Drawn a frame later, a picture would contradict them.
   */
  scheduleDraw(): void {
    if (this.#isDrawScheduled) return;
    this.#isDrawScheduled = true;
    queueMicrotask(() => {
      if (this.#isDrawScheduled) this.#drawNow();
    });
  }

  /** For drawings that take their size from what they show. */
  resize(widthCssPixels: number, heightCssPixels: number): void {
    this.element.style.width = `${widthCssPixels}px`;
    this.element.style.height = `${heightCssPixels}px`;
  }

  dispose(): void {
    this.#isDrawScheduled = false;
    this.#resizeObserver.disconnect();
    this.#endThemeWatch();
  }

  /** Draws everything. Never called for a canvas without an area. */
  protected abstract draw(surface: Surface): void;

  #drawNow(): void {
    this.#isDrawScheduled = false;
    if (this.#widthDevicePixels === 0 || this.#heightDevicePixels === 0) return;
    if (this.element.width !== this.#widthDevicePixels) this.element.width = this.#widthDevicePixels;
    if (this.element.height !== this.#heightDevicePixels) this.element.height = this.#heightDevicePixels;
    const pixelRatio = this.#pixelRatio;
    this.#context.reset();
    this.#context.scale(pixelRatio, pixelRatio);
    this.draw({
      context: this.#context,
      widthCssPixels: this.#widthDevicePixels / pixelRatio,
      heightCssPixels: this.#heightDevicePixels / pixelRatio,
      pixelRatio,
      theme: this.theme,
    });
  }
}

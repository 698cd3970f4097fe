import type { Viewport } from "./viewport.ts";

/** A turn of the wheel by a pixel zooms by so much: a notch of a mouse's wheel is about a hundred. */
const zoomOfPixel = 1.0022;
/** A pinch on a trackpad comes as a wheel that is turned little. */
const zoomOfPinchedPixel = 1.012;
const zoomOfKey = 1.5;
/** Arrow keys walk over at least so much at a time. */
const leastStepCssPixels = 6;
/** A press that moves less than this is a click. */
const clickCssPixels = 4;

/**
 * Zooms and pans with wheel, pinch, drag and keys, and points at what is under the pointer. The wheel is left to the
 * page where there is nothing to zoom out of.
 *
 * @param element what has the size of the viewport's room and takes the focus
 */
export function addPictureGestures(element: HTMLElement, viewport: Viewport, signal: AbortSignal): void {
  /** pointers that are down, where they were last */
  const down = new Map<number, { readonly x: number; readonly y: number }>();
  let travelled = 0;
  const placeOf = (event: MouseEvent) => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  element.addEventListener(
    "wheel",
    (event) => {
      const { x, y } = placeOf(event);
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 33 : event.deltaY;
      if (event.shiftKey) viewport.panBy(-(event.deltaX || pixels), 0);
      else {
        if (!event.ctrlKey && pixels > 0 && viewport.zoom <= 1) return;
        viewport.zoomBy((event.ctrlKey ? zoomOfPinchedPixel : zoomOfPixel) ** -pixels, x, y);
        viewport.point(viewport.cellUnder(x, y));
      }
      event.preventDefault();
    },
    { signal, passive: false },
  );

  element.addEventListener(
    "pointerdown",
    (event) => {
      if (event.button !== 0) return;
      element.setPointerCapture(event.pointerId);
      down.set(event.pointerId, placeOf(event));
      travelled = 0;
    },
    { signal },
  );
  element.addEventListener(
    "pointermove",
    (event) => {
      const at = placeOf(event);
      const before = down.get(event.pointerId);
      if (before === undefined) {
        viewport.point(viewport.cellUnder(at.x, at.y));
        return;
      }
      down.set(event.pointerId, at);
      travelled += Math.hypot(at.x - before.x, at.y - before.y);
      const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
      if (other) {
        const distance = (one: { x: number; y: number }) => Math.hypot(one.x - other.x, one.y - other.y);
        viewport.zoomBy(distance(at) / Math.max(1, distance(before)), (at.x + other.x) / 2, (at.y + other.y) / 2);
        viewport.panBy((at.x - before.x) / 2, (at.y - before.y) / 2);
      } else if (travelled >= clickCssPixels) {
        viewport.panBy(at.x - before.x, at.y - before.y);
        element.classList.add("is-dragged");
      }
    },
    { signal },
  );
  const lift = (event: PointerEvent) => {
    down.delete(event.pointerId);
    element.classList.remove("is-dragged");
    if (event.pointerType === "touch" && travelled < clickCssPixels) {
      const { x, y } = placeOf(event);
      viewport.point(viewport.cellUnder(x, y));
    }
  };
  element.addEventListener("pointerup", lift, { signal });
  element.addEventListener("pointercancel", lift, { signal });
  element.addEventListener(
    "pointerleave",
    () => {
      if (down.size === 0 && !element.matches(":focus-visible")) viewport.point(null);
    },
    { signal },
  );
  element.addEventListener("blur", () => viewport.point(null), { signal });
  element.addEventListener(
    "dblclick",
    (event) => {
      const { x, y } = placeOf(event);
      viewport.zoomBy(2, x, y);
    },
    { signal },
  );
  element.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (!pressKey(event, viewport)) return;
      // Neither the editor's keybindings nor the scrolling want these keys now.
      event.preventDefault();
      event.stopPropagation();
    },
    { signal },
  );
}

/** What the keys do in a picture, for its name: a screen reader then knows how to read it. */
export const keysOfPicture =
  "Arrow keys read its numbers, plus and minus zoom, Shift with an arrow key moves the part that is seen, 0 shows the whole.";

/** @returns whether the key meant something */
function pressKey({ key, shiftKey }: KeyboardEvent, viewport: Viewport): boolean {
  const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] } as const;
  const direction = key in steps ? steps[key as keyof typeof steps] : undefined;
  const { visible, cellHeight, cellWidth } = viewport;
  if (direction) {
    const [down, right] = direction;
    if (shiftKey) {
      viewport.panBy((-right * visible.columns * cellWidth) / 4, (-down * visible.rows * cellHeight) / 4);
      return true;
    }
    const from = viewport.pointed ?? { row: visible.firstRow, column: visible.firstColumn };
    // The first press shows where one is.
    const moves = viewport.pointed === null ? 0 : 1;
    const step = (cell: number) => Math.max(1, Math.ceil(leastStepCssPixels / cell));
    viewport.pointAndFollow({
      row: from.row + moves * down * step(cellHeight),
      column: from.column + moves * right * step(cellWidth),
    });
    return true;
  }
  switch (key) {
    case "+":
    case "=":
      viewport.zoomAtPointed(zoomOfKey);
      return true;
    case "-":
    case "_":
      viewport.zoomAtPointed(1 / zoomOfKey);
      return true;
    case "0":
      viewport.showWhole();
      return true;
    case "Home":
      viewport.pointAndFollow({ row: viewport.pointed?.row ?? 0, column: 0 });
      return true;
    case "End":
      viewport.pointAndFollow({ row: viewport.pointed?.row ?? 0, column: viewport.columns - 1 });
      return true;
    default:
      return false;
  }
}

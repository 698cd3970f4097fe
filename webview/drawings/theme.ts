import { interpolateBrBG, interpolateGreys, interpolatePRGn } from "d3-scale-chromatic";
import { type Colour, cssColour } from "../../extension/protocol/colour.ts";
import { isDarkColour, nonFiniteColours, rampColour, signShare } from "../../extension/protocol/signColours.ts";
import { type ColourScale, cssColourOf, divergingScale, sequentialScale } from "./colourScales.ts";

/** Everything a drawing takes its colours and letters from. Colours are as CSS writes them. */
export interface Theme {
  readonly isDark: boolean;
  readonly isHighContrast: boolean;
  readonly background: string;
  readonly foreground: string;
  /** what is said by the way */
  readonly mutedForeground: string;
  readonly border: string;
  /** edges that only hint at where something ends */
  readonly faintBorder: string;
  /** lines behind a graph's curves, never as strong as these */
  readonly gridLine: string;
  /** the ring around what is inspected or has the focus */
  readonly focusBorder: string;
  /** for weights and whatever else has a sign */
  readonly diverging: ColourScale;
  /** for activations */
  readonly sequential: ColourScale;
  /** lines, bars and letters that say "positive" or "negative" */
  readonly positive: string;
  readonly negative: string;
  /** what is no finite number: neither a sign's hue nor an amount's grey */
  readonly notANumber: Colour;
  readonly infinite: Colour;
  /** the cost graph's lines */
  readonly trainingCost: string;
  readonly heldOutCost: string;
  readonly accuracy: string;
  readonly gradientLength: string;
  readonly fontFamily: string;
  readonly fontSizeCssPixels: number;
}

/** The editor's theme as its `--vscode-*` variables and the body's class give it at this moment. */
export function readTheme(): Theme {
  const style = getComputedStyle(document.body);
  const variable = (...names: string[]) => {
    for (const name of names) {
      const value = style.getPropertyValue(`--vscode-${name}`).trim();
      if (value !== "") return value;
    }
    return undefined;
  };
  const background = opaque(variable("editor-background") ?? "Canvas");
  const isDark = isDarkColour(background);
  const foreground = variable("editor-foreground", "foreground") ?? (isDark ? "#cccccc" : "#3b3b3b");
  return {
    isDark,
    isHighContrast: document.body.classList.contains("vscode-high-contrast"),
    background: cssColour(background),
    foreground,
    gridLine: cssColourOf(coloursOn(background).sequential, 0.14),
    mutedForeground: variable("descriptionForeground") ?? foreground,
    border: variable("contrastBorder", "panel-border", "widget-border") ?? foreground,
    faintBorder: variable("contrastBorder") ?? cssColourOf(coloursOn(background).sequential, 0.16),
    focusBorder: variable("contrastActiveBorder", "focusBorder") ?? foreground,
    ...coloursOn(background),
    fontFamily: variable("font-family") ?? "sans-serif",
    fontSizeCssPixels: Number.parseFloat(variable("font-size") ?? "13"),
  };
}

/** Calls `themeChanged` whenever the editor's theme does. @returns ends the watch */
export function watchTheme(themeChanged: () => void): () => void {
  const observer = new MutationObserver(themeChanged);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style", "class"] });
  observer.observe(document.body, { attributes: true, attributeFilter: ["class", "style"] });
  return () => observer.disconnect();
}

/**
 * Gives a view's style sheet the colours that are computed: `--downhill-positive`, `--downhill-negative` and those of
 * the cost graph's lines, now and after every change of the editor's theme. @returns ends it
 */
export function offerColours(view: HTMLElement): () => void {
  const offer = () => {
    const theme = readTheme();
    const colours = {
      positive: theme.positive,
      negative: theme.negative,
      "not-a-number": cssColour(theme.notANumber),
      infinite: cssColour(theme.infinite),
      "held-out-cost": theme.heldOutCost,
      "training-cost": theme.trainingCost,
      accuracy: theme.accuracy,
      "gradient-length": theme.gradientLength,
    };
    for (const [name, colour] of Object.entries(colours)) view.style.setProperty(`--downhill-${name}`, colour);
  };
  offer();
  return watchTheme(offer);
}

type ColoursOnBackground = Pick<
  Theme,
  | "diverging"
  | "sequential"
  | "positive"
  | "negative"
  | "notANumber"
  | "infinite"
  | "trainingCost"
  | "heldOutCost"
  | "accuracy"
  | "gradientLength"
>;

/** Tables take milliseconds to make and every drawing wants them: one set a background, the last few are kept. */
const coloursByBackground = new Map<string, ColoursOnBackground>();
const mostBackgroundsKept = 8;

function coloursOn(background: Colour): ColoursOnBackground {
  const key = cssColour(background);
  const known = coloursByBackground.get(key);
  if (known) return known;
  const isDark = isDarkColour(background);
  const diverging = divergingScale(background);
  const made: ColoursOnBackground = {
    diverging,
    sequential: sequentialScale(background),
    positive: cssColourOf(diverging, signShare(background)),
    negative: cssColourOf(diverging, -signShare(background)),
    ...nonFiniteColours(background),
    trainingCost: cssColour(rampColour(purples, isDark ? 60 : 54)),
    heldOutCost: cssColour(rampColour(purples, isDark ? 76 : 30)),
    accuracy: cssColour(rampColour(teals, isDark ? 78 : 42)),
    gradientLength: cssColour(rampColour(interpolateGreys, isDark ? 66 : 46)),
  };
  if (coloursByBackground.size >= mostBackgroundsKept) coloursByBackground.clear();
  coloursByBackground.set(key, made);
  return made;
}

/** From light to dark: neither blue nor orange, which say a sign, and told apart by the colour-blind. */
const purples = (t: number) => interpolatePRGn((1 - t) / 2);
const teals = (t: number) => interpolateBrBG((1 + t) / 2);

/** Any CSS colour as the browser paints it. */
function opaque(css: string): Colour {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("Canvas: the browser gave no 2d context.");
  context.fillStyle = css;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

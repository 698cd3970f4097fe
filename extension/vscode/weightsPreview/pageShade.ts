import { ColorThemeKind, window } from "vscode";
import type { PageShade } from "../../protocol/weightsPicture.ts";

/** What hovers and tooltips are shown on at this moment. */
export function pageShade(): PageShade {
  const { kind } = window.activeColorTheme;
  return kind === ColorThemeKind.Light || kind === ColorThemeKind.HighContrastLight ? "light" : "dark";
}

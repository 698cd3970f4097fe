import type { LayerSection } from "./layerSection.ts";

const mostPictureShare = 0.46;
const leastMatrixHeight = 160;

/** Gives a network's layers the room of the region that they are in: most to the first, whose pictures need it. */
export function fitLayerSections(region: HTMLElement, sections: readonly LayerSection[]): void {
  const style = getComputedStyle(region);
  const width = region.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
  const height = region.clientHeight;
  if (width <= 0 || height <= 0 || sections.length === 0) return;
  const [pictures, ...matrices] = sections;
  pictures.fit({ width, height: height * mostPictureShare });
  // The matrices have what is left, so that all is seen at a glance, or, where that is little, some room of their own.
  const taken = pictures.element.offsetHeight + Number.parseFloat(style.rowGap);
  for (const matrix of matrices) {
    matrix.fit({ width, height: Math.max(leastMatrixHeight, height - taken - matrix.headerHeight) });
  }
}

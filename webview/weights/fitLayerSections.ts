import type { LayerSection } from "./layerSection.ts";

const mostPictureShare = 0.46;
const leastMatrixHeight = 160;
/** Two small matrices stand beside each other where each has at least so much. */
const leastMatrixWidth = 240;
/** A column of biases may be so much wider than at least. */
const biasesRoom = 10;
/** More inputs want all the width. */
const mostInputsOfSmall = 40;

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
  const half = (width - Number.parseFloat(style.columnGap)) / 2;
  const areSmall = matrices.length > 1 && matrices.every(({ inputs }) => inputs <= mostInputsOfSmall);
  const matrixWidth = areSmall && half >= leastMatrixWidth ? half - biasesRoom : width;
  for (const matrix of matrices) {
    matrix.fit({ width: matrixWidth, height: Math.max(leastMatrixHeight, height - taken - matrix.headerHeight) });
  }
}

/** How the previous layer's neurons are laid out as a picture, in reading order: 784 as 28×28, 16 as 4×4. */
export interface InputGrid {
  readonly rows: number;
  readonly columns: number;
}

/** The squarest grid that holds `count`; one that it fills exactly is taken if it is at most three times as wide as high. */
export function inputGrid(count: number): InputGrid {
  const squarest = Math.ceil(Math.sqrt(count));
  for (let columns = squarest; columns * columns <= count * 3; columns++) {
    if (count % columns === 0) return { rows: count / columns, columns };
  }
  return { rows: Math.ceil(count / squarest), columns: squarest };
}

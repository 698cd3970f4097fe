const wholeNumber = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const percent = new Intl.NumberFormat("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** 13002 → `13,002` */
export function wholeText(value: number): string {
  return wholeNumber.format(value);
}

/** 0.9312 → `93.1 %`, with a narrow no-break space */
export function percentText(share: number): string {
  return `${percent.format(share * 100)}\u202f%`;
}

/** [784, 16, 16, 10] → `784–16–16–10` */
export function sizesText(sizes: readonly number[]): string {
  return sizes.join("–");
}

/** 0.931 → `93.1 %`. `toFixed` would round what 0.1095 is in binary; this rounds what it is in decimals. */
export function percentText(share: number, decimals: number): string {
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return `${(share * 100).toLocaleString("en", digits)} %`;
}

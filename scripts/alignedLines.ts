/**
 * Rows of texts as lines, each column as wide as its widest text.
 *
 * @param rightAligned places of the columns that end, rather than begin, in one place: those of numbers
 */
export function alignedLines(rows: readonly (readonly string[])[], rightAligned: readonly number[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, text] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, text.length);
  }
  return rows.map((row) => {
    const cells = row.map((text, column) =>
      rightAligned.includes(column) ? text.padStart(widths[column]) : text.padEnd(widths[column]),
    );
    return cells.join("  ").trimEnd();
  });
}

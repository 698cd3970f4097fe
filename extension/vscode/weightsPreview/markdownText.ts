/** A text as Markdown that shows it as it is, in one line, whatever stands in it; long ones are cut. */
export function markdownText(text: string, mostCharacters = 200): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
  const cut = line.length <= mostCharacters ? line : `${line.slice(0, mostCharacters - 1)}…`;
  // Every ASCII mark may be escaped so: CommonMark, section 2.4.
  return cut.replace(/[!-/:-@[-`{-~]/g, "\\$&");
}

/** A text for an HTML attribute in double quotes. */
export function attributeText(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

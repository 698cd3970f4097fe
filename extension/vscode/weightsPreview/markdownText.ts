/** A text as Markdown that shows it as it is, in one line, whatever stands in it; long ones are cut. */
export function markdownText(text: string, mostCharacters = 200): string {
  // Every ASCII mark may be escaped so: CommonMark, section 2.4.
  return inOneLine(text, mostCharacters).replace(/[!-/:-@[-`{-~]/g, "\\$&");
}

/** A text for an HTML attribute in double quotes within Markdown, where an empty line would end the element; long ones are cut. */
export function attributeText(text: string): string {
  return inOneLine(text, 200).replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

/** Without what begins another line, or turns round the direction of what follows. */
function inOneLine(text: string, mostCharacters: number): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, " ");
  return line.length <= mostCharacters ? line : `${line.slice(0, mostCharacters - 1)}…`;
}

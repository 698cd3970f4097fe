/** A text in quotes, for Python as for JavaScript: what JSON writes is a part of both. What cannot be seen is written out. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, (letter) => {
    return `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** A text from elsewhere without what could end a comment or a docstring, however long. */
export function plainText(text: string): string {
  const plain = text.replace(/[^\p{L}\p{N} .,:;()/_+-]/gu, "?");
  return plain.length <= 60 ? plain : `${plain.slice(0, 59)}…`;
}

/** A piece of source code, as far as paths need it told apart. */
export type PathToken =
  /** `value` has its escapes undone; null when something is interpolated */
  | { readonly kind: "string"; readonly value: string | null; readonly start: number; readonly end: number }
  /** a name or a chain of them: `os.path.join` */
  | { readonly kind: "name"; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: "mark"; readonly text: string; readonly start: number; readonly end: number };

/** Takes a text apart as if it were code of any language in use: strings, names, and marks. */
export function pathTokens(text: string): PathToken[] {
  return Array.from(text.matchAll(tokenPattern), ({ groups = {}, index, 0: { length } }) => {
    const place = { start: index, end: index + length };
    const { prefix, quoted, name, mark } = groups;
    if (quoted !== undefined) return { kind: "string", value: contentOf(quoted, prefix ?? ""), ...place };
    return name === undefined ? { kind: "mark", text: mark, ...place } : { kind: "name", text: name, ...place };
  });
}

// Strings end on their line. Numbers count as names: they only have to be something. Two slashes begin a comment.
const tokenPattern =
  /(?:(?<![\w$])(?<prefix>[rRbBfFuU]{1,2}))?(?<quoted>"""[^"\n]*"""|'''[^'\n]*'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\\n]|\\.)*`)|(?<name>[\w$]+(?:\.[A-Za-z_$][\w$]*)*)|(?<mark>\/[/*]|[^\s\w])/g;

function contentOf(quoted: string, prefix: string): string | null {
  const width = /^("""|''')/.test(quoted) ? 3 : 1;
  const written = quoted.slice(width, -width);
  const isFormatted = /f/i.test(prefix);
  if (isFormatted && /[{}]/.test(written.replace(/\{\{|\}\}/g, ""))) return null;
  const plain = isFormatted ? written.replaceAll("{{", "{").replaceAll("}}", "}") : written;
  return /r/i.test(prefix) ? plain : withoutEscapes(plain);
}

/** Undoes what makes up paths: a Windows path whose backslashes somebody forgot to double keeps them. */
function withoutEscapes(written: string): string {
  return written
    .replace(/\\u([0-9a-fA-F]{4})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replace(/\\([\\/"'` ])/g, "$1");
}

/**
 * What stands to the right of names' `=` in a text, on their lines: the last definition of each. Made for constants such
 * as `MODELS = Path("models")`; whoever asks has to make out what the right side is.
 */
export function definitionsIn(text: string): ReadonlyMap<string, string> {
  const definitions = new Map<string, string>();
  for (const { groups } of text.matchAll(definition)) if (groups) definitions.set(groups.name, groups.value);
  return definitions;
}

const definition =
  /^[ \t]*(?:(?:export|const|let|var|final|readonly|static|private)[ \t]+)*(?<name>[A-Za-z_$][\w$]*)[ \t]*(?::[ \t]*[\w.<>[\]| ]{1,80})?[ \t]*:?=(?![=>])[ \t]*(?<value>\S.{0,300})$/gm;

/** What a literal of Python's stands for; tuples and lists are arrays. */
export type PythonValue = string | number | boolean | null | readonly PythonValue[] | ReadonlyMap<string, PythonValue>;

/** A text that is none of the literals read here. The message says what was expected where. */
export class PythonLiteralError extends Error {
  override readonly name = "PythonLiteralError";
}

/**
 * Reads a literal of Python's as NumPy writes it: texts, whole numbers, True, False, None, tuples, lists, and
 * dictionaries with texts as keys. Nothing is computed, and every key must be there once.
 *
 * @throws {PythonLiteralError}
 * @see https://docs.python.org/3/library/ast.html#ast.literal_eval
 */
export function parsePythonLiteral(text: string): PythonValue {
  const reader = new LiteralReader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

/** A dtype within a dtype within a dtype: nobody goes deeper. */
const mostNesting = 32;
const words: ReadonlyMap<string, boolean | null> = new Map([
  ["True", true],
  ["False", false],
  ["None", null],
]);
/** What a backslash stands for before a character other than x, u and U. */
const escapes: ReadonlyMap<string, string> = new Map([
  ["\\", "\\"],
  ["'", "'"],
  ['"', '"'],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

class LiteralReader {
  readonly #text: string;
  #place = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): PythonValue {
    if (depth > mostNesting) throw new PythonLiteralError(`at most ${mostNesting} brackets in each other`);
    const opening = this.#next();
    if (opening === "{") return this.#dictionary(depth);
    if (opening === "[") return this.#list("]", depth).items;
    if (opening === "(") {
      // A tuple of one ends in a comma: without it, the brackets mean nothing.
      const { items, endsInComma } = this.#list(")", depth);
      return items.length === 1 && !endsInComma ? items[0] : items;
    }
    if (opening === "'" || opening === '"') return this.#string();
    const number = this.#take(/-?\d+/y);
    if (number !== undefined) {
      this.#take(/[lL]/y); // a long integer of Python 2
      return Number(number);
    }
    const word = this.#take(/[A-Za-z]+/y);
    const meaning = words.get(word ?? "");
    return meaning === undefined ? this.#refuse("a value") : meaning;
  }

  end(): void {
    this.#next();
    if (this.#place < this.#text.length) this.#refuse("the end");
  }

  #dictionary(depth: number): Map<string, PythonValue> {
    const entries = new Map<string, PythonValue>();
    this.#place++;
    while (this.#next() !== "}") {
      const key = this.#next() === "'" || this.#next() === '"' ? this.#string() : this.#refuse("a name in quotes");
      if (entries.has(key)) this.#refuse(`another name than ${JSON.stringify(key)} again`);
      this.#expect(":");
      entries.set(key, this.value(depth + 1));
      if (this.#next() !== "}") this.#expect(",");
    }
    this.#place++;
    return entries;
  }

  #list(closing: "]" | ")", depth: number): { items: PythonValue[]; endsInComma: boolean } {
    const items: PythonValue[] = [];
    let endsInComma = false;
    this.#place++;
    while (this.#next() !== closing) {
      items.push(this.value(depth + 1));
      endsInComma = this.#next() !== closing;
      if (endsInComma) this.#expect(",");
    }
    this.#place++;
    return { items, endsInComma };
  }

  #string(): string {
    const quote = this.#text[this.#place++];
    let string = "";
    for (;;) {
      const character = this.#text[this.#place++];
      if (character === quote) return string;
      if (character === undefined || character === "\n") this.#refuse(`a closing ${quote}`);
      string += character === "\\" ? this.#escaped() : character;
    }
  }

  /** After a backslash. */
  #escaped(): string {
    const code = this.#take(/x[\da-fA-F]{2}|u[\da-fA-F]{4}|U00[01][\da-fA-F]{5}/y);
    if (code !== undefined) {
      const point = Number.parseInt(code.slice(1), 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : this.#refuse("a character's code");
    }
    return escapes.get(this.#text[this.#place++]) ?? this.#refuse("an escape such as \\n");
  }

  /** @returns the next character after blanks */
  #next(): string | undefined {
    this.#take(/[ \t\r\n]+/y);
    return this.#text[this.#place];
  }

  #expect(character: string): void {
    if (this.#next() !== character) this.#refuse(character);
    this.#place++;
  }

  /** @param pattern sticky @returns what stands here, which is passed over; undefined when it does not */
  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#place;
    const found = pattern.exec(this.#text)?.[0];
    this.#place += found?.length ?? 0;
    return found;
  }

  #refuse(expected: string): never {
    throw new PythonLiteralError(`${expected} at character ${this.#place}`);
  }
}

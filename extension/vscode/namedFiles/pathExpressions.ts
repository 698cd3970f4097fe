import type { NamedFile, PathBase } from "./namedFiles.ts";
import { type PathToken, pathTokens } from "./pathTokens.ts";
import { hasVariable } from "./pathWords.ts";
import { verdictOfName } from "./weightsFileNames.ts";

/** What was found in a text. */
export interface PathExpressions {
  readonly read: readonly NamedFile[];
  /** where a weights file's name stands in a path that depends on what only a run of the program knows */
  readonly unreadable: readonly { readonly start: number; readonly end: number }[];
}

/**
 * Reads paths as code writes them: a string; strings joined by `/`, `+`, `os.path.join`, `path.join`, `Path`,
 * `Uri.joinPath`; with the document's own folder in front, such as `__dirname` or `Path(__file__).parent`; with names that
 * are defined in the same document as one of these.
 */
export function pathExpressions(text: string, definitionOf: (name: string) => string | undefined): PathExpressions {
  const tokens = pathTokens(text);
  const reader = new ExpressionReader(tokens, new Definitions(definitionOf));
  const read: NamedFile[] = [];
  const unreadable: { start: number; end: number }[] = [];
  for (let place = 0; place < tokens.length; ) {
    const { value, next, literals } = reader.expression(place);
    const stretch = { start: tokens[place].start, end: tokens[Math.max(place, next - 1)].end };
    const path = value === null ? null : pathOf(value);
    if (path !== null && literals > 0 && !hasVariable(path) && !(place > 0 && isOperator(tokens[place - 1]))) {
      if (verdictOfName(path) !== "other") read.push({ ...stretch, path, base: value?.base ?? "anywhere" });
    } else if (literals > 0) {
      unreadable.push(stretch);
    }
    place = Math.max(next, place + 1);
  }
  return { read, unreadable };
}

/** A path under way: what it is relative to, and the parts that were joined. */
interface PathValue {
  readonly base: PathBase;
  readonly parts: readonly string[];
}

interface ReadValue {
  /** null when it cannot be known */
  readonly value: PathValue | null;
  /** the token after it */
  readonly next: number;
  /** strings in it */
  readonly literals: number;
}

/** What names stand for, each read once: a name may be defined by another, or by itself. */
class Definitions {
  readonly #definitionOf: (name: string) => string | undefined;
  readonly #values = new Map<string, PathValue | null>();

  constructor(definitionOf: (name: string) => string | undefined) {
    this.#definitionOf = definitionOf;
  }

  valueOf(name: string): PathValue | null {
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    this.#values.set(name, null); // while it is read: who defines a name by itself, has no path
    const definition = this.#definitionOf(name);
    const value = definition === undefined ? null : this.#read(definition);
    this.#values.set(name, value);
    return value;
  }

  #read(definition: string): PathValue | null {
    const tokens = pathTokens(definition);
    const { value, next } = new ExpressionReader(tokens, this).expression(0);
    const end = tokens[next];
    return end === undefined || /^(?:[;,#)]|\/\/)/.test(definition.slice(end.start)) ? value : null;
  }
}

/** Brackets within brackets: what has more is no path. */
const mostBrackets = 20;

/** Reads tokens by a grammar of paths: `operand (("/" | "+") operand)*`. */
class ExpressionReader {
  readonly #tokens: readonly PathToken[];
  readonly #definitions: Definitions;
  #open = 0;

  constructor(tokens: readonly PathToken[], definitions: Definitions) {
    this.#tokens = tokens;
    this.#definitions = definitions;
  }

  expression(place: number): ReadValue {
    let { value, next, literals } = this.#operand(place);
    while (next + 1 < this.#tokens.length && isOperator(this.#tokens[next])) {
      const isSlash = this.#isMark(next, "/");
      const right = this.#operand(next + 1);
      if (right.next === next + 1) break;
      value = value && right.value && (isSlash ? joined([value, right.value]) : concatenated(value, right.value));
      literals += right.literals;
      next = right.next;
    }
    return { value, next, literals };
  }

  #operand(place: number): ReadValue {
    const token = this.#tokens[place];
    if (token?.kind === "string") {
      const value = token.value === null ? null : { base: "anywhere" as const, parts: [token.value] };
      return this.#postfixes({ value, next: place + 1, literals: 1 });
    }
    if (token?.kind === "name") return this.#postfixes(this.#named(token.text, place));
    return this.#isMark(place, "(") ? this.#inBrackets(place) : { value: null, next: place, literals: 0 };
  }

  /** A path in brackets from which a path goes on; brackets around a whole one are a call's, or anybody's. */
  #inBrackets(place: number): ReadValue {
    const nothing = { value: null, next: place, literals: 0 };
    if (this.#open >= mostBrackets) return nothing;
    this.#open++;
    const inner = this.expression(place + 1);
    this.#open--;
    const isPath = inner.next > place + 1 && this.#isMark(inner.next, ")");
    const read = isPath ? this.#postfixes({ ...inner, next: inner.next + 1 }) : nothing;
    const goesOn = read.next > inner.next + 1 || (this.#tokens[read.next] && isOperator(this.#tokens[read.next]));
    return isPath && goesOn ? read : nothing;
  }

  /** A name, or the call of a function that makes paths. Of another function only the name is passed. */
  #named(name: string, place: number): ReadValue {
    const unknown = { value: null, next: place + 1, literals: 0 };
    if (name === "new" && this.#tokens[place + 1]?.kind === "name") return this.#operand(place + 1);
    if (!this.#isMark(place + 1, "(")) return { ...unknown, value: this.#valueOfName(name) };
    const make = functionOf(name);
    const list = make && this.#callArguments(place + 1);
    return list ? { ...list, value: list.values && make(list.values) } : unknown;
  }

  #valueOfName(name: string): PathValue | null {
    const own = ownPlaces.get(name);
    if (own) return own;
    const [head, ...properties] = name.split(".");
    const value = this.#definitions.valueOf(head);
    return value && propertiesOf(value, properties);
  }

  /** `.parent`, `.parents[1]`, `.resolve()`, `.joinpath("a")`, as often as there are any; before others it stops. */
  #postfixes(read: ReadValue): ReadValue {
    let last = read;
    for (let more: ReadValue | undefined = read; more; more = this.#postfix(more)) last = more;
    return last;
  }

  #postfix({ value, next, literals }: ReadValue): ReadValue | undefined {
    const token = this.#tokens[next + 1];
    if (value === null || !this.#isMark(next, ".") || token?.kind !== "name") return undefined;
    const properties = token.text.split(".");
    if (this.#isMark(next + 2, "(")) {
      const method = properties.pop() ?? "";
      const list = pathMethods.has(method) ? this.#callArguments(next + 2) : undefined;
      const of = propertiesOf(value, properties);
      if (!list || !of) return undefined;
      return { ...list, value: list.values && joined([of, ...list.values]), literals: literals + list.literals };
    }
    if (properties.at(-1) === "parents" && this.#isMark(next + 2, "[") && this.#isMark(next + 4, "]")) {
      const index = this.#tokens[next + 3];
      const ups = index.kind === "name" && /^\d$/.test(index.text) ? Number(index.text) + 1 : 0;
      const of = propertiesOf(value, [...properties.slice(0, -1), ...new Array<string>(ups).fill("parent")]);
      return of && ups > 0 ? { value: of, next: next + 5, literals } : undefined;
    }
    const of = propertiesOf(value, properties);
    return of ? { value: of, next: next + 2, literals } : undefined;
  }

  /** @returns undefined when it is no list of expressions; `values` null when one of them is not known */
  #callArguments(open: number): { values: PathValue[] | null; next: number; literals: number } | undefined {
    let values: PathValue[] | null = [];
    let literals = 0;
    let next = open + 1;
    while (!this.#isMark(next, ")")) {
      const argument = this.expression(next);
      if (argument.next === next) return undefined;
      values = values && argument.value && [...values, argument.value];
      literals += argument.literals;
      next = argument.next;
      if (this.#isMark(next, ",")) next++;
      else if (!this.#isMark(next, ")")) return undefined;
    }
    return { values, next: next + 1, literals };
  }

  #isMark(place: number, mark: string): boolean {
    const token = this.#tokens[place];
    return token?.kind === "mark" && token.text === mark;
  }
}

function isOperator(token: PathToken): boolean {
  return token.kind === "mark" && (token.text === "/" || token.text === "+");
}

/** The document itself is the last part of its own path, so that a parent of it is its folder. */
const documentItself: PathValue = { base: "document", parts: ["the document"] };
const ownPlaces: ReadonlyMap<string, PathValue> = new Map([
  ...["__file__", "__filename", "import.meta.url", "import.meta.filename"].map(
    (name) => [name, documentItself] as const,
  ),
  ...["__dirname", "import.meta.dirname"].map((name) => [name, { base: "document", parts: [] }] as const),
]);

type PathFunction = (values: readonly PathValue[]) => PathValue | null;

/** By the last words of its name: `os.path.join`, `path.join` and `join` are one. */
function functionOf(name: string): PathFunction | undefined {
  const [, last] = /(?:^|\.)(file\.path|\w+)$/.exec(name) ?? [];
  return pathFunctions.get(last);
}

const pathFunctions: ReadonlyMap<string, PathFunction> = new Map([
  ...["join", "joinPath", "joinpath", "Path", "PurePath", "PosixPath", "resolve", "file.path", "fullfile"].map(
    (name) => [name, joined] as const,
  ),
  ...["abspath", "realpath", "normpath", "expanduser", "str", "String", "fileURLToPath"].map(
    (name) => [name, only] as const,
  ),
  ["dirname", ([path, ...more]) => (path && more.length === 0 ? parentOf(path) : null)],
  ...["getcwd", "cwd"].map((name) => [name, (): PathValue => ({ base: "anywhere", parts: [] })] as const),
  ...["home", "homedir"].map((name) => [name, (): PathValue => ({ base: "home", parts: [] })] as const),
  ["URL", ([path, base]) => (path && base ? joined([parentOf(base), path]) : null)],
]);

/** Those of paths that are joined, and those that leave them as they are. */
const pathMethods: ReadonlySet<string> = new Set([
  "joinpath",
  "resolve",
  "absolute",
  "expanduser",
  "as_posix",
  "toString",
]);

function only(values: readonly PathValue[]): PathValue | null {
  return values.length === 1 ? values[0] : null;
}

function joined(values: readonly PathValue[]): PathValue {
  let whole: PathValue = { base: "anywhere", parts: [] };
  for (const value of values) {
    const isAbsolute = /^(?:[/\\~]|[a-zA-Z]:|file:)/.test(value.parts[0] ?? "");
    // What is absolute forgets what came before, as join does everywhere but in JavaScript.
    if (isAbsolute || (value.base !== "anywhere" && whole.parts.length === 0)) whole = value;
    else whole = { base: whole.base, parts: [...whole.parts, ...value.parts] };
  }
  return whole;
}

function concatenated(left: PathValue, right: PathValue): PathValue {
  if (left.parts.length === 0) return { base: left.base, parts: right.parts.map((part) => part.replace(/^[/\\]/, "")) };
  const [first = "", ...rest] = right.parts;
  return {
    base: left.base,
    parts: [...left.parts.slice(0, -1), `${left.parts[left.parts.length - 1]}${first}`, ...rest],
  };
}

function parentOf({ base, parts }: PathValue): PathValue {
  if (parts.length === 0) return { base, parts: [".."] };
  const last = parts[parts.length - 1];
  if (last === "..") return { base, parts: [...parts, ".."] };
  const slash = last.replace(/[/\\]+$/, "").search(/[/\\][^/\\]*$/);
  return { base, parts: slash > 0 ? [...parts.slice(0, -1), last.slice(0, slash)] : parts.slice(0, -1) };
}

/** Null when one of them makes no path of a path. */
function propertiesOf(value: PathValue, properties: readonly string[]): PathValue | null {
  return properties.reduce<PathValue | null>((of, property) => {
    if (property === "parent") return of && parentOf(of);
    return ["fsPath", "path", "href"].includes(property) ? of : null;
  }, value);
}

/** The parts with one slash between each two. */
function pathOf({ parts }: PathValue): string {
  return parts.reduce((path, part, place) => {
    if (place === 0) return part;
    return `${path.replace(/[/\\]+$/, "")}/${part.replace(/^(?:\.?[/\\])+/, "")}`;
  }, "");
}

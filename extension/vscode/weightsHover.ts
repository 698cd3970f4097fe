import {
  type CancellationToken,
  Hover,
  type HoverProvider,
  languages,
  type Position,
  Range,
  type TextDocument,
  window,
} from "vscode";
import type { Disposable } from "../liveNetwork/emitter.ts";
import type { DocumentFiles } from "./namedFiles/documentFiles.ts";
import { namedTensor } from "./namedFiles/namedTensor.ts";
import { trustedMarkdown } from "./weightsPreview/trustedMarkdown.ts";
import type { WeightsPreviews } from "./weightsPreview/weightsPreviews.ts";

/** Files in which a tensor is looked for: those that are named nearest, if they are there. */
const mostFilesTried = 3;
const mostNamesTried = 20;

/** In any text: over what names a weights file, what is in the file; over a tensor's name near one, that tensor. */
export class WeightsHover implements HoverProvider, Disposable {
  readonly #documentFiles: DocumentFiles;
  readonly #previews: WeightsPreviews;
  readonly #logProblem: (problem: unknown) => void;
  readonly #listening: readonly Disposable[];

  constructor(documentFiles: DocumentFiles, previews: WeightsPreviews, logProblem: (problem: unknown) => void) {
    this.#documentFiles = documentFiles;
    this.#previews = previews;
    this.#logProblem = logProblem;
    this.#listening = [
      languages.registerHoverProvider("*", this),
      window.onDidChangeActiveTextEditor((editor) => editor && this.#prepareFor(editor.document)),
    ];
    if (window.activeTextEditor) this.#prepareFor(window.activeTextEditor.document);
  }

  async provideHover(document: TextDocument, position: Position, token: CancellationToken): Promise<Hover | undefined> {
    const wanted = new AbortController();
    const listening = token.onCancellationRequested(() => wanted.abort());
    try {
      this.#prepareFor(document);
      const overFile = await this.#overFile(document, position, wanted.signal);
      return overFile ?? (await this.#overTensor(document, position, wanted.signal));
    } catch (error) {
      if (!wanted.signal.aborted) this.#logProblem(error);
      return undefined;
    } finally {
      listening.dispose();
    }
  }

  dispose(): void {
    for (const listener of this.#listening) listener.dispose();
  }

  /** Who looks at a document that names weights files will perhaps rest on a name next: the reader is to be there by then. */
  #prepareFor(document: TextDocument): void {
    if (this.#documentFiles.namesAny(document)) this.#previews.prepare();
  }

  async #overFile(document: TextDocument, position: Position, signal: AbortSignal): Promise<Hover | undefined> {
    const found = await this.#documentFiles.at(document, position, () => signal.aborted);
    if (!found || signal.aborted) return undefined;
    const markdown = await this.#previews.ofFile(found.uri, found.needsToBeWeights, signal);
    return markdown === undefined ? undefined : new Hover(trustedMarkdown(markdown), found.range);
  }

  async #overTensor(document: TextDocument, position: Position, signal: AbortSignal): Promise<Hover | undefined> {
    const line = document.lineAt(position.line);
    if (line.text.length > mostLineCharacters) return undefined;
    const tensor = namedTensor(line.text, position.character);
    if (!tensor) return undefined;
    const tried = new Set<string>();
    for (const named of this.#documentFiles.nearest(document, position.line, mostNamesTried)) {
      if (tried.size >= mostFilesTried || signal.aborted) return undefined;
      const found = await this.#documentFiles.find(document, named, () => signal.aborted);
      if (!found || tried.has(found.uri.toString())) continue;
      tried.add(found.uri.toString());
      const markdown = await this.#previews.ofTensor(found.uri, tensor.name, signal);
      if (markdown === undefined) continue;
      const range = new Range(position.with({ character: tensor.start }), position.with({ character: tensor.end }));
      return new Hover(trustedMarkdown(markdown), range);
    }
    return undefined;
  }
}

/** Names of tensors do not stand in lines of data. */
const mostLineCharacters = 20_000;

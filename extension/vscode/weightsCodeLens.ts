import {
  type CancellationToken,
  CodeLens,
  type CodeLensProvider,
  EventEmitter,
  languages,
  type TextDocument,
  type Uri,
  Disposable as VscodeDisposable,
  workspace,
} from "vscode";
import type { Disposable } from "../liveNetwork/emitter.ts";
import { watchWeightsFile } from "./files/watchWeightsFile.ts";
import type { DocumentFiles } from "./namedFiles/documentFiles.ts";
import type { OpenedWeights } from "./openedWeights/openedWeights.ts";
import { Throttle } from "./throttle.ts";
import { shortWords } from "./weightsPreview/shortWords.ts";

/** Names in a document that are looked up. */
const mostNames = 50;
const setting = "weightsCodeLens";
/** A script that saves all the time is not followed faster than is read. */
const refreshIntervalMs = 500;

/** Above lines that name weights files, where the setting says so: what is in the file, and what can be done with it. */
export class WeightsCodeLens implements CodeLensProvider<CodeLens>, Disposable {
  readonly #documentFiles: DocumentFiles;
  readonly #weights: OpenedWeights;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #throttle = new Throttle(refreshIntervalMs, () => this.#changed.fire());
  /** of each document that has lenses, what watches the files that it names */
  readonly #watching = new Map<TextDocument, Disposable>();
  /** of lenses that do not say yet what is in their file */
  readonly #files = new WeakMap<CodeLens, Uri>();
  readonly #listening: readonly Disposable[];

  constructor(documentFiles: DocumentFiles, weights: OpenedWeights) {
    this.#documentFiles = documentFiles;
    this.#weights = weights;
    this.#listening = [
      languages.registerCodeLensProvider("*", this),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(`downhill.${setting}`)) this.#changed.fire();
      }),
      workspace.onDidCloseTextDocument((document) => this.#watch(document, [])),
    ];
  }

  async provideCodeLenses(document: TextDocument, token: CancellationToken): Promise<CodeLens[]> {
    if (workspace.getConfiguration("downhill").get<unknown>(setting) !== true) {
      this.#watch(document, []);
      return [];
    }
    const lenses: CodeLens[] = [];
    const files = new Map<string, Uri>();
    const told = new Set<string>();
    for (const named of this.#documentFiles.first(document, mostNames)) {
      const found = await this.#documentFiles.find(document, named, () => token.isCancellationRequested);
      if (token.isCancellationRequested) return [];
      // One place may be read in several ways, and a line may name a file twice.
      const place = found && `${found.range.start.line} ${found.uri}`;
      if (!found || told.has(`${place}`)) continue;
      told.add(`${place}`);
      const { range, uri } = found;
      const words = new CodeLens(range);
      this.#files.set(words, uri);
      files.set(uri.toString(), uri);
      const compare = { title: "Compare…", command: "downhill.compareWeights", arguments: [{ a: uri, b: null }] };
      lenses.push(words, new CodeLens(range, openCommand("Open", uri)), new CodeLens(range, compare));
    }
    this.#watch(document, [...files.values()]);
    return lenses;
  }

  /** Says what is in the file of a lens that is in sight. */
  async resolveCodeLens(lens: CodeLens): Promise<CodeLens> {
    const uri = this.#files.get(lens);
    if (!uri) return lens;
    const words = await this.#weights.summary(uri).then(shortWords, () => "cannot be read");
    lens.command = openCommand(words, uri);
    return lens;
  }

  dispose(): void {
    for (const listener of [...this.#listening, ...this.#watching.values()]) listener.dispose();
    this.#throttle.dispose();
    this.#changed.dispose();
  }

  /** Follows the files that a document names, in place of those it named before. */
  #watch(document: TextDocument, files: readonly Uri[]): void {
    const before = this.#watching.get(document);
    this.#watching.delete(document);
    // A document may be closed while its names are looked up.
    if (files.length > 0 && !document.isClosed) {
      const refresh = () => this.#throttle.request();
      this.#watching.set(document, VscodeDisposable.from(...files.map((file) => watchWeightsFile(file, refresh))));
    }
    before?.dispose();
  }
}

function openCommand(title: string, uri: Uri) {
  return { title, command: "downhill.openSavedWeights", arguments: [uri] };
}

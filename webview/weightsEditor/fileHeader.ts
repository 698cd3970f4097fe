import type {
  FileTrouble,
  ReadWeightsFile,
  WeightsPageToHost,
} from "../../extension/protocol/weightsEditorMessages.ts";
import {
  bytesText,
  formatTitles,
  networkInWords,
  noNetworkInWords,
  tensorsInWords,
  trainingInWords,
} from "../../extension/protocol/weightsInWords.ts";
import { element, writeText } from "../element.ts";
import { agoText, dateText } from "./agoText.ts";

/** What the file is, in a few words, and what can be done with it. */
export class FileHeader {
  readonly element: HTMLElement;
  readonly #name = element("h1");
  readonly #facts = element("span", { class: "file-facts" });
  readonly #network = element("p", { class: "file-network" });
  readonly #training = element("p", { class: "file-training" });
  readonly #changed = element("span", { class: "file-changed" });
  readonly #trouble = element("p", { class: "file-trouble", role: "status" });
  readonly #remarks = element("ul", { class: "file-remarks", "aria-label": "Remarks" });
  readonly #load: HTMLElementTagNameMap["vscode-button"];
  #file: ReadWeightsFile | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (message: WeightsPageToHost) => void) {
    const button = (words: string, appearance: string, message: WeightsPageToHost, title: string) => {
      const made = element("vscode-button", { appearance, title }, words);
      made.addEventListener("click", () => send(message));
      return made;
    };
    this.#load = button(
      "Load into the panel",
      "primary",
      { type: "loadIntoPanel" },
      "Make this network the live one: look into it, train it on",
    );
    this.element = element(
      "header",
      { class: "file-header" },
      element("div", { class: "file-title" }, this.#name, this.#facts, this.#changed),
      element(
        "div",
        { class: "file-actions" },
        this.#load,
        button("Compare…", "secondary", { type: "compare" }, "Compare with the live network or another file"),
        button("Copy loading code", "secondary", { type: "copyLoadingCode" }, "Copy code that loads this file"),
      ),
      this.#network,
      this.#training,
      this.#trouble,
      this.#remarks,
    );
  }

  show(file: ReadWeightsFile | null, trouble: FileTrouble | null): void {
    if (file !== this.#file && file !== null) this.#showFile(file);
    this.#file = file;
    this.#showTrouble(trouble);
    this.#tell();
  }

  #showFile({ name, summary }: ReadWeightsFile): void {
    const { network, noNetworkBecause, tensors, remarks, format, byteLength } = summary;
    writeText(this.#name, name);
    this.#name.title = name;
    writeText(this.#facts, `${formatTitles[format]} · ${bytesText(byteLength)}`);
    writeText(this.#network, (network ? networkInWords(network) : tensorsInWords(tensors)).join(" · "));
    const trained = trainingInWords(summary);
    // Of a single array nobody expects a network.
    const why = noNetworkBecause === null || format === "npy" ? "" : noNetworkInWords(noNetworkBecause);
    writeText(this.#training, network ? trained.join(" · ") : why);
    this.#training.hidden = this.#training.textContent === "";
    this.#load.hidden = network === null;
    const said = [...remarks, ...(network?.remarks ?? [])];
    this.#remarks.hidden = said.length === 0;
    this.#remarks.replaceChildren(...said.map((remark) => element("li", {}, remark)));
  }

  #showTrouble(trouble: FileTrouble | null): void {
    const file = this.#file;
    this.#trouble.hidden = trouble === null || file === null;
    if (trouble === null || file === null) return;
    this.#trouble.classList.toggle("is-settling", trouble.type === "settling");
    const shown = ` Shown is what was in it on ${dateText(file.modifiedMs)}.`;
    writeText(
      this.#trouble,
      trouble.type === "settling" ? "It is being written …" : `${trouble.problem.message}${shown}`,
    );
  }

  /** Says how long ago it was written, and again when that is another word. */
  #tell(): void {
    clearTimeout(this.#timer);
    if (this.#file === null) return;
    const { modifiedMs } = this.#file;
    const { text, staysMs } = agoText(Date.now() - modifiedMs);
    writeText(this.#changed, `changed ${text}`);
    this.#changed.title = dateText(modifiedMs);
    if (staysMs !== null) this.#timer = setTimeout(() => this.#tell(), staysMs);
  }
}

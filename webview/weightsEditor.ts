import { assertNever } from "../extension/protocol/assertNever.ts";
import { damageInWords } from "../extension/protocol/damageInWords.ts";
import { withPart } from "../extension/protocol/listParts.ts";
import type {
  FileTrouble,
  HostToWeightsPage,
  ReadWeightsFile,
  WeightsPageToHost,
  WeightsPart,
} from "../extension/protocol/weightsEditorMessages.ts";
import { networkInWords } from "../extension/protocol/weightsInWords.ts";
import type { TensorForm } from "../extension/protocol/weightsSummary.ts";
import { offerColours } from "./drawings/theme.ts";
import { element, writeText } from "./element.ts";
import { HostConnection } from "./hostConnection.ts";
import { keepKeysOfControls } from "./keepKeysOfControls.ts";
import { registerControls } from "./toolkit.ts";
import { FileHeader } from "./weightsEditor/fileHeader.ts";
import { FileRequests } from "./weightsEditor/fileRequests.ts";
import { LayersView } from "./weightsEditor/layersView.ts";
import { MetadataList } from "./weightsEditor/metadataList.ts";
import { type PageMemory, pageMemory } from "./weightsEditor/pageMemory.ts";
import { TensorList } from "./weightsEditor/tensorList.ts";
import type { TensorRow } from "./weightsEditor/tensorRows.ts";
import { TensorView } from "./weightsEditor/tensorView.ts";
import "./controls.css";
import "./wholePage.css";
import "./slider.css";
import "./weightsView.css";
import "./weightsEditor.css";

/** What of the page is written down, when the hand rests. */
const memoryRestMs = 200;

/** The weights editor's page: what is in a file, of whatever format. */
class WeightsEditorPage {
  readonly #connection = new HostConnection<HostToWeightsPage, WeightsPageToHost>((message) => this.#receive(message));
  readonly #requests = new FileRequests((message) => this.#connection.send(message));
  readonly #header = new FileHeader((message) => this.#connection.send(message));
  readonly #layers: LayersView;
  readonly #tensor: TensorView;
  readonly #list: TensorList;
  readonly #metadata = new MetadataList(() => this.#rememberSoon());
  readonly #networkButton = element("button", { type: "button", class: "network-choice", "aria-pressed": "false" });
  readonly #stage: HTMLElement;
  readonly #unreadable = element("section", { class: "unreadable", "aria-label": "The file cannot be read" });
  readonly #page: HTMLElement;
  #file: ReadWeightsFile | null = null;
  /** tensors of a file that is to come */
  #listed: { readonly tensors: readonly TensorForm[] } = { tensors: [] };
  readonly #memory = pageMemory(this.#connection.recall("weightsEditor"));
  #memoryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.#layers = new LayersView(this.#requests, { chosen: (tensor) => this.#showTensor(this.#list.rows[tensor]) });
    this.#tensor = new TensorView(this.#requests, () => this.#rememberSoon());
    this.#list = new TensorList(this.#requests, {
      selected: (row) => this.#showTensor(row),
      statisticsTaken: (row) => {
        this.#tensor.showStatistics(row);
        this.#layers.statisticsTaken(row);
      },
      arranged: () => this.#rememberSoon(),
    });
    this.#networkButton.addEventListener("click", () => this.#showNetwork());
    this.#stage = element("main", { class: "stage" }, this.#layers.element, this.#tensor.element);
    this.#page = element(
      "div",
      { class: "weights-editor" },
      this.#header.element,
      element(
        "nav",
        { class: "contents", "aria-label": "Contents of the file" },
        this.#networkButton,
        this.#list.element,
        this.#metadata.element,
      ),
      this.#stage,
    );
    this.#page.hidden = true;
    this.#unreadable.hidden = true;
    document.body.append(this.#page, this.#unreadable);
    offerColours(document.body);
    this.#connection.send({ type: "ready" });
  }

  #receive(message: HostToWeightsPage): void {
    switch (message.type) {
      case "tensorsListed":
        this.#listed = withPart(this.#listed, message.from, message);
        break;
      case "fileChanged":
        this.#showFile(message.file && this.#withListed(message.file), message.trouble);
        break;
      case "troubleChanged":
        this.#showFile(this.#file, message.trouble);
        break;
      case "showPart":
        this.#showPart(message.part);
        break;
      case "replied":
      case "refused":
      case "progressed":
        this.#requests.receive(message);
        break;
      default:
        assertNever(message);
    }
  }

  #withListed(file: ReadWeightsFile): ReadWeightsFile {
    const { tensors } = file.summary;
    const whole = withPart(this.#listed, file.tensorsBefore, { tensors });
    this.#listed = { tensors: [] };
    return { ...file, summary: { ...file.summary, ...whole } };
  }

  #showFile(file: ReadWeightsFile | null, trouble: FileTrouble | null): void {
    this.#showUnreadable(file === null ? trouble : null);
    this.#page.hidden = file === null;
    this.#header.show(file, trouble);
    if (file === null || file.reading === this.#file?.reading) return;
    const isFirst = this.#file === null;
    this.#file = file;
    this.#requests.reading = file.reading;
    const { network, tensors, metadata } = file.summary;
    this.#metadata.show(metadata);
    this.#networkButton.hidden = network === null;
    if (network) writeText(this.#networkButton, `Network ${networkInWords(network)[0]}`);
    const shown = isFirst ? (this.#memory?.tensor ?? null) : this.#shownTensor;
    if (isFirst && this.#memory) {
      this.#list.arrange(this.#memory.order, this.#memory.filter);
      this.#metadata.isOpen = this.#memory.isMetadataOpen;
    }
    this.#list.setTensors(tensors);
    this.#layers.show(file.summary);
    const row = this.#list.rows.find(({ name }) => name === shown);
    if (row) {
      const isSame = !isFirst && this.#tensor.row?.name === row.name;
      this.#showTensor(row, isSame, isFirst ? (this.#memory?.place ?? undefined) : undefined);
    } else if (network) this.#showNetwork();
    else if (this.#list.rows[0]) this.#showTensor(this.#list.rows[0]);
  }

  /** Shows what somebody came for. What the file does not have (any more) changes nothing. */
  #showPart(part: WeightsPart): void {
    if (part.kind === "neuron") {
      const sizes = this.#file?.summary.network?.sizes ?? [];
      if (part.neuron >= (sizes[part.layer] ?? 0)) return;
      this.#showNetwork();
      this.#layers.mark(part);
      return;
    }
    const row = this.#list.rows.find(({ name }) => name === part.name);
    if (!row) return;
    this.#list.reveal(row);
    this.#showTensor(row);
  }

  /** The name of the tensor in sight; null for the network. */
  get #shownTensor(): string | null {
    return this.#tensor.element.hidden ? null : (this.#tensor.row?.name ?? null);
  }

  #showNetwork(): void {
    this.#choose(null);
  }

  #showTensor(row: TensorRow, isSame = false, place?: PageMemory["place"]): void {
    this.#choose(row);
    this.#tensor.show(row, isSame, place ?? undefined);
  }

  #choose(row: TensorRow | null): void {
    this.#layers.element.hidden = row !== null;
    this.#tensor.element.hidden = row === null;
    this.#networkButton.setAttribute("aria-pressed", String(row === null));
    this.#list.select(row);
    this.#rememberSoon();
  }

  #showUnreadable(trouble: FileTrouble | null): void {
    this.#unreadable.hidden = trouble?.type !== "unreadable";
    if (trouble?.type !== "unreadable") return;
    const { message, format } = trouble.problem;
    const advice = "It is shown here as soon as it can be read. To see its bytes, use Reopen Editor With…";
    const paragraphs =
      format === null
        ? [element("p", {}, message), element("p", { class: "unreadable-advice" }, advice)]
        : [
            element("p", {}, damageInWords(format)),
            element("p", { class: "unreadable-advice" }, advice),
            element("p", { class: "unreadable-advice" }, message),
          ];
    this.#unreadable.replaceChildren(element("h1", {}, "This file cannot be read as weights"), ...paragraphs);
  }

  #rememberSoon(): void {
    clearTimeout(this.#memoryTimer);
    if (this.#file === null) return;
    this.#memoryTimer = setTimeout(() => {
      const tensor = this.#shownTensor;
      const memory: PageMemory = {
        tensor,
        place: tensor === null ? null : copyOf(this.#tensor.place),
        order: this.#list.order && { ...this.#list.order },
        filter: this.#list.filter,
        isMetadataOpen: this.#metadata.isOpen,
      };
      this.#connection.remember("weightsEditor", memory);
    }, memoryRestMs);
  }
}

function copyOf({ choice, viewport }: TensorView["place"]): PageMemory["place"] {
  return { choice: { ...choice, at: [...choice.at] }, viewport: { ...viewport } };
}

registerControls();
keepKeysOfControls(document.body);
new WeightsEditorPage();

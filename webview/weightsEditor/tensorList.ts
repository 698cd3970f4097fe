import type { TensorForm, TensorStatistics } from "../../extension/protocol/weightsSummary.ts";
import { element, writeText } from "../element.ts";
import { wholeText } from "../figureText.ts";
import { type TableOrder, VirtualTable } from "../tensors/virtualTable.ts";
import type { FileRequests } from "./fileRequests.ts";
import { type StatisticsProgress, StatisticsQueue } from "./statisticsQueue.ts";
import { filteredRows, type TensorRow, tensorColumns, tensorRows } from "./tensorRows.ts";

export interface TensorListEvents {
  selected(row: TensorRow): void;
  /** what the list says of a tensor is new */
  statisticsTaken(row: TensorRow): void;
  /** order or filter is another */
  arranged(): void;
}

/** The file's tensors: a filter, the table, and how far their statistics are. */
export class TensorList {
  readonly element: HTMLElement;
  readonly #events: TensorListEvents;
  readonly #queue: StatisticsQueue;
  readonly #filter = element("input", {
    class: "tensor-filter",
    type: "search",
    placeholder: "Filter: name, shape, type",
    "aria-label": "Filter tensors by name, shape or type",
    spellcheck: "false",
  });
  readonly #count = element("span", { class: "tensor-count", role: "status" });
  readonly #table: VirtualTable<TensorRow>;
  readonly #progress: StatisticsBar;
  #rows: readonly TensorRow[] = [];
  /** by tensor, its statistics in the reading before */
  #earlier: ReadonlyMap<string, TensorStatistics> = new Map();
  /** tensors that light up in the next frame */
  readonly #changed = new Set<string>();
  #frame: number | undefined;
  #isUnsorted = false;

  constructor(requests: FileRequests, events: TensorListEvents) {
    this.#events = events;
    this.#queue = new StatisticsQueue(
      requests,
      (row) => {
        this.#isUnsorted = true;
        const earlier = this.#earlier.get(row.name);
        if (earlier && JSON.stringify(earlier) !== JSON.stringify(row.statistics)) this.#changed.add(row.name);
        this.#scheduleRefresh();
        events.statisticsTaken(row);
      },
      (progress) => this.#progress.show(progress),
    );
    this.#progress = new StatisticsBar(
      () => this.#queue.takeAll(),
      () => this.#queue.cancel(),
    );
    this.#table = new VirtualTable<TensorRow>({
      id: "tensors",
      name: "Tensors",
      columns: tensorColumns,
      key: ({ name }) => name,
      selected: (row) => events.selected(row),
      orderChanged: () => events.arranged(),
      seen: (rows) => this.#queue.see(rows),
      typed: (letter) => {
        this.#filter.value += letter;
        this.#filter.focus();
        this.#applyFilter();
      },
    });
    this.#filter.addEventListener("input", () => this.#applyFilter());
    this.#filter.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") this.#table.focus();
      else if (event.key === "Escape" && this.#filter.value !== "") {
        this.#filter.value = "";
        this.#applyFilter();
      } else return;
      event.preventDefault();
      event.stopPropagation();
    });
    this.element = element(
      "section",
      { class: "tensor-list", "aria-label": "Tensors of the file" },
      element("header", {}, element("h2", {}, "Tensors"), this.#filter, this.#count),
      this.#table.element,
      this.#progress.element,
    );
  }

  get order(): TableOrder | null {
    return this.#table.order;
  }

  get filter(): string {
    return this.#filter.value;
  }

  get rows(): readonly TensorRow[] {
    return this.#rows;
  }

  /** Shows the tensors of another reading; those whose statistics are others light up. */
  setTensors(tensors: readonly TensorForm[]): void {
    const known = this.#rows.flatMap(({ name, statistics }) => (statistics ? [[name, statistics] as const] : []));
    this.#earlier = new Map([...this.#earlier, ...known]);
    this.#rows = tensorRows(tensors);
    this.#table.setRows(filteredRows(this.#rows, this.filter));
    this.#writeCount();
    this.#queue.setRows(this.#rows);
  }

  arrange(order: TableOrder | null, filter: string): void {
    this.#filter.value = filter;
    this.#table.setOrder(order);
    this.#applyFilter();
  }

  /** Ends a filter that hides a tensor. */
  reveal(row: TensorRow): void {
    if (this.#table.ordered.includes(row)) return;
    this.#filter.value = "";
    this.#applyFilter();
  }

  /** Chooses a tensor without telling of it. */
  select(row: TensorRow | null): void {
    this.#table.select(row?.name ?? null, true);
    this.#queue.choose(row);
  }

  #applyFilter(): void {
    this.#table.setRows(filteredRows(this.#rows, this.filter));
    this.#writeCount();
    this.#events.arranged();
  }

  #writeCount(): void {
    const all = this.#rows.length;
    const shown = this.#table.ordered.length;
    writeText(this.#count, shown === all ? wholeText(all) : `${wholeText(shown)} of ${wholeText(all)}`);
  }

  /** Statistics come in faster than anyone reads. */
  #scheduleRefresh(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#table.refresh(this.#isUnsorted);
      this.#isUnsorted = false;
      this.#table.flash(this.#changed);
      this.#changed.clear();
    });
  }
}

/** How far the statistics are, with a way to begin and a way to end it. */
class StatisticsBar {
  readonly element: HTMLElement;
  readonly #bar = element("progress", { max: "1", "aria-label": "Statistics taken" });
  readonly #words = element("span");
  readonly #take = element("vscode-button", { appearance: "secondary" }, "Take statistics of all");
  readonly #cancel = element("vscode-button", { appearance: "secondary" }, "Cancel");

  constructor(take: () => void, cancel: () => void) {
    this.#take.addEventListener("click", take);
    this.#cancel.addEventListener("click", cancel);
    this.element = element("div", { class: "statistics-bar" }, this.#bar, this.#words, this.#take, this.#cancel);
    this.element.hidden = true;
  }

  show({ share, status, numbersLeft }: StatisticsProgress): void {
    this.element.hidden = status === "done";
    this.#bar.hidden = status !== "running";
    this.#bar.value = share;
    this.#cancel.hidden = status !== "running";
    this.#take.hidden = status === "running";
    const left = `${wholeText(Math.round(numbersLeft))} numbers`;
    writeText(
      this.#words,
      status === "running" ? `Statistics: ${Math.floor(share * 100)}\u202f%` : `Statistics of ${left} not taken`,
    );
  }
}

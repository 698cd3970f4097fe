import { messageOf } from "../../extension/protocol/messageOf.ts";
import type { TensorStatistics } from "../../extension/protocol/weightsSummary.ts";
import { type FileRequests, Superseded } from "./fileRequests.ts";
import type { TensorRow } from "./tensorRows.ts";

/** How far the statistics of a file are. */
export interface StatisticsProgress {
  /** of all numbers, 0…1 */
  readonly share: number;
  /** `running`; `waiting` for somebody to ask, since it would take long; `cancelled`; or `done` */
  readonly status: "running" | "waiting" | "cancelled" | "done";
  /** numbers that are still to be read */
  readonly numbersLeft: number;
}

/** Numbers that are read unasked: a second or two. */
const mostNumbersUnasked = 64e6;
/** A tensor that is looked at has its own taken, unless they take longer than this: ten seconds or so. */
const mostNumbersOfOne = 512e6;

/**
 * Takes the statistics of a file's tensors, one after the other: those that somebody looks at first. A file so large that
 * it takes a while is gone through only when asked, but the tensor that is looked at.
 */
export class StatisticsQueue {
  readonly #requests: FileRequests;
  readonly #taken: (row: TensorRow) => void;
  readonly #progressed: (progress: StatisticsProgress) => void;
  #rows: readonly TensorRow[] = [];
  #wanted: readonly TensorRow[] = [];
  #chosen: TensorRow | null = null;
  #status: "unasked" | "asked" | "cancelled" = "unasked";
  #running: { readonly row: TensorRow; readonly cancel: AbortController; share: number } | null = null;
  /** numbers of all tensors, and of those that are not done */
  #numbers = 0;
  #numbersLeft = 0;
  /** before this place all are done */
  #firstOpen = 0;

  constructor(
    requests: FileRequests,
    taken: (row: TensorRow) => void,
    progressed: (progress: StatisticsProgress) => void,
  ) {
    this.#requests = requests;
    this.#taken = taken;
    this.#progressed = progressed;
  }

  /** Begins anew with the tensors of another reading. */
  setRows(rows: readonly TensorRow[]): void {
    this.#running?.cancel.abort();
    this.#running = null;
    this.#rows = rows;
    this.#wanted = [];
    this.#chosen = null;
    this.#numbers = rows.reduce((sum, { count }) => sum + count, 0);
    this.#numbersLeft = this.#numbers;
    this.#firstOpen = 0;
    if (this.#status === "cancelled") this.#status = "unasked";
    this.#goOn();
  }

  /** Those in sight come first. */
  see(rows: readonly TensorRow[]): void {
    this.#wanted = rows;
  }

  /** The one that is looked at comes before all, at once. */
  choose(row: TensorRow | null): void {
    this.#chosen = row;
    if (row === null || isDone(row)) return;
    if (this.#running && this.#running.row !== row) this.#running.cancel.abort();
    this.#goOn();
  }

  /** Takes all, however long it takes. */
  takeAll(): void {
    this.#status = "asked";
    this.#goOn();
  }

  cancel(): void {
    this.#status = "cancelled";
    this.#running?.cancel.abort();
    this.#tell();
  }

  #next(): TensorRow | undefined {
    if (this.#status === "cancelled") return undefined;
    const isOpen = (row: TensorRow | null): row is TensorRow => row !== null && !isDone(row);
    if (isOpen(this.#chosen) && (this.#status === "asked" || this.#chosen.count <= mostNumbersOfOne)) {
      return this.#chosen;
    }
    if (this.#status === "unasked" && this.#numbers > mostNumbersUnasked) return undefined;
    return this.#wanted.find(isOpen) ?? this.#firstOpenRow;
  }

  #goOn(): void {
    if (this.#running === null) {
      const row = this.#next();
      if (row) void this.#take(row);
    }
    this.#tell();
  }

  async #take(row: TensorRow): Promise<void> {
    const running = { row, cancel: new AbortController(), share: 0 };
    this.#running = running;
    try {
      const statistics: TensorStatistics = await this.#requests.takeStatistics(
        row.index,
        running.cancel.signal,
        (share) => {
          running.share = share;
          if (this.#running === running) this.#tell();
        },
      );
      if (this.#running !== running) return;
      row.statistics = statistics;
      this.#done(row);
    } catch (error) {
      if (this.#running !== running) return;
      if (!(error instanceof Superseded)) {
        row.refusal = messageOf(error);
        this.#done(row);
      }
    }
    this.#running = null;
    this.#goOn();
  }

  #done(row: TensorRow): void {
    this.#numbersLeft -= row.count;
    this.#taken(row);
  }

  #tell(): void {
    const running = this.#running;
    const numbersLeft = this.#numbersLeft - (running ? running.share * running.row.count : 0);
    const share = this.#numbers === 0 ? 1 : 1 - numbersLeft / this.#numbers;
    this.#progressed({ share, status: this.#statusNow, numbersLeft });
  }

  get #firstOpenRow(): TensorRow | undefined {
    while (this.#firstOpen < this.#rows.length && isDone(this.#rows[this.#firstOpen])) this.#firstOpen++;
    return this.#rows[this.#firstOpen];
  }

  get #statusNow(): StatisticsProgress["status"] {
    if (this.#running) return "running";
    if (this.#firstOpenRow === undefined) return "done";
    return this.#status === "cancelled" ? "cancelled" : "waiting";
  }
}

function isDone({ statistics, refusal }: TensorRow): boolean {
  return statistics !== null || refusal !== null;
}

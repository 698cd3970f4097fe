/** How long a thread's event loop was kept from its next turn. */
export interface LoopReport {
  /** milliseconds between turns beyond the timer's own */
  readonly delayP99Ms: number;
  readonly longestDelayMs: number;
  /** of that the thread itself worked, by its own processor time; what is left it waited for a core */
  readonly longestBusyMs: number;
}

const intervalMs = 2;

/** Watches the event loop of the thread it is made in, by a timer that should ring every {@link intervalMs} milliseconds. */
export class LoopWatch {
  #delays: number[] = [];
  #busy: number[] = [];
  #lastMs = performance.now();
  #lastBusyMs = threadBusyMs();
  readonly #timer = setInterval(() => this.#ring(), intervalMs);

  /** What was seen since the last report. */
  report(): LoopReport {
    const delays = this.#delays.sort((a, b) => a - b);
    const report = {
      delayP99Ms: delays[Math.floor(delays.length * 0.99)] ?? 0,
      longestDelayMs: delays.at(-1) ?? 0,
      longestBusyMs: Math.max(0, ...this.#busy),
    };
    this.#delays = [];
    this.#busy = [];
    return report;
  }

  dispose(): void {
    clearInterval(this.#timer);
  }

  #ring(): void {
    const nowMs = performance.now();
    const busyMs = threadBusyMs();
    this.#delays.push(Math.max(0, nowMs - this.#lastMs - intervalMs));
    this.#busy.push(busyMs - this.#lastBusyMs);
    this.#lastMs = nowMs;
    this.#lastBusyMs = busyMs;
  }
}

/** Processor time of this thread. */
function threadBusyMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

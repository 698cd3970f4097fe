import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** Something that trains a network, and waits when it is not told to. */
export interface Contestant {
  /** what it is, with versions and threads */
  readonly description: string;
  /** Trains for `ms` milliseconds. @returns examples a second, by its own clock */
  train(ms: number): Promise<number>;
  /** C over the first thousand training examples. */
  cost(): Promise<number>;
}

/** How a contestant is started. */
export interface ContestantCommand {
  readonly command: string;
  readonly words: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
}

/** The work, the same for all. */
export interface Task {
  /** holds `pixels.u8`, [count, 784], and `labels.u8`, [count] */
  readonly imagesFolder: string;
  readonly network: string;
  readonly batch: number;
}

/** η of C = mean of Σⱼ (aⱼ − yⱼ)², for all. */
const learningRate = 1.5;

/** Until a contestant answers: large networks and a thousand examples' cost included. */
const patienceMs = 120_000;

/**
 * A contestant in a process of its own. A line goes to its standard input, `train MS` or `cost`, and one JSON object
 * comes back on its standard output: `{"examples", "ms"}` or `{"cost"}`; the first, without being asked, is
 * `{"ready": description}`. It ends when its standard input does.
 */
export class ContestantProcess implements Contestant {
  readonly #name: string;
  readonly #child: ChildProcess;
  readonly #answers: ((answer: Record<string, unknown>) => void)[] = [];
  #fail: (error: Error) => void = () => undefined;
  /** rejects when the process ends */
  readonly #ended: Promise<never>;
  #description = "";

  /** @throws {Error} when it cannot start; then nothing is left running */
  static async start(name: string, command: ContestantCommand, task: Task): Promise<ContestantProcess> {
    const contestant = new ContestantProcess(name, command, task);
    try {
      await contestant.#becomeReady();
      return contestant;
    } catch (error) {
      contestant.end();
      throw error;
    }
  }

  private constructor(name: string, { command, words, environment }: ContestantCommand, task: Task) {
    this.#name = name;
    const taskWords = [task.imagesFolder, task.network, String(task.batch), String(learningRate)];
    this.#child = spawn(command, [words[0], ...taskWords, ...words.slice(1)], {
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, ...environment },
    });
    const { stdin, stdout, stderr } = this.#child;
    if (!stdin || !stdout || !stderr) throw new Error(`${name}: expected pipes to the process.`);
    let errors = "";
    stderr.on("data", (chunk: Buffer) => {
      errors = `${errors}${chunk}`.slice(-10_000);
    });
    // Its end is told below; what could not be written to it by then is of no interest.
    stdin.on("error", () => undefined);
    createInterface(stdout).on("line", (line) => this.#receive(line));
    this.#ended = new Promise((_, reject) => {
      this.#fail = reject;
      this.#child.on("error", reject);
      this.#child.on("close", (code, signal) => reject(new Error(`${name} ended with ${code ?? signal}.\n${errors}`)));
    });
    this.#ended.catch(() => undefined);
  }

  get description(): string {
    return this.#description;
  }

  async train(ms: number): Promise<number> {
    const answer = await this.#ask(`train ${ms}`);
    return (Number(answer.examples) / Number(answer.ms)) * 1000;
  }

  async cost(): Promise<number> {
    return Number((await this.#ask("cost")).cost);
  }

  end(): void {
    this.#child.stdin?.end();
    this.#child.kill();
  }

  async #becomeReady(): Promise<void> {
    this.#description = String((await this.#answer()).ready);
  }

  #ask(line: string): Promise<Record<string, unknown>> {
    this.#child.stdin?.write(`${line}\n`);
    return this.#answer();
  }

  async #answer(): Promise<Record<string, unknown>> {
    const { promise, resolve } = Promise.withResolvers<Record<string, unknown>>();
    this.#answers.push(resolve);
    const timer = setTimeout(() => {
      this.#fail(new Error(`${this.#name}: expected an answer in ${patienceMs / 1000} s, found none.`));
    }, patienceMs);
    try {
      return await Promise.race([promise, this.#ended]);
    } finally {
      clearTimeout(timer);
    }
  }

  #receive(line: string): void {
    // A library may greet on standard output.
    if (!line.startsWith("{")) return;
    try {
      this.#answers.shift()?.(JSON.parse(line));
    } catch (cause) {
      this.#fail(new Error(`${this.#name}: expected a JSON object, found ${line}.`, { cause }));
    }
  }
}

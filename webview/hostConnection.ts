/** The part of VS Code that a webview's page may use. */
interface WebviewApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): WebviewApi;

/** What every page says of itself: an error in it, for the output channel. */
interface Failed {
  readonly type: "failed";
  readonly message: string;
  readonly stack: string;
}

/**
 * A page's one line to the extension host, and its memory of how things were shown: VS Code hands that back when the
 * window is reloaded.
 */
export class HostConnection<ToPage, ToHost> {
  readonly #api = acquireVsCodeApi();
  readonly #listening = new AbortController();

  /** @param receive is given every message of the host; what it throws is reported to the host */
  constructor(receive: (message: ToPage) => void) {
    const { signal } = this.#listening;
    window.addEventListener(
      "message",
      ({ data }: MessageEvent<ToPage & { readonly type?: unknown }>) => {
        // The page's own scripts, such as ResizeObserver polyfills, post messages without a type.
        if (typeof data?.type === "string") receive(data);
      },
      { signal },
    );
    window.addEventListener("error", (event) => this.#reportError(event), { signal });
    window.addEventListener("unhandledrejection", (event) => this.#reportFailure(event.reason), { signal });
  }

  send(message: ToHost | Failed): void {
    this.#api.postMessage(message);
  }

  recall(key: string): unknown {
    return this.#memory()[key];
  }

  remember(key: string, value: unknown): void {
    this.#api.setState({ ...this.#memory(), [key]: value });
  }

  dispose(): void {
    this.#listening.abort();
  }

  #memory(): Record<string, unknown> {
    const memory = this.#api.getState();
    return typeof memory === "object" && memory !== null ? (memory as Record<string, unknown>) : {};
  }

  #reportError({ error, message }: ErrorEvent): void {
    // No failure: what an observer has resized in turn is reported to it in the next frame.
    if (message.startsWith("ResizeObserver loop")) return;
    this.#reportFailure(error ?? message);
  }

  #reportFailure(reason: unknown): void {
    const error = reason instanceof Error ? reason : new Error(String(reason));
    this.send({ type: "failed", message: error.message, stack: error.stack ?? "" });
  }
}

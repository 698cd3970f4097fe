/** Runs in the page, before its own script: gives it VS Code's interface, and counts what it still has to do. */
export function provideWebviewApi(): void {
  const key = "webview state";
  // What a page remembers outlives a reload alone; another test's page was here before.
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (navigation.type !== "reload") sessionStorage.clear();
  const opening = Number(new URLSearchParams(location.search).get("opening"));
  let unanswered = 0;
  const frames = new Set<number>();
  const { requestAnimationFrame, cancelAnimationFrame } = window;
  const postMessage = async (message: unknown) => {
    unanswered++;
    await (window as unknown as WindowInTests).downhillToHost(opening, message);
    unanswered--;
  };
  Object.assign(window, {
    requestAnimationFrame: (callback: FrameRequestCallback) => {
      const frame = requestAnimationFrame((nowMs) => {
        frames.delete(frame);
        callback(nowMs);
      });
      frames.add(frame);
      return frame;
    },
    cancelAnimationFrame: (frame: number) => {
      frames.delete(frame);
      cancelAnimationFrame(frame);
    },
    downhillAtRest: async () => {
      // After a frame's callbacks come its observers of sizes, which may want another frame.
      do await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      while (frames.size + unanswered > 0);
    },
    acquireVsCodeApi: () => ({
      postMessage: (message: unknown) => void postMessage(message),
      getState: () => JSON.parse(sessionStorage.getItem(key) ?? "null") ?? undefined,
      setState: (state: unknown) => sessionStorage.setItem(key, JSON.stringify(state)),
    }),
  });
}

/** Runs in the page: resolves when the page has received the message. */
export function deliver(message: unknown): Promise<void> {
  return new Promise((resolve) => {
    // Messages come in the order in which they were posted, and one without a type is nothing to a page.
    const mark = performance.now() + Math.random();
    const markReceived = ({ data }: MessageEvent) => {
      if (data?.mark !== mark) return;
      window.removeEventListener("message", markReceived);
      resolve();
    };
    window.addEventListener("message", markReceived);
    window.postMessage(message, "*");
    window.postMessage({ mark }, "*");
  });
}

/** What a page has in tests besides VS Code's interface. */
export interface WindowInTests {
  /** Given by the browser. Resolves when the message is answered. */
  downhillToHost(opening: number, message: unknown): Promise<void>;
  /** Resolves when no animation frame and no answer is outstanding. */
  downhillAtRest(): Promise<void>;
}

import type { WebviewToHost } from "../../extension/protocol/webviewMessages.ts";
import type { OpenedPanel } from "./panelHarness.ts";

type MessageOf<Type extends WebviewToHost["type"]> = Extract<WebviewToHost, { type: Type }>;

/** The panel's last message of a type. */
export function last<Type extends WebviewToHost["type"]>(panel: OpenedPanel, type: Type): MessageOf<Type> {
  const found = panel.received.findLast((message): message is MessageOf<Type> => message.type === type);
  if (!found) throw new Error(`The panel has sent no ${type} yet.`);
  return found;
}

/** How many messages of a type the panel has sent. */
export function count({ received }: OpenedPanel, type: WebviewToHost["type"]): number {
  return received.filter((message) => message.type === type).length;
}

import { messageOf } from "../../protocol/messageOf.ts";
import type { FileProblem } from "../../protocol/weightsEditorMessages.ts";
import { WeightsRefusal } from "../../weightsReader/weightsClient.ts";

/** What an error says of a weights file that was to be opened. */
export function fileProblem(error: unknown): FileProblem {
  return { message: messageOf(error), format: error instanceof WeightsRefusal ? error.format : null };
}

import { Disposable, Uri } from "vscode";
import type { LiveNetwork } from "../../liveNetwork/liveNetwork.ts";
import { type Side, sides } from "../../protocol/compareMessages.ts";
import { watchWeightsFile } from "../files/watchWeightsFile.ts";
import type { ComparisonSession } from "./comparisonSession.ts";

/**
 * Tells a comparison when one of its sides is another than was compared: a file was written, the live network learnt. When
 * training pauses it is compared anew, if anybody sees it.
 */
export function watchSides(session: ComparisonSession, liveNetwork: LiveNetwork): Disposable {
  // Sides may be swapped: which one it is now is asked when it changes.
  const isStill = (side: Side, uri: string) => {
    const name = session.names[side];
    return name.kind === "file" && name.uri === uri;
  };
  const uris = new Set(
    sides.flatMap((side) => {
      const name = session.names[side];
      return name.kind === "file" ? [name.uri] : [];
    }),
  );
  const watching = [...uris].map((text) => {
    return watchWeightsFile(Uri.parse(text, true), () => {
      for (const side of sides) if (isStill(side, text)) session.sideChanged(side);
    });
  });
  return Disposable.from(...watching, watchLiveNetwork(session, liveNetwork));
}

function watchLiveNetwork(session: ComparisonSession, liveNetwork: LiveNetwork): Disposable {
  let before = liveNetwork.state;
  const listening = liveNetwork.onDidChangeState((state) => {
    const [was, is] = [before, state];
    before = state;
    const side = sides.find((one) => session.names[one].kind === "live");
    if (side === undefined || is.network === null) return;
    const hasBegun = was.status !== "training" && is.status === "training";
    const hasPaused = was.status === "training" && is.status !== "training";
    const isOther = was.network?.file !== is.network.file || was.run !== is.run;
    if (hasPaused) session.compareAgain();
    else if (hasBegun || isOther) session.sideChanged(side);
  });
  return new Disposable(() => listening.dispose());
}

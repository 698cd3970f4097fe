/** A command that makes no sense now: nothing to train, nothing to pause. */
export class NotNow extends Error {
  override readonly name = "NotNow";
}

/** A person thought better of it: nothing was done and nothing need be said. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";

  constructor() {
    super("Cancelled.");
  }
}

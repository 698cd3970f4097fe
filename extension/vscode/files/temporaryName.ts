import { randomBytes } from "node:crypto";

/** A name for what is to become the file `name`: hidden, and of an ending that nobody looks for. */
export function temporaryName(name: string): string {
  return `.${name}.${randomBytes(4).toString("hex")}.tmp`;
}

import type { Files } from "../../extension/vscode/files/files.ts";

class NotThere extends Error {
  readonly code = "ENOENT";
}

/** Files in memory, whose next step a test can hold up or have fail: what a full disk or a power cut does. */
export class MemoryFiles implements Files<string> {
  readonly contents = new Map<string, Uint8Array<ArrayBuffer>>();
  /** called before each change: a promise holds the change up, an exception has it fail */
  beforeChange: (change: "write" | "rename" | "delete", place: string) => unknown = () => undefined;
  #temporaries = 0;

  async read(place: string): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = this.contents.get(place);
    if (!bytes) throw new NotThere(`${place} is not there.`);
    return bytes.slice();
  }

  async write(place: string, bytes: Uint8Array): Promise<void> {
    // What fails midway leaves a part behind, as a disk does.
    this.contents.set(place, bytes.slice(0, bytes.length / 2));
    await this.beforeChange("write", place);
    this.contents.set(place, bytes.slice());
  }

  async rename(from: string, to: string): Promise<void> {
    await this.beforeChange("rename", to);
    this.contents.set(to, await this.read(from));
    this.contents.delete(from);
  }

  async delete(place: string): Promise<void> {
    await this.beforeChange("delete", place);
    if (!this.contents.delete(place)) throw new NotThere(`${place} is not there.`);
  }

  inside(folder: string, name: string): string {
    return `${folder}/${name}`;
  }

  temporaryFor(place: string): string {
    return `${place}.${this.#temporaries++}.tmp`;
  }
}

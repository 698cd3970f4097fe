import { Hdf5Instance } from "./hdf5Instance.ts";

/**
 * Gives the instance of the HDF5 library that files are to be opened in: loaded when it is first asked for, another one
 * after it crashed.
 */
class Hdf5Instances {
  #latest: Promise<Hdf5Instance> | undefined;
  #loaded = 0;

  async latest(): Promise<Hdf5Instance> {
    const latest = await this.#latest?.catch(() => undefined);
    if (latest !== undefined && !latest.isUsedUp) return latest;
    this.#latest = Hdf5Instance.load(this.#loaded++);
    return this.#latest;
  }
}

/** Of this thread. */
export const hdf5Instances = new Hdf5Instances();

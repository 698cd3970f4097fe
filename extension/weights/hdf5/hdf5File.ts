import type { ByteSource } from "../byteSource.ts";
import { bytesOfNumber, isReadableDtype, readNumbers } from "../tensors/numbers.ts";
import type { TensorBox } from "../tensors/rowMajorBoxes.ts";
import type { H5Module, Hdf5Instance, Hdf5Metadata } from "./hdf5Instance.ts";

/** What a dataset is, as the file says. */
export interface Hdf5Dataset {
  /** from the root, without a slash before it */
  readonly path: string;
  readonly shape: readonly number[];
  /** in safetensors' spelling where that has one */
  readonly dtype: string;
  /** of one number */
  readonly bytes: number;
  /** sizes of the boxes it is kept in; null where it is in one piece */
  readonly chunks: readonly number[] | null;
  /** what it is compressed or changed by that the library here cannot undo; null where it can be read */
  readonly unknownFilter: string | null;
}

/** An HDF5 file that is open: its groups, datasets and attributes. Each method throws a WeightsFileError for a bad file. */
export class Hdf5File {
  readonly #instance: Hdf5Instance;
  readonly #file: string;
  readonly #place: string;
  readonly #id: bigint;
  #attributeBytes = 0;

  /** @param file its name, for error messages */
  constructor(instance: Hdf5Instance, source: ByteSource, file: string) {
    this.#instance = instance;
    this.#file = file;
    this.#place = instance.place(source, file);
    this.#id = this.#run("", ({ module }) => {
      const id = module.open(this.#place, module.H5F_ACC_RDONLY, false, -1, -1);
      if (id < 0n) throw new Error("it cannot be opened");
      return id;
    });
  }

  close(): void {
    this.#instance.end(({ module }) => module.close_file(this.#id));
    this.#instance.remove(this.#place);
  }

  /** What is in a group, in the file's order. @param path "" for the root */
  namesIn(path: string): string[] {
    return this.#run(path, ({ module }) => module.get_names(this.#id, `/${path}`, false));
  }

  /** Whether a path is a group or a dataset of this file; undefined for a link by name, which may lead anywhere. */
  kindOf(path: string): "group" | "dataset" | undefined {
    return this.#run(path, ({ module }) => {
      // Null where it is no such link, which h5wasm's types leave out.
      const target: string | null = module.get_symbolic_link(this.#id, `/${path}`);
      const type = module.get_type(this.#id, `/${path}`);
      if (target !== null) return undefined;
      if (type === module.H5G_GROUP) return "group";
      return type === module.H5G_DATASET ? "dataset" : undefined;
    });
  }

  /** What a group is known by, whatever path leads to it. */
  identityOf(path: string): string {
    return this.#run(path, ({ module }) => String(module.create_object_reference(this.#id, `/${path}`)));
  }

  dataset(path: string): Hdf5Dataset {
    return this.#run(path, ({ module }) => {
      const metadata = module.get_dataset_metadata(this.#id, `/${path}`);
      if (!(metadata.total_size <= Number.MAX_SAFE_INTEGER)) {
        throw new Error(`it declares ${metadata.total_size} numbers, more than can be counted`);
      }
      const isBrainFloat = metadata.type === module.H5T_class_t.H5T_OPAQUE.value && metadata.size === 2;
      const dtype = isBrainFloat && this.#textOf(path, "dtype") === "bfloat16" ? "BF16" : dtypeOf(metadata, module);
      const { chunks, size: bytes } = metadata;
      const filters = chunks === null ? [] : module.get_dataset_filters(this.#id, `/${path}`);
      const unknown = filters.find(({ id }) => !knownFilters.has(id));
      const unknownFilter = unknown === undefined ? null : unknown.name || `number ${unknown.id}`;
      return { path, shape: metadata.shape ?? [0], dtype, bytes, chunks, unknownFilter };
    });
  }

  /** Of a group or dataset: texts, numbers and lists of them. Whatever is larger than a text may be is left out. */
  attributes(path: string): Map<string, Hdf5Attribute> {
    return this.#run(path, ({ module }) => {
      const names = module.get_attribute_names(this.#id, `/${path}`);
      const attributes = new Map<string, Hdf5Attribute>();
      for (const name of names) {
        const attribute = this.#attribute(path, name);
        if (attribute !== undefined) attributes.set(name, attribute);
      }
      return attributes;
    });
  }

  /** Reads the bytes of a box of numbers, little-endian. */
  read({ path, bytes, shape }: Hdf5Dataset, box: TensorBox): Uint8Array<ArrayBuffer> {
    return this.#run(path, ({ module }) => {
      const length = box.sizes.reduce((product, size) => product * size, bytes);
      return this.#withMemory(length, (pointer) => {
        const isSingle = shape.length === 0;
        const status = module.get_dataset_data(
          this.#id,
          `/${path}`,
          isSingle ? null : box.sizes.map(BigInt),
          isSingle ? null : box.starts.map(BigInt),
          isSingle ? null : box.sizes.map(() => 1n),
          BigInt(pointer),
        );
        if (status < 0) throw new Error("its numbers cannot be read");
        return module.HEAPU8.slice(pointer, pointer + length);
      });
    });
  }

  #textOf(path: string, name: string): Hdf5Attribute | undefined {
    const { module } = this.#instance;
    const names = module.get_attribute_names(this.#id, `/${path}`);
    return names.includes(name) ? this.#attribute(path, name) : undefined;
  }

  #attribute(path: string, name: string): Hdf5Attribute | undefined {
    const { module } = this.#instance;
    const metadata = module.get_attribute_metadata(this.#id, `/${path}`, name);
    const dtype = dtypeOf(metadata, module);
    const length = metadata.size * metadata.total_size;
    const isPlain = dtype === "string" || (isReadableDtype(dtype) && bytesOfNumber(dtype) === metadata.size);
    const isTextInPlace = dtype === "string" && !metadata.vlen;
    if (!isPlain || metadata.shape === null || length > (isTextInPlace ? mostTextBytes : mostListBytes))
      return undefined;
    this.#spend(length);
    const values = this.#withMemory(length, (pointer) => {
      const status = module.get_attribute_data(this.#id, `/${path}`, name, BigInt(pointer));
      if (status < 0) throw new Error(`its attribute ${name} cannot be read`);
      const bytes = module.HEAPU8.slice(pointer, pointer + length);
      if (isReadableDtype(dtype)) return [...readNumbers(dtype, bytes, true, name)];
      if (!metadata.vlen) return fixedTexts(bytes, metadata.size);
      const texts = [...new Uint32Array(bytes.buffer)].map((start) => {
        const text = start === 0 ? "" : module.UTF8ToString(start);
        this.#spend(text.length);
        return text;
      });
      module.reclaim_vlen_memory(this.#id, `/${path}`, name, BigInt(pointer));
      return texts;
    });
    return metadata.shape.length === 0 ? values[0] : values;
  }

  /** Counts what is kept of attributes: many of them may refer to one large text. */
  #spend(bytes: number): void {
    this.#attributeBytes += bytes;
    if (this.#attributeBytes > mostAttributeBytes) {
      throw new Error(`its attributes come to more than ${mostAttributeBytes} bytes`);
    }
  }

  /** @param use takes a pointer to so many bytes of the library's memory, all 0 */
  #withMemory<Result>(length: number, use: (pointer: number) => Result): Result {
    const { module } = this.#instance;
    const pointer = module._malloc(length);
    if (pointer === 0) throw new Error(`it has no memory for ${length} bytes`);
    try {
      module.HEAPU8.fill(0, pointer, pointer + length);
      return use(pointer);
    } finally {
      module._free(pointer);
    }
  }

  #run<Result>(path: string, action: (instance: Hdf5Instance) => Result): Result {
    return this.#instance.run(path === "" ? this.#file : `${this.#file}, ${path}`, action);
  }
}

/** Texts of attributes, numbers, and lists of either. */
export type Hdf5Attribute = string | number | readonly (string | number)[];

/** The limit of Keras's own, and of HDF5's plainest way to keep them, is 64 KB; others keep a model's description whole. */
const mostTextBytes = 16 * 2 ** 20;
/** Of all of a file's together. */
const mostAttributeBytes = 32 * 2 ** 20;
/** Of numbers, and of what stands for texts of any length. */
const mostListBytes = 2 ** 16;

/** Those that HDF5 has within itself: deflate, shuffle, fletcher32, nbit, scaleoffset. Others are plugins. */
const knownFilters: ReadonlySet<number> = new Set([1, 2, 3, 5, 6]);

/** Texts of one length, each up to its first zero. */
function fixedTexts(bytes: Uint8Array, length: number): string[] {
  return Array.from({ length: bytes.length / length }, (_, i) => {
    const text = bytes.subarray(i * length, (i + 1) * length);
    const end = text.indexOf(0);
    return new TextDecoder().decode(end < 0 ? text : text.subarray(0, end));
  });
}

function dtypeOf(metadata: Hdf5Metadata, module: H5Module): string {
  const { type, size, signed, enum_type: enumeration } = metadata;
  const bits = 8 * size;
  const { H5T_INTEGER, H5T_FLOAT, H5T_ENUM } = module.H5T_class_t;
  if (type === H5T_FLOAT.value) return `F${bits}`;
  if (type === H5T_INTEGER.value) return `${signed ? "I" : "U"}${bits}`;
  if (type === H5T_ENUM.value && enumeration?.type === H5T_INTEGER.value) {
    // As h5py keeps what is true or false.
    const isBoolean = size === 1 && enumeration.members.FALSE === 0 && enumeration.members.TRUE === 1;
    return isBoolean ? "BOOL" : `${signed ? "I" : "U"}${bits}`;
  }
  return otherKinds[type] ?? "unknown";
}

/** By the library's numbers for them. */
const otherKinds: Readonly<Record<number, string | undefined>> = {
  2: "time",
  3: "string",
  4: "bitfield",
  5: "opaque",
  6: "compound",
  7: "reference",
  8: "enumeration",
  9: "variable length",
  10: "array",
};

/** A kind of number as PyTorch names it. */
export interface TorchDtype {
  /** in safetensors' spelling where that has one */
  readonly dtype: string;
  /** of one number */
  readonly bytes: number;
}

/** By the names in module `torch`: `torch.float32`. */
export const torchDtypes: ReadonlyMap<string, TorchDtype> = new Map(
  Object.entries({
    float64: { dtype: "F64", bytes: 8 },
    double: { dtype: "F64", bytes: 8 },
    float32: { dtype: "F32", bytes: 4 },
    float: { dtype: "F32", bytes: 4 },
    float16: { dtype: "F16", bytes: 2 },
    half: { dtype: "F16", bytes: 2 },
    bfloat16: { dtype: "BF16", bytes: 2 },
    int64: { dtype: "I64", bytes: 8 },
    long: { dtype: "I64", bytes: 8 },
    int32: { dtype: "I32", bytes: 4 },
    int: { dtype: "I32", bytes: 4 },
    int16: { dtype: "I16", bytes: 2 },
    short: { dtype: "I16", bytes: 2 },
    int8: { dtype: "I8", bytes: 1 },
    uint64: { dtype: "U64", bytes: 8 },
    uint32: { dtype: "U32", bytes: 4 },
    uint16: { dtype: "U16", bytes: 2 },
    uint8: { dtype: "U8", bytes: 1 },
    bool: { dtype: "BOOL", bytes: 1 },
    complex128: { dtype: "complex128", bytes: 16 },
    complex64: { dtype: "C64", bytes: 8 },
    complex32: { dtype: "complex32", bytes: 4 },
    float8_e5m2: { dtype: "F8_E5M2", bytes: 1 },
    float8_e4m3fn: { dtype: "F8_E4M3", bytes: 1 },
    float8_e5m2fnuz: { dtype: "float8_e5m2fnuz", bytes: 1 },
    float8_e4m3fnuz: { dtype: "float8_e4m3fnuz", bytes: 1 },
    float8_e8m0fnu: { dtype: "F8_E8M0", bytes: 1 },
  }),
);

/** By the names in module `torch`: `torch.FloatStorage`. A storage of no kind is bytes, which its tensors give a kind. */
export const torchStorages: ReadonlyMap<string, TorchDtype> = new Map(
  Object.entries({
    DoubleStorage: "float64",
    FloatStorage: "float32",
    HalfStorage: "float16",
    BFloat16Storage: "bfloat16",
    LongStorage: "int64",
    IntStorage: "int32",
    ShortStorage: "int16",
    CharStorage: "int8",
    ByteStorage: "uint8",
    BoolStorage: "bool",
    ComplexDoubleStorage: "complex128",
    ComplexFloatStorage: "complex64",
    UntypedStorage: "uint8",
  }).map(([storage, name]) => [storage, torchDtypes.get(name) as TorchDtype]),
);

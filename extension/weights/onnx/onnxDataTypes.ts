/** A kind of number as ONNX has it: TensorProto.DataType. */
export interface OnnxDataType {
  /** in safetensors' spelling where that has one, else in ONNX's own */
  readonly dtype: string;
  /** of one number in `raw_data`, where those of less than eight are packed; 0 for texts, which cannot stand there */
  readonly bits: number;
  /** which field has the numbers where `raw_data` has not */
  readonly field: TypedField;
}

/** Fields of a TensorProto that hold numbers of one kind each, by their numbers. */
export const typedFields = { floats: 4, int32s: 5, texts: 6, int64s: 7, doubles: 10, uint64s: 11 } as const;
export type TypedField = keyof typeof typedFields;

/** @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3, TensorProto.DataType */
const dataTypes = new Map<number, OnnxDataType>([
  [1, { dtype: "F32", bits: 32, field: "floats" }],
  [2, { dtype: "U8", bits: 8, field: "int32s" }],
  [3, { dtype: "I8", bits: 8, field: "int32s" }],
  [4, { dtype: "U16", bits: 16, field: "int32s" }],
  [5, { dtype: "I16", bits: 16, field: "int32s" }],
  [6, { dtype: "I32", bits: 32, field: "int32s" }],
  [7, { dtype: "I64", bits: 64, field: "int64s" }],
  [8, { dtype: "STRING", bits: 0, field: "texts" }],
  [9, { dtype: "BOOL", bits: 8, field: "int32s" }],
  [10, { dtype: "F16", bits: 16, field: "int32s" }],
  [11, { dtype: "F64", bits: 64, field: "doubles" }],
  [12, { dtype: "U32", bits: 32, field: "uint64s" }],
  [13, { dtype: "U64", bits: 64, field: "uint64s" }],
  [14, { dtype: "C64", bits: 64, field: "floats" }],
  [15, { dtype: "COMPLEX128", bits: 128, field: "doubles" }],
  [16, { dtype: "BF16", bits: 16, field: "int32s" }],
  [17, { dtype: "F8_E4M3", bits: 8, field: "int32s" }],
  [18, { dtype: "FLOAT8E4M3FNUZ", bits: 8, field: "int32s" }],
  [19, { dtype: "F8_E5M2", bits: 8, field: "int32s" }],
  [20, { dtype: "FLOAT8E5M2FNUZ", bits: 8, field: "int32s" }],
  [21, { dtype: "UINT4", bits: 4, field: "int32s" }],
  [22, { dtype: "INT4", bits: 4, field: "int32s" }],
  [23, { dtype: "F4", bits: 4, field: "int32s" }],
  [24, { dtype: "F8_E8M0", bits: 8, field: "int32s" }],
  [25, { dtype: "UINT2", bits: 2, field: "int32s" }],
  [26, { dtype: "INT2", bits: 2, field: "int32s" }],
]);

/** @param code as a file has it; undefined for one that no version of ONNX up to 1.20 knows */
export function onnxDataType(code: number): OnnxDataType | undefined {
  return dataTypes.get(code);
}

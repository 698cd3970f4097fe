import type { ProtobufReader, Stretch } from "./protobufReader.ts";

/** Reads a StringStringEntryProto. A text may be as long as a safetensors header, which has such texts too. */
export function readOnnxEntry(reader: ProtobufReader, message: Stretch): [key: string, text: string] {
  let key = "";
  let text = "";
  for (const field of reader.fields(message, "an entry")) {
    if (field.number === 1) key = reader.text(field, "an entry's name");
    if (field.number === 2) text = reader.text(field, `the text of ${key || "an entry"}`, mostEntryBytes);
  }
  return [key, text];
}

const mostEntryBytes = 100_000_000;

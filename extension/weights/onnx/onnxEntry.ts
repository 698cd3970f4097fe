import type { ProtobufReader, Stretch } from "./protobufReader.ts";

/** Reads a StringStringEntryProto. Of a long text only the beginning is read: more is not shown. */
export function readOnnxEntry(reader: ProtobufReader, message: Stretch): [key: string, text: string] {
  let key = "";
  let text = "";
  for (const field of reader.fields(message, "an entry")) {
    if (field.number === 1) key = reader.text(field, "an entry's name");
    if (field.number === 2) text = reader.beginningOfText(field, `the text of ${key || "an entry"}`);
  }
  return [key, text];
}

import * as v from "valibot";

const index = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** How the editor was left, for after a reload of the window or a look at another tab. */
const memorySchema = v.object({
  /** the tensor that is shown, by its name; null for the network */
  tensor: v.nullable(v.string()),
  place: v.nullable(
    v.object({
      choice: v.object({ rowDimension: v.nullable(index), columnDimension: v.nullable(index), at: v.array(index) }),
      viewport: v.object({ zoom: v.number(), middleRow: v.number(), middleColumn: v.number() }),
    }),
  ),
  order: v.nullable(v.object({ column: v.string(), isDescending: v.boolean() })),
  filter: v.string(),
  isMetadataOpen: v.boolean(),
});
export type PageMemory = v.InferOutput<typeof memorySchema>;

/** @param remembered what VS Code handed back; undefined for an editor that is opened for the first time */
export function pageMemory(remembered: unknown): PageMemory | undefined {
  const parsed = v.safeParse(memorySchema, remembered);
  return parsed.success ? parsed.output : undefined;
}

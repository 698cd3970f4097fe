/** What a person typed, understood, or one sentence on what is wrong with it. */
export type Typed<Value> = { readonly value: Value } | { readonly problem: string };

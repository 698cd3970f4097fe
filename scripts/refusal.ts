/** Bad arguments or data: one sentence, exit code 2. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

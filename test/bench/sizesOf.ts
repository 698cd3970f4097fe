/** @param network neurons of every layer, such as 784-30-10 */
export function sizesOf(network: string): number[] {
  return network.split("-").map(Number);
}

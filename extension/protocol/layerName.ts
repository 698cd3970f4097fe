/** What a layer is called: "hidden layer 1", "output layer". @param layerCount the input layer included */
export function layerName(layer: number, layerCount: number): string {
  return layer === 0 ? "input layer" : layer === layerCount - 1 ? "output layer" : `hidden layer ${layer}`;
}

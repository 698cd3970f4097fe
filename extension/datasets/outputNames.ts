/** What the ten outputs stand for when a dataset holds digits, [10]. */
const digitNames: readonly string[] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** What the ten outputs stand for in Fashion-MNIST, [10]. */
const clothesNames: readonly string[] = [
  "T-shirt/top",
  "Trouser",
  "Pullover",
  "Dress",
  "Coat",
  "Sandal",
  "Shirt",
  "Sneaker",
  "Bag",
  "Ankle boot",
];

/**
 * @param dataset its name in a network's settings. A folder of IDX files does not say what its labels stand for: they
 *   are taken for digits.
 */
export function outputNamesOf(dataset: string): readonly string[] {
  return dataset === "fashion-mnist" ? clothesNames : digitNames;
}

import type { LayerParameters, Parameters } from "../../network/parameters.ts";
import type { LayerMatching, NeuronMatching } from "../../protocol/weightsComparison.ts";
import { cheapestAssignment } from "./cheapestAssignment.ts";
import { partOfWork } from "./partOfWork.ts";

/** More neurons in a layer would take too long to match: their number counts three times over. */
export const mostMatchedNeurons = 1024;

/**
 * Matches hidden neurons by likeness: two networks may have learnt the same in another order. Layer by layer, each neuron
 * of A gets the neuron of B that makes the squares of all differences in incoming weights and biases add up to the least;
 * the order found carries on to the next layer's columns. Where a layer is odd, σ(−z) = −σ(z), a neuron with all its signs
 * turned does the same, and so may be matched.
 *
 * @param a, b of the same shapes
 * @param isOdd of each hidden layer, layer 1 first
 * @returns gives the share that is done, 0…1, now and then; at the end what was found
 */
export function* matchNeurons(
  a: Parameters,
  b: Parameters,
  isOdd: readonly boolean[],
): Generator<number, NeuronMatching> {
  const layers: LayerMatching[] = [];
  let squares = 0;
  let squaresReordered = 0;
  let before: LayerMatching | null = null;
  for (let place = 0; place < a.length; place++) {
    const ofA = a[place];
    const ofB = withColumns(b[place], before);
    squares += squaredDistance(ofA, b[place]);
    if (place === a.length - 1) {
      squaresReordered += squaredDistance(ofA, ofB);
      break;
    }
    const likeness = yield* partOfWork(likenessOf(ofA, ofB), place / a.length, 0.5 / a.length);
    const costs = likeness.map((product) => -(isOdd[place] ? Math.abs(product) : product));
    const assigning = cheapestAssignment(costs, ofA.biases.length);
    const partners = [...(yield* partOfWork(assigning, (place + 0.5) / a.length, 0.5 / a.length))];
    const isFlipped = partners.map((partner, j) => isOdd[place] && likeness[j * partners.length + partner] < 0);
    const reordered = withRows(ofB, { partners, isFlipped });
    before = { partners, isFlipped, cosines: partners.map((_, j) => cosineOf(ofA, reordered, j)) };
    layers.push(before);
    squaresReordered += squaredDistance(ofA, reordered);
  }
  return { layers, lengthOfChange: Math.sqrt(squares), lengthReordered: Math.sqrt(squaresReordered) };
}

/** Each neuron of A times each of B, weights and bias: [neurons of A, neurons of B]. Gives the share after each of A. */
function* likenessOf(a: LayerParameters, b: LayerParameters): Generator<number, Float64Array> {
  const size = a.biases.length;
  const inputs = a.weights.length / size;
  const products = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = a.biases[i] * b.biases[j];
      for (let k = 0; k < inputs; k++) sum += a.weights[i * inputs + k] * b.weights[j * inputs + k];
      products[i * size + j] = sum;
    }
    yield (i + 1) / size;
  }
  return products;
}

/** The layer with its inputs in the order that the layer before was brought into. */
function withColumns(layer: LayerParameters, order: LayerMatching | null): LayerParameters {
  if (order === null) return layer;
  const inputs = order.partners.length;
  const weights = Float64Array.from(layer.weights, (_, place) => {
    const column = place % inputs;
    const weight = layer.weights[place - column + order.partners[column]];
    return order.isFlipped[column] ? -weight : weight;
  });
  return { weights, biases: layer.biases };
}

/** The layer with its neurons in this order. */
function withRows(layer: LayerParameters, order: Pick<LayerMatching, "partners" | "isFlipped">): LayerParameters {
  const inputs = layer.weights.length / layer.biases.length;
  const signed = (value: number, row: number) => (order.isFlipped[row] ? -value : value);
  return {
    weights: Float64Array.from(layer.weights, (_, place) => {
      const row = Math.floor(place / inputs);
      return signed(layer.weights[order.partners[row] * inputs + (place % inputs)], row);
    }),
    biases: Float64Array.from(layer.biases, (_, row) => signed(layer.biases[order.partners[row]], row)),
  };
}

function squaredDistance(a: LayerParameters, b: LayerParameters): number {
  let sum = 0;
  for (let k = 0; k < a.weights.length; k++) sum += (b.weights[k] - a.weights[k]) ** 2;
  for (let j = 0; j < a.biases.length; j++) sum += (b.biases[j] - a.biases[j]) ** 2;
  return sum;
}

/** Of the angle between neuron `j` of the one and of the other, weights and bias; null where either is zero. */
function cosineOf(a: LayerParameters, b: LayerParameters, j: number): number | null {
  const inputs = a.weights.length / a.biases.length;
  let products = a.biases[j] * b.biases[j];
  let [squaresOfA, squaresOfB] = [a.biases[j] ** 2, b.biases[j] ** 2];
  for (let k = j * inputs; k < (j + 1) * inputs; k++) {
    products += a.weights[k] * b.weights[k];
    squaresOfA += a.weights[k] ** 2;
    squaresOfB += b.weights[k] ** 2;
  }
  const cosine = products / Math.sqrt(squaresOfA * squaresOfB);
  return Number.isFinite(cosine) ? Math.max(-1, Math.min(1, cosine)) : null;
}

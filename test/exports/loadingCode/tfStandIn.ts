/** Of TensorFlow.js what loading code calls, for matrices and vectors. */
class Tensor {
  readonly rows: number[][];

  constructor(rows: number[][]) {
    this.rows = rows;
  }

  add(biases: Tensor): Tensor {
    const [addends] = biases.rows;
    return new Tensor(this.rows.map((row) => row.map((value, column) => value + addends[column])));
  }

  flatten(): Tensor {
    return new Tensor([this.rows.flat()]);
  }
}

const eachValue = (change: (value: number) => number) => (tensor: Tensor) =>
  new Tensor(tensor.rows.map((row) => row.map(change)));

export const tf = {
  tensor(numbers: Float32Array | number[][], shape: readonly number[] = []): Tensor {
    if (Array.isArray(numbers)) return new Tensor(numbers);
    const columns = shape[shape.length - 1];
    const rows = Array.from({ length: numbers.length / columns }, (_, row) => {
      return [...numbers.subarray(row * columns, (row + 1) * columns)];
    });
    return new Tensor(rows);
  },
  tidy: (compute: () => Tensor): Tensor => compute(),
  matMul(a: Tensor, b: Tensor, isTransposedA: boolean, isTransposedB: boolean): Tensor {
    if (isTransposedA) throw new Error("Expected the first as it is.");
    const columns = isTransposedB ? b.rows : b.rows[0].map((_, column) => b.rows.map((row) => row[column]));
    return new Tensor(
      a.rows.map((row) => columns.map((column) => row.reduce((sum, value, i) => sum + value * column[i], 0))),
    );
  },
  sigmoid: eachValue((value) => 1 / (1 + Math.exp(-value))),
  leakyRelu: (tensor: Tensor, leak: number) => eachValue((value) => (value > 0 ? value : leak * value))(tensor),
  softmax: (tensor: Tensor) =>
    new Tensor(
      tensor.rows.map((row) => {
        const total = row.reduce((sum, value) => sum + Math.exp(value), 0);
        return row.map((value) => Math.exp(value) / total);
      }),
    ),
};

import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { labelCount, pixelCount } from "../../../extension/datasets/examples.ts";
import { peerPackagesFolder } from "../peerPackages.ts";
import { costCount, givenTask, serveContestant, trainBySteps } from "./serveContestant.ts";

const load = createRequire(join(peerPackagesFolder, "package.json"));
const tf = load("@tensorflow/tfjs-core");
load("@tensorflow/tfjs-backend-cpu");
// Brings the gradients of all operations along.
const { sequential, layers } = load("@tensorflow/tfjs-layers");
const wasm = load("@tensorflow/tfjs-backend-wasm");
wasm.setWasmPaths(dirname(load.resolve("@tensorflow/tfjs-backend-wasm")) + sep);
await tf.setBackend("wasm");
await tf.ready();

/** A tensor of TensorFlow.js, whose types are not installed with the project. */
type Tensor = unknown;

const { pixels, labels, sizes, batch, learningRate, variant } = givenTask();
const layerCount = sizes.length - 1;
/** Tensors are made beforehand: peers are not timed for that. */
const batches = Array.from({ length: Math.floor(labels.length / batch) }, (_, k) => tensorsOf(k * batch, batch));
const [costInputs, costTargets] = tensorsOf(0, costCount);

// What `layers` makes for itself.
const weights: Tensor[] = [];
const biases: Tensor[] = [];
if (variant !== "layers") {
  for (let layer = 0; layer < layerCount; layer++) {
    const deviation = 1 / Math.sqrt(sizes[layer]);
    weights.push(tf.variable(tf.randomNormal([sizes[layer], sizes[layer + 1]], 0, deviation, "float32", layer + 1)));
    biases.push(tf.variable(tf.randomNormal([sizes[layer + 1]], 0, 1, "float32", layer + 101)));
  }
}

const { step, outputs } = variantOf(variant);
let next = 0;

await serveContestant({
  description: `TensorFlow.js ${tf.version_core} wasm, ${variant}`,
  train: (ms) => trainBySteps(trainOnNext, batch, ms),
  cost: () => tf.tidy(() => labelCount * tf.mean(tf.squaredDifference(outputs(costInputs), costTargets)).dataSync()[0]),
});

function trainOnNext(): void | Promise<void> {
  const [inputs, targets] = batches[next];
  next = (next + 1) % batches.length;
  return step(inputs, targets);
}

function tensorsOf(start: number, count: number): [inputs: Tensor, targets: Tensor] {
  const inputs = Float32Array.from(pixels.subarray(start * pixelCount, (start + count) * pixelCount), (p) => p / 255);
  const targets = new Float32Array(count * labelCount);
  for (let k = 0; k < count; k++) targets[k * labelCount + labels[start + k]] = 1;
  return [tf.tensor2d(inputs, [count, pixelCount]), tf.tensor2d(targets, [count, labelCount])];
}

interface Variant {
  step(inputs: Tensor, targets: Tensor): void | Promise<void>;
  outputs(inputs: Tensor): Tensor;
}

function variantOf(name: string | undefined): Variant {
  switch (name) {
    case "layers":
      return layersVariant();
    case "optimizer":
      return optimizerVariant();
    case "byHand":
      return { step: stepByHand, outputs: (inputs) => activationsOf(inputs)[layerCount] };
    default:
      throw new Error(`tfjs: expected layers, optimizer or byHand, found ${name}.`);
  }
}

/** As people write it. The mean squared error is C / 10. */
function layersVariant(): Variant {
  const model = sequential();
  for (let layer = 0; layer < layerCount; layer++) {
    const inputShape = layer === 0 ? { inputShape: [pixelCount] } : {};
    model.add(layers.dense({ units: sizes[layer + 1], activation: "sigmoid", ...inputShape }));
  }
  model.compile({ optimizer: tf.train.sgd(labelCount * learningRate), loss: "meanSquaredError" });
  return {
    async step(inputs, targets) {
      await model.trainOnBatch(inputs, targets);
    },
    outputs: (inputs) => model.predict(inputs),
  };
}

/** Gradients by the library's automatic differentiation. */
function optimizerVariant(): Variant {
  const optimizer = tf.train.sgd(labelCount * learningRate);
  const outputs = (inputs: Tensor) => activationsOf(inputs)[layerCount];
  return {
    step(inputs, targets) {
      optimizer.minimize(() => tf.mean(tf.squaredDifference(outputs(inputs), targets)));
    },
    outputs,
  };
}

/** Of every layer, the inputs first. */
function activationsOf(inputs: Tensor): Tensor[] {
  const activations = [inputs];
  for (let layer = 0; layer < layerCount; layer++) {
    activations.push(tf.sigmoid(tf.add(tf.matMul(activations[layer], weights[layer]), biases[layer])));
  }
  return activations;
}

/** Backpropagation written out. */
function stepByHand(inputs: Tensor, targets: Tensor): void {
  const scale = (2 * learningRate) / batch;
  const slopeOf = (activations: Tensor) => tf.mul(activations, tf.sub(1, activations));
  tf.tidy(() => {
    const activations = activationsOf(inputs);
    const outputs = activations[layerCount];
    let delta = tf.mul(tf.sub(outputs, targets), slopeOf(outputs));
    for (let layer = layerCount - 1; layer >= 0; layer--) {
      const weight = weights[layer] as { assign(value: Tensor): void };
      const bias = biases[layer] as { assign(value: Tensor): void };
      const before = activations[layer];
      const deltaBefore = layer > 0 ? tf.mul(tf.matMul(delta, weight, false, true), slopeOf(before)) : null;
      weight.assign(tf.sub(weight, tf.mul(scale, tf.matMul(before, delta, true, false))));
      bias.assign(tf.sub(bias, tf.mul(scale, tf.sum(delta, 0))));
      delta = deltaBefore;
    }
  });
}

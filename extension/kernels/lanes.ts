const fromZero: usize = memory.data<i32>([0, 1, 2, 3]);

/** The numbers of four neurons, the first being neuron `first`. */
export function lanesFrom(first: usize): v128 {
  return i32x4.add(v128.load(fromZero), i32x4.splat(<i32>first));
}

/** All bits set in each lane whose neuron is one of the layer's `size`, none in those that fill up its width. */
export function isNeuron(lanes: v128, size: usize): v128 {
  return i32x4.lt_s(lanes, i32x4.splat(<i32>size));
}

/** y: 1 in the lane of the label, 0 in the others. */
export function targets(lanes: v128, label: usize): v128 {
  return v128.and(i32x4.eq(lanes, i32x4.splat(<i32>label)), f32x4.splat(1));
}

/** Dimensions of a tensor: PyTorch and NumPy make none of more. */
export const mostDimensions = 64;

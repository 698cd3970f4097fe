/** From black to white. None of them means anything in Python's quotes. */
export const pictureLetters = ".,:;=+*#%@";

/** A square picture as lines of letters, the brighter the denser. @param pixels 0 black … 255 white, [side²] */
export function pictureText(pixels: Uint8Array): string {
  const side = Math.sqrt(pixels.length);
  const lines = Array.from({ length: side }, (_, row) => {
    return [...pixels.subarray(row * side, (row + 1) * side)].map(letterOf).join("");
  });
  return lines.join("\n");
}

function letterOf(pixel: number): string {
  return pictureLetters[Math.round((pixel / 255) * (pictureLetters.length - 1))];
}

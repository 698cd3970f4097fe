/** Globs of a weights file's name and, of an index, of its shards': a name may have marks in it that globs understand. */
export function watchedNames(name: string): string[] {
  const itself = name.replace(/[[\]{}*?]/g, "[$&]");
  return /\.safetensors\.index\.json$/i.test(name) ? [itself, "*.safetensors"] : [itself];
}

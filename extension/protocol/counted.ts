/** 1 → `1 tensor`, 1234 → `1,234 tensors`. @param several for more than one, where it takes more than an s */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : several}`;
}

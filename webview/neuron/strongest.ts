/**
 * Where the largest absolute values are, the largest first; zeros are never among them, and of equals the first comes
 * first.
 *
 * @param most at most so many
 */
export function strongest(values: ArrayLike<number>, most: number): number[] {
  const places: number[] = [];
  for (let place = 0; place < values.length; place++) {
    const size = Math.abs(values[place]);
    if (!(size > 0)) continue;
    if (places.length === most && size <= Math.abs(values[places[most - 1]])) continue;
    let rank = places.length;
    while (rank > 0 && size > Math.abs(values[places[rank - 1]])) rank--;
    places.splice(rank, 0, place);
    if (places.length > most) places.pop();
  }
  return places;
}

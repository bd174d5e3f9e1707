// Lowest and highest values of columns as a line, in a picture 1 wide and 1 high.

export interface Span {
  readonly low: number
  readonly high: number
}

/**
 * A path through the lowest and the highest value of every column, each column drawn from where the one before ended.
 * @param pairs lowest and highest value of columns of equal width
 * @param values at the bottom and at the top; what is beyond them lies at the edge
 * @param across the part of the width that the columns take, from 0 to 1
 */
export function picturePath(pairs: readonly number[], values: Span, across: Span = { low: 0, high: 1 }): string {
  const columns = pairs.length / 2
  const y = (value: number): number => 1 - Math.min(1, Math.max(0, (value - values.low) / (values.high - values.low)))
  const points: string[] = []
  let last = Number.NaN
  for (let k = 0; k < columns; k++) {
    const x = across.low + ((k + 0.5) / columns) * (across.high - across.low)
    const [low, high] = [pairs[2 * k]!, pairs[2 * k + 1]!]
    const isHighNearer = Math.abs(high - last) < Math.abs(low - last)
    const [first, second] = isHighNearer ? [high, low] : [low, high]
    points.push(`${x.toFixed(4)} ${y(first).toFixed(4)}`)
    if (second !== first) points.push(`${x.toFixed(4)} ${y(second).toFixed(4)}`)
    last = second
  }
  return points.length === 0 ? '' : `M${points.join('L')}`
}

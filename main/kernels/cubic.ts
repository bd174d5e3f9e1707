// Where a signal meets a level between two of its samples: the way from scan to scan is the cubic through four of them.

/**
 * Where between its second and third sample a curve through four (Lagrange) meets a level, 0 at b, 1 at c: two of Newton's steps from
 * the answer of the line. The kernels `keepSegments` and `placeFine` do the same.
 * @param along the line's answer, 0..1; it stays where the curve turns back in between, or leads out of there
 */
export function onCubic(a: number, b: number, c: number, d: number, level: number, along: number): number {
  const slope = c - b
  const bend = (a - 2 * b + c) / 2
  const twist = (d - 3 * c + 3 * b - a) / 6
  let x = along
  for (let k = 0; k < 2; k++) {
    const value = b + x * (slope + (x - 1) * (bend + (x + 1) * twist))
    const rise = slope + (2 * x - 1) * bend + (3 * x * x - 1) * twist
    if (rise * slope <= 0) return along
    x -= (value - level) / rise
  }
  return x >= 0 && x <= 1 ? x : along
}

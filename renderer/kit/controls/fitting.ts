// What fits in a bar: the more important things stay, the others go into a menu at its end. Pure.
export interface BarItem {
  readonly id: string
  /** Width in CSS pixels, with the gap before it. */
  readonly width: number
}

/**
 * The items that fit, as a set of their ids.
 * @param items the most important first
 * @param room for them and, when not all fit, for the menu
 */
export function fitting(items: readonly BarItem[], room: number, menuWidth: number): ReadonlySet<string> {
  const all = items.reduce((sum, { width }) => sum + width, 0)
  if (all <= room) return new Set(items.map(({ id }) => id))
  const shown = new Set<string>()
  let left = room - menuWidth
  for (const { id, width } of items) {
    if (width > left) continue
    left -= width
    shown.add(id)
  }
  return shown
}

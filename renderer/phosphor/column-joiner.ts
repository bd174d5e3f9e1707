// Joins the dots of maps whose columns are wider than pixels; once per map, however often it is drawn.
import { joinColumns } from './join-columns.ts'
import type { PhosphorMap } from './phosphor-map.ts'

/** More columns than this for one add nothing an eye could see. */
const mostPerColumn = 8

export class ColumnJoiner {
  readonly #known = new WeakMap<Uint8Array, { readonly factor: number; readonly map: PhosphorMap }>()

  /** @param pixels width of the plot in device pixels */
  join(map: PhosphorMap, pixels: number): PhosphorMap {
    const { left, right } = map.place
    const factor = Math.min(mostPerColumn, Math.floor(((right - left) * pixels) / map.columns))
    if (factor < 2) return map
    const known = this.#known.get(map.grades)
    if (known?.factor === factor) return { ...known.map, place: map.place }
    const joined = { ...map, ...joinColumns(map, factor) }
    this.#known.set(map.grades, { factor, map: joined })
    return joined
  }
}

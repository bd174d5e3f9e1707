// The phosphor on a plain 2D canvas: cells become pixels of a small image, which is stretched over the plot. Slower than
// WebGL2 on a graphics card, faster than WebGL2 without one.
import type { PhosphorMap } from '#shared/frame/phosphor.ts'
import { noRows, paintMap, type UsedRows } from './map-image.ts'
import type { PhosphorPainter } from './painter.ts'
import type { PlacedMap } from './phosphor-map.ts'
import type { ToneTable } from './tone.ts'

interface Sheet {
  readonly canvas: HTMLCanvasElement
  readonly context: CanvasRenderingContext2D
  readonly image: ImageData
  painted: { readonly grades: Uint8Array; readonly table: ToneTable } | null
  used: UsedRows
}

export class FlatPainter implements PhosphorPainter {
  readonly kind = '2d'
  readonly #canvas: HTMLCanvasElement
  readonly #context: CanvasRenderingContext2D
  readonly #sheets = new Map<number, Sheet>()

  /** Null when the canvas already has another kind of context. */
  static open(this: void, canvas: HTMLCanvasElement): FlatPainter | null {
    const context = canvas.getContext('2d')
    return context === null ? null : new FlatPainter(canvas, context)
  }

  private constructor(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D) {
    this.#canvas = canvas
    this.#context = context
  }

  paint(maps: readonly PlacedMap[], tone: (channel: number) => ToneTable): void {
    const { width, height } = this.#canvas
    this.#context.clearRect(0, 0, width, height)
    this.#context.imageSmoothingEnabled = true
    for (const { channel, map, place } of maps) {
      const sheet = this.#sheet(channel, map)
      if (sheet === null) continue
      fill(sheet, map, tone(channel))
      const { first, end } = sheet.used
      if (end === first) continue
      const { left, right, top, bottom } = place
      const perRow = ((bottom - top) * height) / map.rows
      // A canvas turns over only what its axes turn over.
      this.#context.setTransform(1, 0, 0, perRow < 0 ? -1 : 1, 0, top * height)
      const down = Math.abs(perRow)
      this.#context.drawImage(
        sheet.canvas,
        0,
        first,
        map.columns,
        end - first,
        left * width,
        first * down,
        (right - left) * width,
        (end - first) * down,
      )
      this.#context.resetTransform()
    }
  }

  dispose(): void {
    this.#sheets.clear()
  }

  #sheet(channel: number, { columns, rows }: PhosphorMap): Sheet | null {
    const known = this.#sheets.get(channel)
    if (known?.image.width === columns && known.image.height === rows) return known
    const canvas = document.createElement('canvas')
    canvas.width = columns
    canvas.height = rows
    const context = canvas.getContext('2d')
    if (context === null) return null
    const sheet: Sheet = { canvas, context, image: new ImageData(columns, rows), painted: null, used: noRows }
    this.#sheets.set(channel, sheet)
    return sheet
  }
}

/** A view may be dragged without a new frame: then the pixels are still right. */
function fill(sheet: Sheet, map: PhosphorMap, table: ToneTable): void {
  const { painted, used: before } = sheet
  if (painted?.grades === map.grades && painted.table === table) return
  sheet.used = paintMap(map, table, sheet.image.data, before)
  sheet.painted = { grades: map.grades, table }
  const first = before.end === before.first ? sheet.used.first : Math.min(before.first, sheet.used.first)
  const end = Math.max(before.end, sheet.used.end)
  if (end > first) sheet.context.putImageData(sheet.image, 0, 0, 0, first, map.columns, end - first)
}

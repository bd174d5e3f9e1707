// What elements of the page lie over the trace, as shapes that can be painted: boxes, their edges, and texts. Cursors, handles, badges
// and notices are in a picture as they are on the screen.

/** All in CSS pixels from the upper left corner of the area. */
export type PageShape =
  | {
      readonly kind: 'box'
      readonly x: number
      readonly y: number
      readonly width: number
      readonly height: number
      readonly radius: number
      readonly color: string
      readonly alpha: number
      /** Corners, where it is cut to some; from the same place. */
      readonly corners: readonly (readonly [x: number, y: number])[] | null
    }
  | {
      readonly kind: 'edge'
      readonly from: readonly [x: number, y: number]
      readonly to: readonly [x: number, y: number]
      readonly width: number
      readonly color: string
      readonly alpha: number
      readonly dashed: boolean
    }
  | {
      readonly kind: 'text'
      readonly x: number
      /** Of the line the letters stand on. */
      readonly baseline: number
      readonly text: string
      readonly font: string
      readonly color: string
      readonly alpha: number
    }

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const sides = ['Top', 'Right', 'Bottom', 'Left'] as const
const isClear = (color: string): boolean => color === 'transparent' || /^rgba\(.*,\s*0\)$|\/\s*0\)$/.test(color)
const px = (value: string): number => Number.parseFloat(value) || 0

/**
 * The shapes of all that is in the area, in the order of the page.
 * @param besides elements that are painted otherwise
 */
export function pageShapes(area: Element, besides: readonly Element[]): readonly PageShape[] {
  const origin = area.getBoundingClientRect()
  const found: PageShape[] = []
  const visit = (element: Element, before: number): void => {
    if (besides.includes(element) || !(element instanceof HTMLElement)) return
    const style = getComputedStyle(element)
    if (style.display === 'none' || style.visibility === 'hidden') return
    const alpha = before * Number(style.opacity || 1)
    // Names for who does not see the screen.
    if (alpha === 0 || style.clipPath === 'inset(50%)') return
    const rect = element.getBoundingClientRect()
    const box = { x: rect.x - origin.x, y: rect.y - origin.y, width: rect.width, height: rect.height }
    found.push(...boxShapes(box, style, alpha), ...pseudoShapes(element, box, alpha))
    for (const node of element.childNodes)
      if (node instanceof Text) found.push(...textShapes(node, style, alpha, origin))
      else if (node instanceof Element) visit(node, alpha)
  }
  for (const child of area.children) visit(child, 1)
  return found
}

function boxShapes(box: Box, style: CSSStyleDeclaration, alpha: number): PageShape[] {
  if (box.width <= 0 && box.height <= 0) return []
  const { backgroundColor: color } = style
  const shapes: PageShape[] = []
  if (color !== '' && !isClear(color) && box.width > 0 && box.height > 0) {
    const radius = px(style.borderTopLeftRadius) === 0 ? px(style.borderTopRightRadius) : px(style.borderTopLeftRadius)
    shapes.push({ kind: 'box', ...box, radius, color, alpha, corners: cornersOf(style.clipPath, box) })
  }
  const { x, y, width, height } = box
  const [right, bottom] = [x + width, y + height]
  for (const side of sides) {
    const thick = px(style[`border${side}Width`])
    const kind = style[`border${side}Style`]
    const edge = style[`border${side}Color`]
    if (thick === 0 || kind === 'none' || kind === 'hidden' || kind === '' || isClear(edge)) continue
    const half = thick / 2
    const [from, to] = {
      Top: [
        [x, y + half],
        [right, y + half],
      ] as const,
      Right: [
        [right - half, y],
        [right - half, bottom],
      ] as const,
      Bottom: [
        [x, bottom - half],
        [right, bottom - half],
      ] as const,
      Left: [
        [x + half, y],
        [x + half, bottom],
      ] as const,
    }[side]
    shapes.push({ kind: 'edge', from, to, width: thick, color: edge, alpha, dashed: kind !== 'solid' })
  }
  return shapes
}

/** Lines and plates that are drawn before or behind the content of an element, placed by their distances. */
function pseudoShapes(element: HTMLElement, box: Box, alpha: number): PageShape[] {
  return ['::before', '::after'].flatMap((name) => {
    const style = getComputedStyle(element, name)
    if (style.content === 'none' || style.content === 'normal' || style.content === '') return []
    if (style.position !== 'absolute') return []
    const wide = (['Left', 'Right'] as const).reduce((sum, side) => sum + px(style[`border${side}Width`]), 0)
    const high = (['Top', 'Bottom'] as const).reduce((sum, side) => sum + px(style[`border${side}Width`]), 0)
    const isWhole = style.boxSizing === 'border-box'
    const place = {
      x: box.x + px(style.left),
      y: box.y + px(style.top),
      width: px(style.width) + (isWhole ? 0 : wide),
      height: px(style.height) + (isWhole ? 0 : high),
    }
    return boxShapes(place, style, alpha * Number(style.opacity || 1))
  })
}

/** `polygon(100% 0, 0 50%, ...)`: a corner for each pair. Null: it is not cut so. */
function cornersOf(clipPath: string, { x, y, width, height }: Box): readonly (readonly [number, number])[] | null {
  const inside = /^polygon\((.*)\)$/.exec(clipPath)?.[1]
  if (inside === undefined) return null
  const at = (text: string, size: number): number => (text.endsWith('%') ? (px(text) / 100) * size : px(text))
  return inside.split(',').map((pair) => {
    const [across = '0', down = '0'] = pair.trim().split(/\s+/)
    return [x + at(across, width), y + at(down, height)] as const
  })
}

function textShapes(node: Text, style: CSSStyleDeclaration, alpha: number, origin: DOMRect): PageShape[] {
  const text = node.data.replace(/\s+/g, ' ').trim()
  if (text === '') return []
  const range = document.createRange()
  range.selectNodeContents(node)
  const [rect] = range.getClientRects()
  if (rect === undefined || rect.width === 0) return []
  const size = px(style.fontSize)
  // Letters stand in the middle of their line, the line they stand on a good third of their size below it.
  const baseline = rect.y - origin.y + rect.height / 2 + size * 0.35
  const font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
  return [{ kind: 'text', x: rect.x - origin.x, baseline, text, font, color: style.color, alpha }]
}

/** Paints them. The context counts in CSS pixels. */
export function paintShapes(context: CanvasRenderingContext2D, shapes: readonly PageShape[]): void {
  for (const shape of shapes) {
    context.save()
    context.globalAlpha = shape.alpha
    if (shape.kind === 'text') {
      context.font = shape.font
      context.fillStyle = shape.color
      context.textBaseline = 'alphabetic'
      context.fillText(shape.text, shape.x, shape.baseline)
    } else if (shape.kind === 'edge') {
      context.strokeStyle = shape.color
      context.lineWidth = shape.width
      context.setLineDash(shape.dashed ? [3, 3] : [])
      context.beginPath()
      context.moveTo(...shape.from)
      context.lineTo(...shape.to)
      context.stroke()
    } else {
      const { x, y, width, height, radius, corners } = shape
      context.fillStyle = shape.color
      context.beginPath()
      if (corners === null) context.roundRect(x, y, width, height, Math.min(radius, width / 2, height / 2))
      else {
        const [first = [x, y] as const, ...others] = corners
        context.moveTo(...first)
        for (const corner of others) context.lineTo(...corner)
        context.closePath()
      }
      context.fill()
    }
    context.restore()
  }
}

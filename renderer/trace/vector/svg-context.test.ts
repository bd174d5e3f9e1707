// The text that painters make: what is said is what they painted, in its order, and well formed.
import { describe, expect, it } from 'vitest'
import { asCanvas, fontOf, newSvgPath, SvgContext, SvgPath } from './svg-context.ts'

/** The elements of the file, as a reader of XML finds them. */
function elementsOf(svg: SvgContext): Element[] {
  const parsed = new DOMParser().parseFromString(svg.text(100, 50), 'image/svg+xml')
  expect(parsed.querySelector('parsererror')).toBeNull()
  expect(parsed.documentElement.getAttribute('viewBox')).toBe('0 0 100 50')
  return [...parsed.querySelectorAll('svg *')]
}
const said = (element: Element): string =>
  `${element.tagName} ${[...element.attributes].map(({ name, value }) => `${name}=${value}`).join(' ')}`

describe('a canvas that writes SVG', () => {
  it('writes lines with their look, and forgets it with restore', () => {
    const svg = new SvgContext()
    const context = asCanvas(svg)
    context.save()
    context.strokeStyle = '#ff0'
    context.lineWidth = 1.5
    context.globalAlpha = 0.5
    context.setLineDash([4, 3])
    const line = newSvgPath()
    line.moveTo(1, 2.345)
    line.lineTo(-3, 4)
    context.stroke(line)
    context.restore()
    context.beginPath()
    context.moveTo(0, 0)
    context.lineTo(1, 1)
    context.stroke()
    expect(elementsOf(svg).map(said)).toEqual([
      'path d=M1 2.35L-3 4 fill=none stroke=#ff0 stroke-width=1.5 stroke-linejoin=miter stroke-dasharray=4 3 opacity=0.5',
      'path d=M0 0L1 1 fill=none stroke=#000 stroke-width=1 stroke-linejoin=miter',
    ])
  })

  it('makes one path of rectangles of one look, and another of the next look', () => {
    const svg = new SvgContext()
    svg.fillStyle = '#111'
    svg.fillRect(0, 0, 2, 3)
    svg.fillRect(5, 5, 1, 1)
    svg.fillStyle = '#222'
    svg.fillRect(9, 9, 1, 1)
    expect(elementsOf(svg).map((one) => [one.getAttribute('d'), one.getAttribute('fill')])).toEqual([
      ['M0 0h2v3h-2zM5 5h1v1h-1z', '#111'],
      ['M9 9h1v1h-1z', '#222'],
    ])
  })

  it('cuts and moves what follows, until restore', () => {
    const svg = new SvgContext()
    svg.save()
    svg.translate(0, 10)
    const around = new SvgPath()
    around.rect(0, 0, 5, 5)
    svg.clip(around, 'evenodd')
    svg.fillRect(1, 1, 1, 1)
    svg.restore()
    svg.fillRect(2, 2, 1, 1)
    const [moved, clip, shape, cut, inside, outside] = elementsOf(svg)
    expect(moved!.getAttribute('transform')).toBe('translate(0 10)')
    expect([clip!.tagName, clip!.id, shape!.getAttribute('clip-rule')]).toEqual(['clipPath', 'clip-0', 'evenodd'])
    expect(cut!.getAttribute('clip-path')).toBe('url(#clip-0)')
    expect(inside!.parentElement).toBe(cut)
    expect(outside!.parentElement!.tagName).toBe('svg')
  })

  it('writes texts as texts, whatever signs they have', () => {
    const svg = new SvgContext()
    svg.font = '600 12px "A & B", mono'
    svg.textBaseline = 'top'
    svg.textAlign = 'right'
    svg.fillText('1 < 2 & "3"', 10, 20)
    const [text] = elementsOf(svg)
    expect(text!.textContent).toBe('1 < 2 & "3"')
    expect(text!.getAttribute('font-family')).toBe('"A & B", mono')
    expect(['x', 'y', 'font-size', 'font-weight', 'text-anchor'].map((name) => text!.getAttribute(name))).toEqual([
      ...['10', '30.56', '12', '600', 'end'],
    ])
  })

  it('knows circles and round corners, and the parts of a font', () => {
    const path = new SvgPath()
    path.arc(10, 10, 2)
    path.roundRect(0, 0, 10, 4, 8)
    expect(path.data).toBe(
      'M8 10a2 2 0 1 0 4 0a2 2 0 1 0 -4 0M2 0h6a2 2 0 0 1 2 2v0a2 2 0 0 1 -2 2h-6a2 2 0 0 1 -2 -2v-0a2 2 0 0 1 2 -2z',
    )
    expect(fontOf('10.5px Mono')).toEqual({ size: 10.5, family: 'Mono', weight: '' })
    expect(fontOf('italic 700 11px/15px Inter, sans-serif')).toEqual({
      size: 11,
      family: 'Inter, sans-serif',
      weight: '700',
    })
  })
})

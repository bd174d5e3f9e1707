// The two themes name the same tokens, every token that is used is there, and text can be read on every surface.
import { describe, expect, it } from 'vitest'
import { channelColors } from './channel-class.ts'

/** Every component and style sheet of the page, as text. */
const texts = import.meta.glob<string>('../../**/*.{vue,css}', { query: '?raw', import: 'default', eager: true })
const tokens = texts['./tokens.css']!

/** The tokens of a block of the style sheet, by name. */
function tokensOf(selector: string): Map<string, string> {
  const [, block = ''] = tokens.split(`${selector} {`)
  return new Map(
    [...block.slice(0, block.indexOf('}')).matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, k, v]) => [k!, v!]),
  )
}
const themes = { dark: tokensOf('[data-theme="dark"]'), light: tokensOf('[data-theme="light"]') }

/** Relative luminance of #rgb or #rrggbb, as WCAG 2 defines it. */
function luminance(color: string): number {
  const digits = color.length === 4 ? [...color.slice(1)].map((digit) => digit + digit) : color.slice(1).match(/../g)!
  const [r, g, b] = digits.map((pair) => {
    const part = Number.parseInt(pair, 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light! + 0.05) / (dark! + 0.05)
}

describe('the themes', () => {
  it('name the same tokens', () => {
    expect(themes.dark.size).toBeGreaterThan(20)
    expect([...themes.light.keys()].sort()).toEqual([...themes.dark.keys()].sort())
  })

  it.each(Object.entries(themes))('show text with a contrast of 4.5 on every surface, %s', (_, theme) => {
    for (const text of ['--text-1', '--text-2', '--text-3'])
      for (const surface of ['--bg', '--surface', '--raised'])
        expect(contrast(theme.get(text)!, theme.get(surface)!), `${text} on ${surface}`).toBeGreaterThanOrEqual(4.5)
  })
})

it.each(Object.entries(themes))(
  'sixteen channels and the math trace have colours of their own that can be read, %s',
  (_, theme) => {
    const names = [...Array.from({ length: channelColors }, (_unused, k) => `--c${k + 1}`), '--m1']
    expect(new Set(names.map((name) => theme.get(name))).size).toBe(17)
    for (const name of names)
      for (const surface of ['--screen', '--surface'])
        expect(contrast(theme.get(name)!, theme.get(surface)!), `${name} on ${surface}`).toBeGreaterThanOrEqual(4.5)
  },
)

it('every token that the page uses is there', () => {
  const all = Object.values(texts).join('\n')
  const made = new Set([...all.matchAll(/(--[\w-]+)["']?\s*:/g)].map(([, name]) => name!))
  const used = [...all.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name!)
  expect(used.length).toBeGreaterThan(100)
  expect([...new Set(used)].filter((name) => !name.startsWith('--el-') && !made.has(name))).toEqual([])
})

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { resources } from './about.ts'
import { icnsOf, icoOf, type Picture, pngSize } from './icon-files.ts'

const folder = path.join(resources, 'icons')
const pictures: readonly Picture[] = readdirSync(folder)
  .map((name) => ({ size: Number.parseInt(name, 10), png: readFileSync(path.join(folder, name)) }))
  .toSorted((a, b) => a.size - b.size)

/** Kind of PNG: red, green, blue and how opaque. */
const rgba = 6

describe('the icon', () => {
  it('is there in every size that desktops ask for, with a see-through edge', () => {
    expect(pictures.map(({ size }) => size)).toEqual([16, 24, 32, 48, 64, 128, 256, 512])
    for (const { size, png } of pictures) {
      expect(pngSize(png)).toEqual({ width: size, height: size })
      expect(png.readUInt8(25)).toBe(rgba)
    }
  })

  it('is in the files of Windows and macOS as it is in the pictures', () => {
    const forWindows = pictures.filter(({ size }) => size <= 256 && size !== 128)
    expect(readFileSync(path.join(resources, 'blockscope.ico')).equals(icoOf(forWindows))).toBe(true)
    expect(readFileSync(path.join(resources, 'blockscope.icns')).equals(icnsOf(pictures))).toBe(true)
  })
})

describe('icon files', () => {
  const two: readonly Picture[] = [
    { size: 16, png: Buffer.from('sixteen') },
    { size: 256, png: Buffer.from('much more') },
  ]

  it('of Windows say where each picture lies', () => {
    const ico = icoOf(two)
    expect(ico.readUInt16LE(4)).toBe(2)
    const entries = [6, 22].map(
      (at) => [ico.readUInt8(at), ico.readUInt32LE(at + 8), ico.readUInt32LE(at + 12)] as const,
    )
    expect(entries.map(([size]) => size)).toEqual([16, 0])
    expect(entries.map(([, bytes, at]) => ico.toString('latin1', at, at + bytes))).toEqual(['sixteen', 'much more'])
  })

  it('of macOS are chunks that add up', () => {
    const icns = icnsOf(two)
    expect(icns.toString('latin1', 0, 4)).toBe('icns')
    expect(icns.readUInt32BE(4)).toBe(icns.length)
    const types: string[] = []
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) types.push(icns.toString('latin1', at, at + 4))
    expect(types).toEqual(['icp4', 'ic08', 'ic13'])
  })
})

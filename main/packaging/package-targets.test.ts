import { describe, expect, it } from 'vitest'
import { packageTargets, readTargets } from './package-targets.ts'

describe('the targets of a command line', () => {
  it('are all when none is named, else those that are, once and in the order of building', () => {
    expect(readTargets([])).toEqual(packageTargets)
    expect(readTargets(['nsis', 'deb', 'deb'])).toEqual(['deb', 'nsis'])
  })

  it.each([
    ['snap', "There is no package 'snap'; there are deb, rpm, tar.gz, AppImage and nsis."],
    ['constructor', "There is no package 'constructor'; there are deb, rpm, tar.gz, AppImage and nsis."],
    ['dmg', "'dmg' is built on macOS only, with npx electron-builder --mac dmg."],
  ])('refuse %s with one sentence', (word, refusal) => {
    expect(() => readTargets(['deb', word])).toThrow(refusal)
  })
})

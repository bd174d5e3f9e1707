import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { say } from '#shared/errors.ts'
import { namesFile, sentenceWithoutPaths, withoutPaths } from './without-paths.ts'

/** What people call their files and folders. */
const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ,;:().'_-]{0,20}$/)

describe('a line without paths', () => {
  it('ends where a path began, whatever its name is', () => {
    fc.assert(
      fc.property(fc.constantFrom('/', '~/', 'C:\\', '\\\\', 'file:', 'file:/'), name, name, (begin, folder, file) => {
        const line = `Cannot read ${begin}SECRET${folder}/${file} now`
        expect(withoutPaths(line)).toBe('Cannot read <path>')
        expect(withoutPaths(`'${begin}SECRET${folder}'`)).toBe("'<path>")
      }),
    )
  })

  it('keeps what is no path', () => {
    for (const line of [
      '20 mV/div at 1 GS/s, 3/4 done',
      'ip:192.168.2.1 is gone',
      'it showed http://127.0.0.1:80/x',
      'page: killed, exit code 9',
      'device/gigascope/voltage0/scale = 0.5',
    ])
      expect(withoutPaths(line)).toBe(line)
  })

  it('names the program’s own folders instead', () => {
    expect(withoutPaths('at /opt/blockscope/main.js:1', [['/opt/blockscope', '<program>']])).toBe(
      'at <program>/main.js:1',
    )
  })
})

it('a sentence keeps what stands behind a file, and numbers, and inner sentences', () => {
  const inner = say`${'out.raw'} is ${2} bytes too long for ${'gigascope'}.`
  expect(sentenceWithoutPaths(say`Cannot write ${'/a b/c: d'}: ${inner}`)).toBe(
    'Cannot write <path>: <path> is 2 bytes too long for gigascope.',
  )
})

it('values of settings that name files are known', () => {
  expect(['file:/a/b.wav', 'file:tone.wav', 'replay:x.sigmf-data', 'tone.wav', 'pipe:/x', '~/x'].every(namesFile)).toBe(
    true,
  )
  expect(['sine', '0.5', '1e-6', 'le:s16/16>>0', 'auto', ''].some(namesFile)).toBe(false)
})

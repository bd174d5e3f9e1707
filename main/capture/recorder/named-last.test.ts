// A file that gets its name when it is whole: until then nothing of that name is there, and somebody else's is left alone.
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTarget, type TargetOptions } from './open-target.ts'
import type { Description } from './sidecar.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-named-'))
  file = path.join(folder, 'x.raw')
})
afterEach(() => rmSync(folder, { recursive: true }))

const description = { sidecar: { ended: true }, segments: [], gaps: [] } as unknown as Description

async function opened(options: Partial<TargetOptions> = {}) {
  const common = { file, overwrite: false, played: [], bytes: 0, signal: null, onWait: () => undefined }
  const target = await openTarget({ ...common, isNamedLast: true, ...options })
  await target.sidecar?.create(description)
  await target.sink.write([Buffer.from('samples')])
  return { ...target, finish: () => target.sink.close(true) }
}
const names = (): string[] => readdirSync(folder).sort()

it('has its name, and its description, when it is published', async () => {
  const target = await opened()
  expect(names()).toEqual([expect.stringMatching(/^\.blockscope-.*\.tmp$/)])
  await target.checkPresent()
  await target.finish()
  await target.publish?.()
  expect(names()).toEqual(['x.raw', 'x.raw.json'])
  expect(readFileSync(file, 'utf8')).toBe('samples')
  expect(JSON.parse(readFileSync(`${file}.json`, 'utf8'))).toEqual({ ended: true, segments: [], gaps: [] })
})

it('leaves nothing when it is given up, nor when the names were taken meanwhile', async () => {
  const given = await opened()
  await given.discard()
  expect(names()).toEqual([])
  for (const taken of ['x.raw', 'x.raw.json']) {
    const late = await opened()
    writeFileSync(path.join(folder, taken), 'theirs')
    await late.finish()
    await expect(late.publish?.()).rejects.toMatchObject({ errno: 'EEXIST' })
    expect(names()).toEqual([taken])
    rmSync(path.join(folder, taken))
  }
})

it('replaces what is there at the end, where a link leads to', async () => {
  writeFileSync(path.join(folder, 'real.raw'), 'old')
  symlinkSync('real.raw', file)
  await expect(opened()).rejects.toMatchObject({ errno: 'EEXIST' })
  const target = await opened({ overwrite: true })
  expect(readFileSync(file, 'utf8')).toBe('old')
  await target.finish()
  await target.publish?.()
  expect(names()).toEqual(['real.raw', 'x.raw', 'x.raw.json'])
  expect(readFileSync(path.join(folder, 'real.raw'), 'utf8')).toBe('samples')
})

it('that a program left behind is cleared away by the next one', async () => {
  await opened()
  const [left] = names()
  const longAgo = Date.now() / 1e3 - 3600
  utimesSync(path.join(folder, left!), longAgo, longAgo)
  const next = await opened()
  expect(names()).toHaveLength(1)
  expect(names()).not.toContain(left)
  await next.discard()
})

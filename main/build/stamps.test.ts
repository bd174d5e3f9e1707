import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isStale, stamp } from './stamps.ts'
import { allTargets, outputsOf } from './targets.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'blockscope-'))
})
afterEach(() => rmSync(root, { recursive: true }))

it.each(allTargets)(
  '%s is stale until it is built of the same inputs, and when something of it is missing',
  (target) => {
    const outputs = outputsOf(target).map((file) => path.join(root, file))
    expect(isStale(root, target, 'a')).toBe(true)
    stamp(root, target, 'a')
    expect(isStale(root, target, 'a')).toBe(true)
    for (const file of outputs) {
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, '')
    }
    expect(isStale(root, target, 'a')).toBe(false)
    expect(isStale(root, target, 'b')).toBe(true)
    for (const file of outputs) {
      rmSync(file)
      expect(isStale(root, target, 'a')).toBe(true)
      writeFileSync(file, '')
    }
  },
)

// No file of the house needs another one that needs it, not even for its types. It is how one finds out what a file means
// without the rest, and it keeps what is built on it from being part of it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { findCycles, readImports } from './import-graph.ts'

/** Test aids may know each other. */
const isAid = (file: string): boolean =>
  file.split('/').includes('testing') || /\.(test|spec|slow|pixels)\.ts$/.test(file)

const root = fileURLToPath(new URL('../..', import.meta.url))

it('no code file is part of an import cycle, type-only imports included', () => {
  const graph = readImports(root)
  expect(graph.size).toBeGreaterThan(500)
  expect(findCycles(graph).filter((cycle) => !cycle.every(isAid))).toEqual([])
})

describe('findCycles', () => {
  const cyclesOf = (edges: Record<string, readonly string[]>) => findCycles(new Map(Object.entries(edges)))

  it('finds none in a tree, nor where ways meet again', () => {
    expect(cyclesOf({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] })).toEqual([])
  })

  it('finds long ones, several, and a file that imports itself', () => {
    expect(cyclesOf({ a: ['b'], b: ['c'], c: ['a', 'd'], d: ['e'], e: ['d'], f: ['f'] })).toEqual([
      ['d', 'e'],
      ['a', 'b', 'c'],
      ['f'],
    ])
  })
})

describe('readImports', () => {
  it('sees imports of values and of types, re-exports, dynamic ones, and those of components', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'blockscope-imports-'))
    const write = (file: string, text: string): void => {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
      writeFileSync(path.join(folder, file), text)
    }
    try {
      write('shared/port/a.ts', "import type { B } from './b.ts'\nimport { join } from 'node:path'\n")
      write('shared/port/b.ts', "export type { C } from '#main/c.ts'\n")
      write('main/c.ts', "export const later = () => import('../renderer/D.vue')\n")
      write(
        'renderer/D.vue',
        '<script setup lang="ts">\nimport "#shared/port/a.ts"\n</script>\n<template>import "./x.ts"</template>\n',
      )
      const graph = readImports(folder)
      expect(Object.fromEntries(graph)).toEqual({
        'shared/port/a.ts': ['shared/port/b.ts'],
        'shared/port/b.ts': ['main/c.ts'],
        'main/c.ts': ['renderer/D.vue'],
        'renderer/D.vue': ['shared/port/a.ts'],
      })
      expect(findCycles(graph)).toEqual([['main/c.ts', 'renderer/D.vue', 'shared/port/a.ts', 'shared/port/b.ts']])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ESLint, Linter } from 'eslint'
import ts from 'typescript-eslint'
import { describe, expect, it } from 'vitest'
import { roomOrder, rooms } from './room-order.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const linter = new Linter({ cwd: root })

/** What the rule says of `code` when it stands in `file`. */
function complaints(file: string, code: string): string[] {
  const config = {
    files: ['**/*.ts'],
    plugins: { rooms: { rules: { order: roomOrder } } },
    languageOptions: { parser: ts.parser as Linter.Parser },
    rules: { 'rooms/order': 'error' as const },
  }
  return linter.verify(code, [config], path.join(root, file)).map((found) => found.message)
}

describe('the order of the rooms', () => {
  it('lets a room import from rooms below it and from shared', () => {
    const code = `
      import { fail } from '#shared/errors.ts'
      import { CoherentHeap } from '#main/memory/index.ts'
      import { monotonicMs } from '../runtime/clock.ts'
      import { readFileSync } from 'node:fs'
      export { x } from './own.ts'`
    expect(complaints('main/iio/device.ts', code)).toEqual([])
  })

  it.each(rooms.slice(0, -1).map((room, k) => [room, rooms[k + 1] ?? '']))('%s may not import from %s', (low, high) => {
    expect(complaints(`main/${low}/x.ts`, `import '#main/${high}/thing.ts'`)[0]).toContain(
      `${high} is not below ${low}`,
    )
    expect(complaints(`main/${low}/x.ts`, `import '../${high}/thing.ts'`)).toHaveLength(1)
  })

  it.each([
    ['main/iio/x.ts', `export * from '#main/capture/hub/hub.ts'`],
    ['main/iio/x.ts', `export { a } from '#main/capture/hub/hub.ts'`],
    ['main/iio/x.ts', `await import('#main/capture/hub/hub.ts')`],
    ['main/iio/x.ts', `import type { A } from '#main/capture/hub/hub.ts'`],
    ['main/iio/x.ts', `import '../start.ts'`],
    ['main/iio/x.ts', `import '#main/testing/fake-clock.ts'`],
    ['main/server/x.ts', `import { app } from 'electron'`],
    ['main/instrument/x.ts', `import '#renderer/plot/fit.ts'`],
    ['shared/units.ts', `import '#main/runtime/clock.ts'`],
    ['renderer/stores/x.ts', `import '#main/runtime/clock.ts'`],
    ['renderer/stores/x.ts', `import '../../main/runtime/clock.ts'`],
    ['main/runtime/x.ts', `import '../../e2e/setup/cache.ts'`],
  ])('%s: refuses %s', (file, code) => {
    expect(complaints(file, code)).toHaveLength(1)
  })

  it('sends other rooms to the door', () => {
    expect(complaints('main/hardware/x.ts', `import '#main/memory/coherent-heap.ts'`)[0]).toContain(
      'main/memory/index.ts',
    )
  })

  it('lets tests use test aids', () => {
    expect(complaints('main/iio/x.test.ts', `import '#main/testing/fake-clock.ts'`)).toEqual([])
  })

  it('lets only the electron room import electron', () => {
    expect(complaints('main/electron/x.ts', `import { app } from 'electron'`)).toEqual([])
    expect(complaints('main/capture/x.ts', `import { app } from 'electron'`)[0]).toContain('only main/electron')
  })

  it.each(['main/iio/device.ts', 'shared/errors.ts', 'renderer/plot/fit.ts', 'renderer/screen/Screen.vue'])(
    'is switched on for %s',
    async (file) => {
      const config = (await new ESLint({ cwd: root }).calculateConfigForFile(path.join(root, file))) as Linter.Config
      expect(config.rules?.['rooms/order']).toEqual([2])
    },
  )
})

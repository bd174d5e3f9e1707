import { readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ESLint, Linter } from 'eslint'
import ts from 'typescript-eslint'
import { describe, expect, it } from 'vitest'
import { folders, roomOrder, rooms } from './room-order.js'

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
    expect(complaints('main/iio/device/device.ts', code)).toEqual([])
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
    ['main/instrument/x.ts', `import '#renderer/scale/fit.ts'`],
    ['shared/units.ts', `import '#main/runtime/clock.ts'`],
    ['shared/rpc/x.ts', `import type { Topics } from '../contract/topics.ts'`],
    ['shared/rpc/x.ts', `import '#shared/buffer/plan.ts'`],
    ['shared/frame/x.ts', `import '../rpc/shapes.ts'`],
    ['renderer/state/x.ts', `import '#main/runtime/clock.ts'`],
    ['renderer/state/x.ts', `import '../../main/runtime/clock.ts'`],
    ['main/runtime/x.ts', `import '../../e2e/setup/cache.ts'`],
  ])('%s: refuses %s', (file, code) => {
    expect(complaints(file, code)).toHaveLength(1)
  })

  it('sends other rooms to the door', () => {
    expect(complaints('main/hardware/x.ts', `import '#main/memory/coherent-heap.ts'`)[0]).toContain(
      'main/memory/index.ts',
    )
  })

  it('lets the transport import what it needs, and its tests anything of shared', () => {
    expect(
      complaints('shared/rpc/x.ts', `import '../port/port.ts'; import './topic.ts'; import '../errors.ts'`),
    ).toEqual([])
    expect(complaints('shared/rpc/x.test.ts', `import '../testing/fake-instrument.ts'`)).toEqual([])
  })

  it('lets tests use test aids', () => {
    expect(complaints('main/iio/x.test.ts', `import '#main/testing/fake-clock.ts'`)).toEqual([])
  })

  it('lets only the electron room import electron', () => {
    expect(complaints('main/electron/x.ts', `import { app } from 'electron'`)).toEqual([])
    expect(complaints('main/capture/x.ts', `import { app } from 'electron'`)[0]).toContain('only main/electron')
  })

  it.each(['main/iio/device/device.ts', 'shared/errors.ts', 'renderer/scale/fit.ts', 'renderer/trace/Screen.vue'])(
    'is switched on for %s',
    async (file) => {
      const config = (await new ESLint({ cwd: root }).calculateConfigForFile(path.join(root, file))) as Linter.Config
      expect(config.rules?.['rooms/order']).toEqual([2])
    },
  )
})

describe.each(Object.entries(folders))('the order of the folders of %s', (room, order) => {
  const place = room === 'renderer' ? room : `main/${room}`
  it('lets a folder import from folders below it, and the door from all', () => {
    const [low = '', high = ''] = [order[0], order.at(-1)]
    expect(complaints(`${place}/${high}/x.ts`, `import { a } from '../${low}/y.ts'`)).toEqual([])
    expect(complaints(`${place}/${high}/x.ts`, `import { a } from '#${place}/${low}/y.ts'`)).toEqual([])
    expect(complaints(`${place}/index.ts`, `export { a } from './${high}/y.ts'`)).toEqual([])
  })

  it.each(order.slice(0, -1).map((folder, k) => [folder, order[k + 1] ?? '']))(
    '%s may not import from %s',
    (low, high) => {
      const file = `${place}/${low}/x.ts`
      const reason = `in ${room}, ${high} is not below ${low}`
      expect(complaints(file, `import { a } from '../${high}/y.ts'`)[0]).toContain(reason)
      expect(complaints(file, `import type { A } from '../${high}/y.ts'`)[0]).toContain(reason)
      expect(complaints(file, `export * from '#${place}/${high}/y.ts'`)[0]).toContain(reason)
      expect(complaints(`${place}/${low}/x.test.ts`, `import '../${high}/y.ts'`)).toEqual([])
    },
  )

  it('has a place for every folder, and sends none to the door', () => {
    const there = readdirSync(path.join(root, place), { withFileTypes: true })
    const names = there.filter((entry) => entry.isDirectory() && entry.name !== 'testing').map(({ name }) => name)
    expect(names.toSorted()).toEqual(order.toSorted())
    const [low = ''] = order
    expect(complaints(`${place}/${low}/x.ts`, `import '../attic/y.ts'`)[0]).toContain('attic has no place')
    expect(complaints(`${place}/${low}/x.ts`, `import '../index.ts'`)).toHaveLength(1)
    expect(complaints(`${place}/${low}/x.ts`, `import '../testing/rig.ts'`)).toHaveLength(1)
  })

  it('fails the lint of the tree when a violation is planted in a file of it', async () => {
    const [low = '', high = ''] = [order[0], order.at(-1)]
    const [name = ''] = readdirSync(path.join(root, place, low)).filter((file) => /^[a-z-]+\.ts$/.test(file))
    // The configuration of the tree, without what needs types: that takes a minute on a busy machine.
    const overrideConfig = { languageOptions: { parserOptions: { projectService: false } } }
    const ruleFilter = ({ ruleId }: { ruleId: string }) => ruleId === 'rooms/order'
    const eslint = new ESLint({ cwd: root, overrideConfig, ruleFilter })
    const filePath = path.join(root, place, low, name)
    const [report] = await eslint.lintText(`import '../${high}/memory-plan.ts'\n`, { filePath })
    expect(report?.messages.map(({ ruleId }) => ruleId)).toEqual(['rooms/order'])
    expect(report?.errorCount).toBe(1)
  })
})

describe('the features of the page', () => {
  it('import from below, from themselves, and from no other feature', () => {
    const from = (code: string) => complaints('renderer/features/trigger/x.ts', code)
    expect(from(`import './y.ts'; import '../../state/view.ts'; import '../../kit/feature.ts'`)).toEqual([])
    expect(from(`import '../buffer/block-size.ts'`)[0]).toContain('a feature imports no other feature')
    expect(from(`import '#renderer/features/buffer/block-size.ts'`)[0]).toContain('a feature imports no other feature')
    expect(from(`import '../../app/features.ts'`)[0]).toContain('in renderer, app is not below features')
    expect(complaints('renderer/features/trigger/x.test.ts', `import '../buffer/block-size.ts'`)).toEqual([])
  })
})

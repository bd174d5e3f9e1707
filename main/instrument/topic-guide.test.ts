// The topic in `shared/contract/README.md` works: it is taken from the page, put into a copy of the product, and run.
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyGuide, readGuide, wrongCounts } from '#main/testing/guide.ts'
import { copyProduct, root } from '#main/testing/product-copy.ts'
import type { Port } from '#shared/port/port.ts'

const guide = readGuide(readFileSync(new URL('../../shared/contract/README.md', import.meta.url), 'utf8'))

let copy = ''
beforeAll(() => {
  copy = copyProduct(['main', 'shared'])
  applyGuide(guide, root, copy)
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

/** What the example adds to a viewer, beside what every viewer has. */
interface NotesClient {
  readonly hello: { readonly topics: object }
  readonly state: { readonly notes: readonly string[] }
  readonly calls: { addNote(request: unknown): Promise<{ readonly count: number }> }
  on(event: 'noteAdded', listener: (note: string) => void): void
  dispose(): void
}
interface RpcOfCopy {
  serveInstrument(port: Port, instrument: object, role?: string): void
  connectInstrument(port: Port, options: { client: string }): Promise<NotesClient>
}

const fromCopy = <T>(file: string): Promise<T> => import(path.join(copy, file)) as Promise<T>

async function watch(instrument: object, role?: string): Promise<NotesClient> {
  const { serveInstrument, connectInstrument } = await fromCopy<RpcOfCopy>('shared/contract/rpc.ts')
  const { linkedPorts } = await fromCopy<{ linkedPorts(): [Port, Port] }>('shared/port/linked.ts')
  const [near, far] = linkedPorts()
  serveInstrument(near, instrument, role)
  return connectInstrument(far, { client: 'guide' })
}

describe('the topic in the guide', () => {
  it('touches as many existing files as the page says, and at most two', () => {
    expect(wrongCounts(guide, root, 2)).toEqual([])
  })

  it('serves every viewer of the real instrument', async () => {
    const { createInstrument } = await fromCopy<{
      createInstrument(options: object): Promise<{ close(): Promise<void> }>
    }>('main/instrument/create.ts')
    const instrument = await createInstrument({ front: 'headless', run: false, historySeconds: 0.1 })
    try {
      const one = await watch(instrument)
      const other = await watch(instrument, 'observer')
      expect(one.hello.topics).toMatchObject({ notes: 1 })
      expect(one.state.notes).toEqual([])
      const heard = new Promise((resolve) => other.on('noteAdded', resolve))
      expect(await one.calls.addNote({ note: 'clipped here' })).toEqual({ count: 1 })
      expect(one.state.notes).toEqual(['clipped here'])
      expect(await heard).toBe('clipped here')
      await expect.poll(() => other.state.notes).toEqual(['clipped here'])
      await expect(other.calls.addNote({ note: 'mine' })).rejects.toMatchObject({ errno: 'EACCES' })
      for (const wrong of [{}, { note: '' }, { note: 7 }, { note: 'x', more: 1 }, ['x'], null])
        await expect(one.calls.addNote(wrong)).rejects.toMatchObject({ errno: 'EINVAL' })
      await one.calls.addNote({ note: 'b' })
      await one.calls.addNote({ note: 'c' })
      await expect(one.calls.addNote({ note: 'd' })).rejects.toMatchObject({ errno: 'ENOSPC' })
      expect(one.state.notes).toHaveLength(3)
      one.dispose()
      other.dispose()
    } finally {
      await instrument.close()
    }
  })

  it('is there in the fake instrument too, which was not touched', async () => {
    const { FakeInstrument } = await fromCopy<{ FakeInstrument: new () => object }>('shared/testing/fake-instrument.ts')
    const client = await watch(new FakeInstrument())
    expect(client.state.notes).toEqual([])
    await expect(client.calls.addNote({ note: 'x' })).rejects.toMatchObject({ errno: 'ENOSYS' })
  })
})

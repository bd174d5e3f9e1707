// The topic in README.md works: it is taken from the page, put into a copy of the product, checked by the compiler, and run.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Port } from '../port/port.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const page = readFileSync(new URL('README.md', import.meta.url), 'utf8')
const newFiles = new Map<string, string>()
const changes = new Map<string, string>()
for (const [, kind, file, text] of page.matchAll(/```(ts|diff) file=(\S+)\n([\s\S]*?)```/g))
  (kind === 'ts' ? newFiles : changes).set(file!, text!)

/** The text with the lines added that begin with `+`, each behind the line before it, which must be there once. */
function apply(text: string, diff: string): string {
  const lines = text.split('\n')
  let at = -1
  for (const line of diff.trimEnd().split('\n')) {
    if (line === '@@') continue
    if (line.startsWith('+')) lines.splice(++at, 0, line.slice(1))
    else {
      at = lines.indexOf(line.slice(1))
      if (at < 0 || at !== lines.lastIndexOf(line.slice(1))) throw new Error(`'${line}' is not there exactly once`)
    }
  }
  return lines.join('\n')
}

let copy = ''
beforeAll(() => {
  copy = mkdtempSync(path.join(tmpdir(), 'blockscope-topic-'))
  const isSource = (file: string): boolean => !/\.(test|slow|pixels)\.ts$|\/bench$/.test(file)
  for (const room of ['main', 'shared'])
    cpSync(path.join(root, room), path.join(copy, room), { recursive: true, filter: isSource })
  for (const file of ['package.json', 'tsconfig.base.json']) cpSync(path.join(root, file), path.join(copy, file))
  // Threads and kernels are the product's own, built.
  for (const folder of ['node_modules', 'dist']) symlinkSync(path.join(root, folder), path.join(copy, folder))
  for (const [file, text] of newFiles) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true })
    writeFileSync(path.join(copy, file), text)
  }
  for (const [file, diff] of changes)
    writeFileSync(path.join(copy, file), apply(readFileSync(path.join(root, file), 'utf8'), diff))
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
    const said = Number(/Existing files touched: (\d+)\./.exec(page)?.[1])
    expect([...changes.keys()].filter((file) => existsSync(path.join(root, file)))).toHaveLength(said)
    expect(changes.size).toBe(said)
    expect(said).toBeLessThanOrEqual(2)
    expect([...newFiles.keys()].filter((file) => existsSync(path.join(root, file)))).toEqual([])
  })

  it('compiles', () => {
    const { config } = ts.readConfigFile(path.join(copy, 'main/tsconfig.json'), (file) => ts.sys.readFile(file)) as {
      config: object
    }
    const roots = [
      'main/kernels/webassembly.d.ts',
      'main/instrument/create.ts',
      'main/server/main.ts',
      'shared/testing/fake-instrument.ts',
    ]
    const files = roots.map((file) => path.join(copy, file))
    const { options } = ts.parseJsonConfigFileContent(
      { ...config, files, include: [] },
      ts.sys,
      path.join(copy, 'main'),
    )
    const program = ts.createProgram(files, { ...options, noEmit: true, composite: false, emitDeclarationOnly: false })
    const own = program
      .getSourceFiles()
      .filter(({ fileName }) => /\/(contract|instrument|rpc|testing)\//.test(fileName) && fileName.startsWith(copy))
    expect(own.length).toBeGreaterThan(40)
    const problems = own.flatMap((source) => [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ])
    expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([])
  }, 120_000)

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

// The driver in README.md works: it is taken from the page, checked by the compiler, and run.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DmaEngine } from '#main/dmaengine/index.ts'
import { IioBus, openDevice } from '#main/iio/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { ControllableDma, errnoFrom, FakeRuntime } from '#main/testing/index.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const page = readFileSync(join(here, 'README.md'), 'utf8')
const code = /```ts\n([\s\S]*?)```/.exec(page)![1]!

let folder = ''
let file = ''
beforeAll(() => {
  // Inside the tree, so that the imports of the page resolve as they would for a driver author.
  folder = mkdtempSync(join(here, 'guide-'))
  file = join(folder, 'index.ts')
  writeFileSync(file, code)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the driver in the guide', () => {
  it('is under 60 lines', () => {
    expect(
      code
        .trimEnd()
        .split('\n')
        .filter((line) => line.trim() !== '').length,
    ).toBeLessThan(60)
  })

  it('compiles', () => {
    const configFile = join(here, '../tsconfig.json')
    const { config } = ts.readConfigFile(configFile, (path) => ts.sys.readFile(path)) as { config: object }
    const { options } = ts.parseJsonConfigFileContent(
      { ...config, files: [file], include: [] },
      ts.sys,
      join(here, '..'),
    )
    const program = ts.createProgram([file], { ...options, noEmit: true, composite: false, emitDeclarationOnly: false })
    const source = program.getSourceFile(file)!
    const problems = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([])
  }, 60_000)

  it('captures', async () => {
    const { probeMyAdc } = (await import(file)) as { probeMyAdc: Probe }
    const runtime = new FakeRuntime()
    const heap = new CoherentHeap({ bytes: 1024 * 1024, poison: true })
    const engine = new DmaEngine()
    const dma = new ControllableDma({ runtime, heap })
    dma.connect(engine, 'my-adc')
    const seen = { channels: [] as readonly number[], isRunning: false }
    const registers = {
      rateHz: 1e6,
      setChannels: (channels: readonly number[]) => {
        seen.channels = channels
      },
      setRate: () => undefined,
      setRunning: (on: boolean) => {
        seen.isRunning = on
      },
      convert: () => 42,
    }
    const bus = new IioBus()
    const { device, remove } = await probeMyAdc({ bus, engine, heap, runtime, registers })
    expect(await device.readAttribute('voltage1/raw')).toBe('42')
    expect(await errnoFrom(device.writeAttribute('sampling_frequency', '1'))).toBe('EINVAL')
    await device.writeAttribute('voltage1/en', '1')
    await device.writeAttribute('buffer0/length', '8')
    await device.writeAttribute('buffer0/enable', '1')
    expect(seen).toEqual({ channels: [1], isRunning: true })
    expect(await errnoFrom(device.readAttribute('voltage1/raw'))).toBe('EBUSY')
    dma.channel().complete({ data: Uint8Array.of(4, 0, 8, 0, 12, 0, 16, 0) })
    await runtime.runAll()
    const bytes = new Uint8Array(8)
    const node = openDevice(device)
    expect(await node.read(bytes)).toBe(8)
    expect([...bytes]).toEqual([4, 0, 8, 0, 12, 0, 16, 0])
    await runtime.finish(device.writeAttribute('buffer0/enable', '0'))
    expect(seen.isRunning).toBe(false)
    node.close()
    await runtime.finish(remove())
    await runtime.runAll()
    expect(heap.liveAllocations).toBe(0)
  })
})

type Probe = (options: object) => Promise<{ device: NonNullable<ReturnType<IioBus['find']>>; remove(): Promise<void> }>

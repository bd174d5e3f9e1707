// The page, the instrument and the device tree have one rule for the buffer: driven at random through all three doors,
// running and stopped, they take the same values, refuse the same ones, and then say the same.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createInstrument, type Instrument } from '#main/instrument/index.ts'
import { parseBlockCount, parseBlockSize, parseWatermark } from '#renderer/features/buffer/block-size.ts'
import { foresee } from '#shared/buffer/request.ts'
import type { BufferState } from '#shared/contract/topics/buffer.ts'
import { toWireError } from '#shared/errors.ts'

let instrument: Instrument
beforeAll(async () => {
  instrument = await createInstrument({
    front: 'headless',
    heapBytes: 64 << 20,
    historyBytes: 4 << 20,
    historySeconds: 0.05,
    analysis: false,
    run: false,
    set: [{ path: 'sampling_frequency', value: '1000000' }],
  })
})
afterAll(() => instrument.close())

/** Blocks by DMA, of two alignments, and FIFOs. */
const devices = ['gigascope', 'dummy', 'dummy-dma', 'at91-adc', 'at91-adc-dma', 'loopback-adc'] as const

const knobs = ['blockBytes', 'blockCount', 'watermark'] as const
type Knob = (typeof knobs)[number]

/** Numbers around the limits, on and off the steps, and any others. */
const number = fc.oneof(
  fc.constantFrom(0, 1, 2, 3, 4, 63, 64, 65, 100, 4094, 4095, 4096),
  fc.integer({ min: 0, max: 26 }).map((power) => 2 ** power),
  fc.integer({ min: 1, max: 1 << 20 }).map((units) => units * 8),
  fc.integer({ min: 0, max: 1 << 25 }),
)

const step = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('set' as const), knob: fc.constantFrom(...knobs), number }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('auto' as const), knob: fc.constantFrom(...knobs) }) },
  // Right at a limit, as it is now.
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('edge' as const),
      knob: fc.constantFrom(...knobs),
      off: fc.constantFrom(-1, 0, 1),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('switch' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('capture' as const), device: fc.constantFrom(...devices) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      pathAndValue: fc.constantFrom(
        ...([
          ['sampling_frequency', '1000'],
          ['sampling_frequency', '1000000'],
          ['sampling_frequency', '20000000'],
        ] as const),
        ...([
          ['voltage1/en', '0'],
          ['voltage1/en', '1'],
        ] as const),
      ),
    }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const buffer = (): BufferState => instrument.state().buffer
const rate = (): number => instrument.state().samplingFrequencyHz

async function refusal(call: () => unknown): Promise<string | null> {
  try {
    await call()
    return null
  } catch (thrown) {
    const { errno, message } = toWireError(thrown)
    expect(['EINVAL', 'ERANGE']).toContain(errno)
    return message
  }
}

/** What the page says to a typed number before it asks the instrument. */
const page: Record<Knob, (value: number) => number> = {
  blockBytes: (value) => parseBlockSize(String(value), 'bytes', buffer(), rate()),
  blockCount: (value) => parseBlockCount(String(value), buffer(), rate()),
  watermark: (value) => parseWatermark(String(value), buffer(), rate()),
}

/** The same request as text in the device tree; null where the tree has no name for it. */
function attribute(knob: Knob, value: number): { path: string; text: string } | null {
  const { blockBytes, bytesPerScan } = buffer()
  if (knob === 'watermark') return { path: 'buffer0/watermark', text: String(value) }
  if (knob === 'blockCount') return { path: 'buffer0/length', text: String((value * blockBytes) / bytesPerScan) }
  return null
}

let asked = 0
let taken = 0

/** Asks through all doors: the page's rule, the attribute or the call, in turn. All give the same answer. */
async function ask(knob: Knob, value: number): Promise<void> {
  const pageSays = await refusal(() => page[knob](value))
  const before = buffer()
  let foreseen: ReturnType<typeof foresee> | null = null
  const ruleSays = await refusal(() => {
    foreseen = foresee({ [knob]: value }, before, rate())
  })
  const door = asked++ % 2 === 0 ? attribute(knob, value) : null
  const { device } = instrument.state()
  const answer = await refusal(() =>
    door === null
      ? instrument.handlers.setBuffer({ [knob]: value })
      : instrument.handlers.writeAttribute({ device, path: door.path, value: door.text }),
  )
  const context = `${knob} ${value} ${door?.path ?? ''}: page '${pageSays}', instrument '${answer}'`
  // The present length again is no change to the kernel's rule, hence always right.
  const isNoChange = door?.path === 'buffer0/length' && answer === null && buffer().blockCount === before.blockCount
  expect([pageSays === null, ruleSays === null], context).toEqual([answer === null, answer === null])
  if (answer !== null) {
    expect(buffer()).toEqual(before)
    if (door === null && value > 0) expect(answer).toBe(ruleSays)
    return
  }
  taken++
  if (isNoChange) return
  const { blockBytes, blockCount, watermark } = foreseen!.plan
  expect(buffer(), context).toMatchObject({ blockBytes, blockCount, watermark, [knob]: value, [`${knob}Auto`]: false })
}

async function play(one: Step): Promise<void> {
  const { handlers } = instrument
  const { device, acquisition } = instrument.state()
  if (one.kind === 'set') return ask(one.knob, one.number)
  if (one.kind === 'auto') {
    const { plan } = foresee({ [one.knob]: 'auto' }, buffer(), rate())
    await handlers.setBuffer({ [one.knob]: 'auto' })
    const { blockBytes, blockCount, watermark } = plan
    expect(buffer()).toMatchObject({ blockBytes, blockCount, watermark, [`${one.knob}Auto`]: true })
  } else if (one.kind === 'switch') await (acquisition === 'running' ? handlers.stop() : handlers.run())
  else if (one.kind === 'capture') await handlers.captureDevice({ device: one.device })
  else if (one.kind === 'write') {
    // Rates and channels of the others are their own.
    if (instrument.state().deviceName !== 'gigascope') return
    const [path, value] = one.pathAndValue
    await handlers.writeAttribute({ device, path, value })
  } else {
    const { blockBytes, blockCount, bytesPerScan, limits } = buffer()
    const scans = blockBytes / bytesPerScan
    const edges: Record<Knob, number> = {
      blockBytes: Math.floor(limits.circulationBytes / blockCount / 8) * 8,
      blockCount: Math.floor(limits.circulationBytes / blockBytes),
      watermark: (blockCount - 1) * scans,
    }
    await ask(one.knob, edges[one.knob] + one.off)
  }
}

async function expectOneTruth(): Promise<void> {
  const { blockBytes, blockCount, bytesPerScan, watermark } = buffer()
  const { device } = instrument.state()
  const read = async (path: string): Promise<string> =>
    (await instrument.handlers.readAttribute({ device, path })).value
  expect([await read('buffer0/length'), await read('buffer0/watermark')]).toEqual([
    String((blockCount * blockBytes) / bytesPerScan),
    String(watermark),
  ])
  const { hub, stack } = instrument.parts
  if (hub.isRunning) expect(stack.queue.threshold).toBe(watermark)
}

it('page, instrument and device tree agree on block size, number of blocks and watermark', async () => {
  const seed = Number(process.env.BLOCKSCOPE_SEED ?? Date.now() & 0x7fffffff)
  process.stdout.write(`buffer agreement: seed ${seed} (BLOCKSCOPE_SEED=${seed} plays it again)\n`)
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), async (steps) => {
      // Each sequence begins from the same place.
      await instrument.handlers.stop()
      await instrument.handlers.captureDevice({ device: 'gigascope' })
      const { device } = instrument.state()
      for (const [path, value] of [
        ['sampling_frequency', '1000000'],
        ['voltage1/en', '0'],
      ] as const)
        await instrument.handlers.writeAttribute({ device, path, value })
      await instrument.handlers.setBuffer({ blockBytes: 'auto', blockCount: 'auto', watermark: 'auto' })
      for (const one of steps) {
        await play(one)
        await expectOneTruth()
      }
    }),
    { numRuns: 40, seed },
  )
  // Both answers were met, each many times.
  expect(Math.min(taken, asked - taken)).toBeGreaterThan(50)
})

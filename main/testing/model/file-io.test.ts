// Long random sequences on a queue in file-IO mode, against a model of two slots. Prints seed and shrunk sequence on
// failure (BLOCKSCOPE_SEED runs one again).

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DeviceNode, openDevice } from '#main/iio/index.ts'
import { createDmaBench, type DmaBench, errnoFrom, voltageChannels } from '#main/testing/index.ts'

const runs = 250
const stepsPerRun = 200

const step = fc.record({
  kind: fc.constantFrom(
    ...(['read', 'read', 'read', 'read', 'complete', 'complete', 'short', 'failed', 'length', 'enable'] as const),
    ...(['enable', 'disable', 'watermark', 'reopen'] as const),
  ),
  number: fc.nat(300),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

interface Filled {
  readonly bytes: number
  readonly tag: number
}

class Model {
  enabled = false
  everEnabled = false
  length = 4096
  /** Bytes of a block in this run. */
  size = 0
  inFlight = 0
  outgoing: Filled[] = []
  current: (Filled & { position: number }) | null = null

  get available(): number {
    return this.size * (this.outgoing.length + (this.current === null ? 0 : 1))
  }
}

interface World {
  readonly bench: DmaBench
  readonly model: Model
  file: DeviceNode
}

async function play(world: World, { kind, number }: Step): Promise<void> {
  const { bench, model } = world
  const { device, hardware, runtime } = bench
  switch (kind) {
    case 'enable':
      await runtime.finish(device.writeAttribute('buffer0/enable', '1'))
      if (model.enabled) return
      Object.assign(model, {
        enabled: true,
        everEnabled: true,
        size: model.length,
        inFlight: 2,
        outgoing: [],
        current: null,
      })
      return
    case 'disable':
      await runtime.finish(device.writeAttribute('buffer0/enable', '0'))
      model.enabled = false
      for (; model.inFlight > 0; model.inFlight--) model.outgoing.push({ bytes: 0, tag: 0 })
      return
    case 'length': {
      const result = await errnoFrom(device.writeAttribute('buffer0/length', String(number)))
      expect(result).toBe(model.enabled && number !== model.length ? 'EBUSY' : 'ok')
      if (result === 'ok' && number !== model.length) model.length = Math.max(number, 2)
      return
    }
    case 'watermark':
      expect(await errnoFrom(device.writeAttribute('buffer0/watermark', String(number)))).toBe('EACCES')
      return
    case 'reopen':
      expect(await errnoFrom(() => openDevice(device))).toBe('EBUSY')
      world.file.close()
      world.file = openDevice(device, { nonBlocking: true })
      return
    case 'complete':
    case 'short':
    case 'failed': {
      if (model.inFlight === 0) return
      const bytes = kind === 'complete' ? model.size : number % (model.size + 1)
      const data = new Uint8Array(model.size).fill(number)
      if (kind === 'failed') hardware.fail('READ_FAILED', bytes, { data })
      else hardware.shortComplete(bytes, { data })
      await runtime.runAll()
      model.inFlight--
      model.outgoing.push({ bytes, tag: number & 0xff })
      return
    }
    case 'read':
      await read(world, number)
  }
}

async function read({ file, model }: World, n: number): Promise<void> {
  const bytes = new Uint8Array(n)
  let got = -1
  const result = await errnoFrom(file.read(bytes).then((count) => (got = count)))
  if (!model.everEnabled) {
    expect([result, got]).toEqual(['ok', 0])
    return
  }
  if (n < 2) {
    expect(result).toBe('EINVAL')
    return
  }
  const taken = model.outgoing[0]
  if (model.current === null && taken !== undefined) {
    model.outgoing.shift()
    model.current = { ...taken, position: 0 }
  }
  const { current } = model
  const amount = current === null ? 0 : Math.min(n - (n % 2), current.bytes - current.position)
  expect([result, got]).toEqual(amount > 0 ? ['ok', amount] : ['EAGAIN', -1])
  if (current === null) return
  expect(bytes.subarray(0, amount).every((byte) => byte === current.tag)).toBe(true)
  current.position += amount
  if (current.position < current.bytes) return
  model.current = null
  if (model.enabled) model.inFlight++
}

async function check({ bench, model, file }: World): Promise<void> {
  expect(await bench.device.readAttribute('buffer0/data_available')).toBe(String(model.available))
  expect(bench.hardware.running.length).toBe(model.inFlight)
  const wanted = model.enabled ? Math.floor(model.length / 2) : 1
  expect(file.poll()).toEqual({ readable: model.available >= wanted, writable: false })
  expect(await bench.device.readAttribute('buffer0/watermark')).toBe(String(Math.floor(model.length / 2)))
}

describe('model: file-IO mode', () => {
  it(`agrees with the queue over ${runs * stepsPerRun} steps, and leaks nothing when the device goes away`, async () => {
    const seed = Number(process.env.BLOCKSCOPE_SEED ?? Date.now() & 0x7fffffff)
    let steps = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: stepsPerRun, maxLength: stepsPerRun }), async (sequence) => {
        const bench = await createDmaBench({ channels: voltageChannels(1), heapBytes: 1024 * 1024 })
        await bench.device.writeAttribute('voltage0/en', '1')
        const world: World = { bench, model: new Model(), file: openDevice(bench.device, { nonBlocking: true }) }
        for (const one of sequence) {
          await play(world, one)
          await check(world)
          steps++
        }
        await bench.remove()
        expect(await errnoFrom(world.file.read(new Uint8Array(8)))).toBe('ENODEV')
        world.file.close()
        expect([bench.heap.liveAllocations, bench.buffer.isReleased]).toEqual([0, true])
      }),
      { numRuns: runs, seed },
    )
    expect(steps).toBeGreaterThanOrEqual(runs * stepsPerRun)
  }, 120_000)
})

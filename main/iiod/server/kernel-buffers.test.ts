import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ErrnoError, say } from '#shared/errors.ts'
import { layoutScan, scanType } from '#shared/iio/index.ts'
import { cutScans, planCut } from './cut-scans.ts'
import { KernelBuffers, type Overrun } from './kernel-buffers.ts'

const element = (scanIndex: number, bits: number) => ({ scanIndex, type: scanType({ sign: 's', realbits: bits }) })
const one = layoutScan([element(0, 16)])
const two = layoutScan([element(0, 16), element(1, 16)])
const waiting = new AbortController().signal

/** Runs over numbered scans, with a count of who holds them. */
class Source {
  held = 0
  readonly buffers: KernelBuffers
  #next = 0

  constructor(buffers: KernelBuffers) {
    this.buffers = buffers
    buffers.onLayout(one)
  }

  /** Hands out so many scans; `lost` are missing before them. */
  run(scans: number, lost = 0): void {
    const follows = lost === 0 && this.#next > 0
    this.#next += lost
    const words = Uint16Array.from({ length: scans }, (_, k) => this.#next + k)
    this.#next += scans
    const retain = (): void => void this.held++
    const release = (): void => void this.held--
    this.buffers.onRuns([{ bytes: new Uint8Array(words.buffer), follows, retain, release }])
  }
}

async function numbersOf(buffers: KernelBuffers): Promise<number[]> {
  const buffer = await buffers.next(waiting)
  const bytes = Buffer.concat(buffer.pieces)
  buffer.release()
  return Array.from({ length: bytes.length / 2 }, (_, k) => bytes.readUInt16LE(k * 2))
}

const make = (scans: number, count: number, overrun: Overrun = 'skip'): KernelBuffers =>
  new KernelBuffers({ layout: one, scans, count, overrun })

const over = new ErrnoError('ENODEV', say`It is gone.`)

describe('kernel buffers', () => {
  it('hold scans that follow one another, whatever is missing between two of them', async () => {
    const step = fc.record({ scans: fc.integer({ min: 1, max: 50 }), lost: fc.nat(3), reads: fc.nat(3) })
    await fc.assert(
      fc.asyncProperty(
        fc.array(step),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 4 }),
        async (steps, scans, count) => {
          const source = new Source(make(scans, count))
          const { buffers } = source
          let last = -1
          const read = async (): Promise<boolean> => {
            const stop = new AbortController()
            const next = buffers.next(stop.signal)
            stop.abort()
            const buffer = await next.catch(() => null)
            if (buffer === null) return false
            const bytes = Buffer.concat(buffer.pieces)
            buffer.release()
            const first = bytes.readUInt16LE(0)
            expect(first).toBeGreaterThan(last)
            expect(Array.from({ length: bytes.length / 2 }, (_, k) => bytes.readUInt16LE(k * 2) - first)).toEqual([
              ...Array(scans).keys(),
            ])
            last = first + scans - 1
            return true
          }
          for (const { scans: some, lost, reads } of steps) {
            source.run(some, lost)
            for (let k = 0; k < reads; k++) await read()
          }
          // Whatever came before, it goes on.
          while (await read());
          source.run(scans)
          source.run(scans)
          expect(await read()).toBe(true)
          buffers.close()
          expect(source.held).toBe(0)
        },
      ),
    )
  })

  it('that must be whole give every scan, or an error', async () => {
    const steps = fc.array(fc.record({ scans: fc.integer({ min: 1, max: 20 }), reads: fc.boolean() }), { minLength: 1 })
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const source = new Source(make(10, 3, 'stop'))
        let next = 0
        let came = 0
        let failure: unknown = null
        const read = async (): Promise<void> => {
          try {
            expect(await numbersOf(source.buffers)).toEqual(Array.from({ length: 10 }, (_, k) => next + k))
            next += 10
          } catch (thrown) {
            failure = thrown
          }
        }
        for (const { scans, reads } of all) {
          source.run(scans)
          came += scans
          if (reads && came - next >= 10 && failure === null) await read()
        }
        const { skippedScans } = source.buffers
        // What was held is read first; then it is said that more came.
        while (failure === null && (skippedScans > 0 || came - next >= 10)) await read()
        if (skippedScans === 0) expect(failure).toBeNull()
        else expect(failure).toMatchObject({ errno: 'EOVERFLOW' })
        source.buffers.close()
        expect(source.held).toBe(0)
      }),
    )
  })

  it('give what had come before the stream ended, and then the reason', async () => {
    const source = new Source(make(4, 2))
    source.run(6)
    source.buffers.onEnd(over)
    expect(await numbersOf(source.buffers)).toEqual([0, 1, 2, 3])
    await expect(source.buffers.next(waiting)).rejects.toMatchObject({ errno: 'ENODEV' })
    source.run(10)
    source.buffers.close()
    expect(source.held).toBe(0)
  })

  it('hold no more than they have room for, and give it back when memory is short', () => {
    const source = new Source(make(4, 2))
    for (let k = 0; k < 5; k++) source.run(4)
    expect([source.held, source.buffers.hasRoom, source.buffers.skippedScans]).toEqual([2, false, 12])
    source.buffers.onShort()
    expect([source.held, source.buffers.hasRoom, source.buffers.skippedScans]).toEqual([0, true, 20])
  })

  it('stay what they are while they are on their way to the client', async () => {
    const source = new Source(make(4, 2))
    source.run(8)
    const buffer = await source.buffers.next(waiting)
    source.buffers.close()
    expect(source.held).toBe(1)
    buffer.release()
    expect(source.held).toBe(0)
  })
})

describe('cut scans', () => {
  it('have the elements of the client at the places of its own form', () => {
    const bytes = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8])
    const second = layoutScan([element(1, 16)])
    expect([...cutScans(planCut(two, second)!, bytes)]).toEqual([3, 4, 7, 8])
    expect([...cutScans(planCut(two, two)!, bytes)]).toEqual([...bytes])
    expect(planCut(one, two)).toBeNull()
    expect(planCut(two, layoutScan([element(0, 16)], true))).toBeNull()
  })

  it('with a time stamp have it behind them', () => {
    const from = layoutScan([element(0, 16), element(1, 32)], true)
    const bytes = Uint8Array.from({ length: 32 }, (_, k) => k)
    expect([...cutScans(planCut(from, layoutScan([element(1, 32)], true))!, bytes)]).toEqual([
      4, 5, 6, 7, 0, 0, 0, 0, 8, 9, 10, 11, 12, 13, 14, 15, 20, 21, 22, 23, 0, 0, 0, 0, 24, 25, 26, 27, 28, 29, 30, 31,
    ])
  })
})

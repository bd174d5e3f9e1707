import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Doorbell, SharedRing, sharedRingBytes } from './index.ts'

describe('SharedRing', () => {
  it('is a bounded first-in first-out queue, whatever the order of calls', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4 }),
        fc.array(fc.boolean(), { maxLength: 200 }),
        fc.constantFrom(0, 2 ** 31 - 3, -2),
        (log2, pushes, start) => {
          const capacity = 2 ** log2
          const buffer = new SharedArrayBuffer(sharedRingBytes(16, capacity))
          const words = new Int32Array(buffer)
          // Positions run freely: begin near the wrap.
          words[0] = start
          words[16] = start
          const layout = { address: 0, recordBytes: 16, capacity }
          const producer = new SharedRing(buffer, layout)
          const consumer = new SharedRing(buffer, layout)
          const values = new Float64Array(buffer)
          const model: number[] = []
          let next = 1
          for (const push of pushes) {
            if (push) {
              const slot = producer.writeSlot
              const at = producer.reserve()
              expect(at === 0).toBe(model.length === capacity)
              if (at === 0) continue
              expect(at).toBe(128 + slot * 16)
              values[at / 8] = next
              producer.commit()
              model.push(next++)
            } else {
              const at = consumer.peek()
              expect(at === 0).toBe(model.length === 0)
              if (at === 0) continue
              expect(values[at / 8]).toBe(model.shift())
              consumer.advance()
            }
            expect(producer.length).toBe(model.length)
            for (let ahead = 0; ahead < model.length; ahead++)
              expect(values[consumer.peek(ahead) / 8]).toBe(model[ahead])
            expect(consumer.peek(model.length)).toBe(0)
          }
        },
      ),
    )
  })

  it('refuses layouts that cannot work', () => {
    const buffer = new SharedArrayBuffer(4096)
    const make = (address: number, recordBytes: number, capacity: number) => () =>
      new SharedRing(buffer, { address, recordBytes, capacity })
    expect(make(4, 16, 4)).toThrow(/aligned/)
    expect(make(0, 12, 4)).toThrow(/aligned/)
    expect(make(0, 16, 3)).toThrow(/power of two/)
    expect(make(0, 16, 0)).toThrow(/power of two/)
  })

  it('carries records between threads, waking a sleeping consumer', async () => {
    const capacity = 8
    const buffer = new SharedArrayBuffer(64 + sharedRingBytes(8, capacity))
    const worker = new Worker(
      `const { workerData: buffer, parentPort } = require('node:worker_threads')
       // A consumer that knows only the layout.
       const words = new Int32Array(buffer), values = new Float64Array(buffer)
       let sum = 0, seen = 0, expected = 1, inOrder = true
       while (seen < 20000) {
         const bell = Atomics.load(words, 0)
         const at = Atomics.load(words, 32)
         if (at === Atomics.load(words, 16)) { Atomics.wait(words, 0, bell, 5000); continue }
         const value = values[(192 + (at & 7) * 8) / 8]
         inOrder &&= value === expected++
         sum += value; seen++
         Atomics.add(words, 32, 1)
       }
       parentPort.postMessage({ sum, inOrder })`,
      { eval: true, workerData: buffer },
    )
    const outcome = new Promise<{ sum: number; inOrder: boolean }>((resolve) => worker.once('message', resolve))
    const bell = new Doorbell(buffer, 0)
    const ring = new SharedRing(buffer, { address: 64, recordBytes: 8, capacity })
    const values = new Float64Array(buffer)
    for (let value = 1; value <= 20_000; ) {
      const at = ring.reserve()
      if (at === 0) {
        await new Promise((resolve) => setImmediate(resolve))
        continue
      }
      values[at / 8] = value++
      ring.commit()
      bell.ring()
    }
    expect(await outcome).toEqual({ sum: 200_010_000, inOrder: true })
    await worker.terminate()
  })
})

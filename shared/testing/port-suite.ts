// What every port promises, whatever it is made of. Each adapter's test runs this.
import { describe, expect, it, vi } from 'vitest'
import type { Port } from '../port/port.ts'
import { eventually } from './eventually.ts'

/** Runs the promises against fresh pairs of connected ports, neither started. */
export function describePort(name: string, connect: () => Promise<readonly [Port, Port]>): void {
  const heard = (port: Port): unknown[] => {
    const messages: unknown[] = []
    port.onMessage((message) => messages.push(message))
    return messages
  }

  describe(`${name} as a port`, () => {
    it('carries plain data both ways, in order', async () => {
      const [near, far] = await connect()
      const atFar = heard(far)
      const atNear = heard(near)
      near.start()
      far.start()
      const values = [{ a: [1, 'two', null, true, { b: -0.5 }] }, {}, { t: 'call' }, [1, 2, 3]]
      for (const value of values) near.post(value)
      far.post({ back: 'µ Ω 🎛' })
      await eventually(() => expect(atFar).toEqual(values))
      await eventually(() => expect(atNear).toEqual([{ back: 'µ Ω 🎛' }]))
      near.close()
    })

    it('keeps what arrives before it is started', async () => {
      const [near, far] = await connect()
      const atFar = heard(far)
      const atNear = heard(near)
      near.start()
      for (let k = 0; k < 10; k++) near.post({ k })
      far.post({ pong: 1 })
      await eventually(() => expect(atNear).toHaveLength(1))
      expect(atFar).toEqual([])
      far.start()
      await eventually(() => expect(atFar).toEqual(Array.from({ length: 10 }, (_, k) => ({ k }))))
      near.close()
    })

    it('carries binary data as a Uint8Array of its own, so that the sender may reuse the bytes at once', async () => {
      const [near, far] = await connect()
      const atFar = heard(far)
      near.start()
      far.start()
      const pool = new Uint8Array(new SharedArrayBuffer(1 << 20)).fill(7)
      const view = pool.subarray(1000, 1000 + 300_000)
      near.post(view)
      view.fill(9)
      near.post(view)
      await eventually(() => expect(atFar).toHaveLength(2))
      for (const [k, fill] of [7, 9].entries()) {
        const bytes = atFar[k] as Uint8Array
        expect(bytes).toBeInstanceOf(Uint8Array)
        expect([bytes.byteLength, bytes.byteOffset % 8]).toEqual([300_000, 0])
        expect(bytes.every((byte) => byte === fill)).toBe(true)
      }
      near.close()
    })

    it('tells both sides of the close, once, also those who ask late', async () => {
      const [near, far] = await connect()
      const atNear = vi.fn()
      const atFar = vi.fn()
      near.onClose(atNear)
      far.onClose(atFar)
      near.start()
      far.start()
      near.close()
      near.close()
      await eventually(() => expect(atFar).toHaveBeenCalledTimes(1))
      far.close()
      const late = vi.fn()
      far.onClose(late)
      await eventually(() => expect(late).toHaveBeenCalledTimes(1))
      expect([atNear.mock.calls.length, atFar.mock.calls.length]).toEqual([1, 1])
    })

    it('is harmless after close', async () => {
      const [near, far] = await connect()
      const atFar = heard(far)
      const closed = vi.fn()
      far.onClose(closed)
      near.start()
      far.start()
      near.close()
      near.post({ late: true })
      near.start()
      await eventually(() => expect(closed).toHaveBeenCalled())
      far.post({ later: true })
      await (near.drained?.() ?? Promise.resolve())
      expect(atFar).toEqual([])
    })

    it('stops calling a listener that has left', async () => {
      const [near, far] = await connect()
      const left = vi.fn()
      far.onMessage(left).dispose()
      const atFar = heard(far)
      near.start()
      far.start()
      near.post({ k: 1 })
      await eventually(() => expect(atFar).toHaveLength(1))
      expect(left).not.toHaveBeenCalled()
      near.close()
    })
  })
}

import { describe, expect, it, vi } from 'vitest'
import { stampSequence } from '../frame/frame.ts'
import { PortInbox } from '../port/inbox.ts'
import type { Port, PortMessage } from '../port/port.ts'
import { eventually } from '../testing/eventually.ts'
import { FakeInstrument } from '../testing/fake-instrument.ts'
import { FramePump } from './frame-pump.ts'

function pumping() {
  const instrument = new FakeInstrument()
  const viewer = instrument.openViewer()
  const posted: PortMessage[] = []
  let room: () => void = () => undefined
  const inbox = new PortInbox()
  const port: Port = {
    post: (message) => void posted.push(message),
    onMessage: (listener) => inbox.onMessage(listener),
    onClose: (listener) => inbox.onClose(listener),
    start: () => undefined,
    close: () => undefined,
    drained: vi.fn(() => Promise.resolve()),
  }
  const congest = (): void => {
    const full = new Promise<void>((resolve) => {
      room = resolve
    })
    vi.mocked(port.drained!).mockReturnValueOnce(full)
  }
  const trouble = vi.fn()
  const pump = new FramePump(port, viewer, { stamp: stampSequence, onTrouble: trouble })
  return { instrument, viewer: instrument.viewers[0]!, pump, posted, congest, makeRoom: () => room(), trouble }
}

const turns = async (): Promise<void> => {
  for (let k = 0; k < 20; k++) await Promise.resolve()
}

describe('FramePump', () => {
  it('fetches nothing without credit', async () => {
    const { instrument, viewer } = pumping()
    for (let k = 0; k < 100; k++) instrument.offerFrame()
    await turns()
    expect(viewer.fetched).toBe(0)
  })

  it('waits for room before it asks, so that it gets the newest then', async () => {
    const { instrument, pump, posted, congest, makeRoom, viewer } = pumping()
    congest()
    pump.grant(1, 0)
    await turns()
    for (let k = 0; k < 100; k++) instrument.offerFrame()
    expect([viewer.fetched, posted.length]).toEqual([0, 0])
    makeRoom()
    await eventually(() => expect(posted).toHaveLength(1))
    expect(viewer.fetched).toBe(1)
  })

  it('asks for one frame at a time, whatever the credit', async () => {
    const { instrument, pump, posted, trouble } = pumping()
    pump.grant(2, 0)
    pump.grant(2, 0)
    for (let k = 1; k <= 6; k++) {
      await turns()
      expect(posted).toHaveLength(Math.min(k, 4))
      instrument.offerFrame()
    }
    expect(trouble).not.toHaveBeenCalled()
  })

  it('sends nothing after it was disposed, though a frame was under way', async () => {
    const { instrument, pump, posted, congest, makeRoom, trouble } = pumping()
    congest()
    pump.grant(1, 0)
    pump.dispose()
    makeRoom()
    await turns()
    instrument.offerFrame()
    await turns()
    expect([posted.length, trouble.mock.calls.length]).toEqual([0, 0])
  })

  it('refuses acknowledgements that go back', async () => {
    const { pump, posted } = pumping()
    pump.grant(1, 0)
    await eventually(() => expect(posted).toHaveLength(1))
    pump.grant(1, 1)
    expect(() => pump.grant(1, 0)).toThrowError(expect.objectContaining({ errno: 'EINVAL' }))
  })
})

import { describe, expect, it } from 'vitest'
import type { ErrnoName } from '#shared/errors.ts'
import { DmaChannel, type DmaChannelOps, type DmaDevice, DmaEngine } from './index.ts'

const status = { status: 'COMPLETE', last: 1, used: 1, residue: 0 } as const
const minimal: DmaChannelOps = { txStatus: () => status, issuePending: () => {}, prepSlaveSg: () => null }

function makeDevice(ops: DmaChannelOps = minimal, part: Partial<DmaDevice> = {}): DmaDevice {
  const channels: DmaChannel[] = []
  const device: DmaDevice = {
    name: 'dma0',
    capabilities: ['SLAVE'],
    srcAddrWidths: 1 << 4,
    dstAddrWidths: 1 << 8,
    directions: ['dev-to-mem'],
    maxBurst: 1,
    descriptorReuse: false,
    channels,
    ...part,
  }
  channels.push(new DmaChannel(device, 'ch0', ops))
  return device
}

function engineWith(device?: DmaDevice): DmaEngine {
  const engine = new DmaEngine()
  engine.link({ consumer: 'adc', name: 'rx', provider: 'dma0', channel: 'ch0' })
  if (device !== undefined) engine.registerDevice(device)
  return engine
}

const failsWith = (errno: ErrnoName) => expect.objectContaining({ errno })

describe('DmaEngine', () => {
  it('refuses a controller without what it claims', () => {
    const engine = engineWith()
    const noop = (): null => null
    const wrong: [DmaChannelOps, Partial<DmaDevice>][] = [
      [{ ...minimal, txStatus: undefined as never }, {}],
      [{ ...minimal, issuePending: undefined as never }, {}],
      [{ ...minimal, prepSlaveSg: undefined as never }, {}],
      [minimal, { capabilities: ['SLAVE', 'CYCLIC'] }],
      [{ ...minimal, prepDmaCyclic: noop }, { capabilities: ['CYCLIC', 'INTERLEAVE'] }],
      [minimal, { capabilities: ['PERIPHERAL_VEC'] }],
    ]
    for (const [ops, part] of wrong)
      expect(() => engine.registerDevice(makeDevice(ops, part))).toThrow(failsWith('EIO'))
    expect(engine.devices).toEqual([])
    engine.registerDevice(makeDevice())
    expect(() => engine.registerDevice(makeDevice())).toThrow(failsWith('EEXIST'))
  })

  it('hands a channel to one client at a time', async () => {
    const device = makeDevice()
    const engine = engineWith()
    expect(() => engine.requestChannel('adc', 'rx')).toThrow(failsWith('EPROBE_DEFER'))
    engine.registerDevice(device)
    expect(() => engine.requestChannel('adc', 'tx')).toThrow(failsWith('ENODEV'))
    expect(() => engine.requestChannel('dac', 'rx')).toThrow(failsWith('ENODEV'))
    const channel = engine.requestChannel('adc', 'rx')
    expect(channel.client).toBe('adc')
    expect(() => engine.requestChannel('adc', 'rx')).toThrow(failsWith('EBUSY'))
    await engine.releaseChannel(channel)
    await expect(engine.releaseChannel(channel)).rejects.toMatchObject({ errno: 'EINVAL' })
    expect(engine.requestChannel('adc', 'rx')).toBe(channel)
    engine.unregisterDevice(device)
    expect(() => engine.requestChannel('adc', 'rx')).toThrow(failsWith('EPROBE_DEFER'))
    expect(() => engine.unregisterDevice(device)).toThrow(failsWith('ENODEV'))
    expect(() => engine.link({ consumer: 'adc', name: 'rx', provider: 'x', channel: 'y' })).toThrow(failsWith('EEXIST'))
  })

  it('waits for callbacks before it frees a channel, and terminates nothing', async () => {
    const order: string[] = []
    const device = makeDevice({
      ...minimal,
      terminateAll: () => void order.push('terminate'),
      synchronize: async () => void order.push('synchronize'),
      freeResources: () => void order.push('free'),
    })
    const engine = engineWith(device)
    await engine.releaseChannel(engine.requestChannel('adc', 'rx'))
    expect(order).toEqual(['synchronize', 'free'])
  })

  it('tells what a channel can do', () => {
    const engine = engineWith()
    const [bare] = makeDevice().channels
    expect(engine.getSlaveCaps(bare!)).toEqual({
      srcAddrWidths: 16,
      dstAddrWidths: 256,
      directions: ['dev-to-mem'],
      maxBurst: 1,
      residueGranularity: 'DESCRIPTOR',
      canPause: false,
      canResume: false,
      canTerminate: false,
      descriptorReuse: false,
    })
    const nothing = (): void => {}
    const [full] = makeDevice({ ...minimal, pause: nothing, resume: nothing, terminateAll: nothing }).channels
    expect(engine.getSlaveCaps(full!)).toMatchObject({ canPause: true, canResume: true, canTerminate: true })
    expect(() => engine.getSlaveCaps(null)).toThrow(failsWith('EINVAL'))
    expect(() => engine.getSlaveCaps(makeDevice(minimal, { capabilities: ['PRIVATE'] }).channels[0]!)).toThrow(
      failsWith('ENXIO'),
    )
    expect(() => engine.getSlaveCaps(makeDevice(minimal, { directions: [] }).channels[0]!)).toThrow(failsWith('ENXIO'))
  })

  it('reports a missing operation with its documented error, and a missing prepare operation with null', async () => {
    const [channel] = makeDevice({ txStatus: () => status, issuePending: () => {} }).channels
    const c = channel!
    expect(() => c.slaveConfig({ direction: 'dev-to-mem' })).toThrow(failsWith('ENOSYS'))
    expect(() => c.pause()).toThrow(failsWith('ENOSYS'))
    expect(() => c.resume()).toThrow(failsWith('ENOSYS'))
    expect(() => c.terminateAsync()).toThrow(failsWith('EINVAL'))
    expect(() => c.terminateAll()).toThrow(failsWith('ENOSYS'))
    await expect(c.terminateSync()).rejects.toMatchObject({ errno: 'EINVAL' })
    const prepared = [
      c.prepSlaveSingle(0, 8, 'dev-to-mem'),
      c.prepSlaveSg([], 'dev-to-mem'),
      c.prepDmaCyclic(0, 8, 8, 'dev-to-mem'),
      c.prepInterleaved({ address: 0, direction: 'dev-to-mem', elementBytes: 8, gapBytes: 0, rows: 1 }),
      c.prepPeripheralDmaVec([], 'dev-to-mem'),
    ]
    expect(prepared).toEqual([null, null, null, null, null])
  })

  it('reports a described channel that its controller lacks', () => {
    const engine = engineWith(makeDevice())
    engine.link({ consumer: 'adc', name: 'aux', provider: 'dma0', channel: 'ch7' })
    expect(() => engine.requestChannel('adc', 'aux')).toThrow(failsWith('ENODEV'))
  })

  it('passes on the residue granularity a controller declares', () => {
    const [channel] = makeDevice(minimal, { residueGranularity: 'BURST' }).channels
    expect(new DmaEngine().getSlaveCaps(channel!).residueGranularity).toBe('BURST')
  })

  it('repeats an interleaved frame only where the controller can', () => {
    const asked: (boolean | undefined)[] = []
    const ops: DmaChannelOps = {
      ...minimal,
      prepInterleaved: (_template, flags) => {
        asked.push(flags.repeat)
        return null
      },
    }
    const template = { address: 0, direction: 'dev-to-mem', elementBytes: 8, gapBytes: 0, rows: 1 } as const
    const [plain] = makeDevice(ops).channels
    plain!.prepInterleaved(template, { repeat: true })
    const [repeating] = makeDevice(ops, { capabilities: ['INTERLEAVE', 'REPEAT'] }).channels
    repeating!.prepInterleaved(template, { repeat: true })
    expect(asked).toEqual([true])
  })

  it('has no status and nothing to synchronize on a channel without these operations', async () => {
    const [bare] = makeDevice({ ...minimal, txStatus: undefined as never, terminateAll: () => {} }).channels
    expect(() => bare!.txStatus(2)).toThrow(failsWith('ENOSYS'))
    await expect(bare!.terminateSync()).resolves.toBeUndefined()
  })
})

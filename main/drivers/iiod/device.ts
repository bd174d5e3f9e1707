// A remote device as a device of the IIO core: its channels and attributes as they are described, and, where it samples, a buffer.
import {
  type Attribute,
  type AttributeTable,
  type BlockMemory,
  type ChannelKind,
  type ChannelSpec,
  constantAttribute,
  type DeviceInfo,
  type IioBus,
  IioDevice,
  maskHas,
  mode,
  numberAttribute,
  timestampClocks,
} from '#main/iio/index.ts'
import type { AttributePlace } from '#main/iiod/index.ts'
import { maskOrder, type RemoteAttribute, type RemoteChannel, type RemoteDevice } from '#main/iiod/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import type { StreamRate } from '#shared/buffer/limits.ts'
import { fail, say } from '#shared/errors.ts'
import { elementBytes, formatScanType } from '#shared/iio/index.ts'
import { remoteAttribute } from './attributes.ts'
import type { FarSide } from './far-side.ts'
import type { KnownValues } from './known-values.ts'
import { rateAttribute } from './rate.ts'
import { scanWriter, wireLayout } from './scan-writer.ts'
import { RemoteOutput } from './sink.ts'
import { RemoteStream } from './stream.ts'
import { triggerAttribute } from './trigger.ts'

export interface RemoteDeviceParts {
  readonly bus: IioBus
  readonly runtime: Runtime
  readonly heap: BlockMemory
  /** Null: it is described in a file. */
  readonly link: FarSide | null
  /** All devices of the context. */
  readonly devices: readonly RemoteDevice[]
  /** What was read when the context was opened. */
  readonly known: KnownValues
  /** `ip:192.168.2.1:30431`. */
  readonly uri: string
}

/** A remote device that was probed. */
export interface Remote {
  readonly device: IioDevice
  /** Null: it is described in a file. */
  readonly link: FarSide | null
  /** Null: it does not sample. */
  readonly stream: RemoteStream | null
  /** Null: it puts nothing out. */
  readonly output: RemoteOutput | null
  /** Its buffer is about to be enabled, for a stream at this rate. */
  begin(rate: StreamRate): void
  remove(): Promise<void>
}

const kinds: readonly ChannelKind[] = [
  ...(['voltage', 'altvoltage', 'current', 'power', 'accel', 'anglvel', 'magn', 'temp', 'angl', 'rot'] as const),
  ...(['activity', 'steps'] as const),
]
/** What the IIO core itself has in the folder of a scan element, and of a buffer. */
const ownOfElement = new Set(['en', 'index', 'type'])
const ownOfBuffer = new Set(['length', 'enable', 'watermark', 'data_available', 'direction'])
const ofStream = new Set(['scale', 'offset', 'sampling_frequency'])
const mostKernelBuffers = 256

/** Scan elements of the direction, one for each index: channels that share one share its bytes, and the first stands for them. */
export function elementsOf(channels: readonly RemoteChannel[], direction: 'in' | 'out'): readonly RemoteChannel[] {
  const taken = new Set<number>()
  return maskOrder(channels).filter(({ scan, direction: own }) => {
    if (scan === null || own !== direction || taken.has(scan.index)) return false
    taken.add(scan.index)
    return true
  })
}

/** The time stamp of the IIO core is the last element of a scan; one at another place is a channel like any other. */
function timestampOf(elements: readonly RemoteChannel[]): RemoteChannel | null {
  const last = elements.at(-1)
  const isStamp = last?.id === 'timestamp' && last.scan !== null && formatScanType(last.scan.type) === 'le:s64/64>>0'
  return isStamp ? last : null
}

export async function probeRemoteDevice(remote: RemoteDevice, parts: RemoteDeviceParts): Promise<Remote> {
  const { bus, runtime, heap, link, known, uri } = parts
  const order = maskOrder(remote.channels)
  const inputs = elementsOf(remote.channels, 'in')
  const output = inputs.length > 0 ? null : outputOf(remote, parts)
  const elements = output === null ? inputs : elementsOf(remote.channels, 'out')
  const timestamp = timestampOf(elements)
  const stream = link === null || inputs.every((one) => one === timestamp) ? null : new RemoteStream(runtime, heap)
  const buffer = stream ?? output
  let kernelBuffers = 0
  let rateHz = Number.NaN
  const isCapturing = (): boolean => device.isBufferEnabled
  const attribute = (
    place: AttributePlace,
    { name, value, isReadOnly = false }: RemoteAttribute,
    siblings: readonly RemoteAttribute[],
  ) =>
    remoteAttribute({
      link,
      device: remote.id,
      place,
      name,
      described: value,
      isReadOnly,
      ofStream: stream !== null && ofStream.has(name),
      options: siblings.some((one) => one.name === `${name}_available`)
        ? known.options(remote.id, place, `${name}_available`)
        : null,
      isCapturing,
    })
  const table = (
    place: AttributePlace,
    attributes: readonly RemoteAttribute[],
    rename: (name: string) => string | null = (name) => name,
  ): AttributeTable =>
    Object.fromEntries(
      attributes.flatMap((one): [string, Attribute][] => {
        const name = rename(one.name)
        return name === null ? [] : [[name, attribute(place, one, attributes)]]
      }),
    )
  const channelSpec = (channel: RemoteChannel): ChannelSpec => {
    const { id, direction, scan } = channel
    const place: AttributePlace = { kind: 'channel', direction, channel: id }
    const isElement = scan !== null && elements.includes(channel)
    return {
      id,
      kind: channel === timestamp ? 'timestamp' : kindOf(id),
      direction,
      ...(isElement && { scanIndex: scan.index, scanType: scan.type }),
      attributes: table(place, channel.attributes, (name) => (isElement && ownOfElement.has(name) ? null : name)),
    }
  }
  const ownRate = stream === null ? {} : { sampling_frequency: rateAttribute(remote, parts, table, isCapturing) }
  const hasTrigger = known.trigger(remote.id) !== null
  const info: DeviceInfo = {
    // A hint, as it is for a driver here.
    async hwfifoSetWatermark(datums) {
      if (link !== null && remote.bufferAttributes.some(({ name }) => name === 'watermark'))
        await link.writeAttribute(remote.id, { kind: 'buffer' }, 'watermark', String(datums))
    },
  }
  const device: IioDevice = new IioDevice({
    name: freeName(bus, remote.name === '' ? remote.id : remote.name),
    label: remote.label,
    runtime,
    channels: order.map(channelSpec),
    attributes: {
      remote: constantAttribute(`${remote.id} of ${uri}`),
      ...table({ kind: 'device' }, remote.attributes, (name) => (name === 'name' || name === 'label' ? null : name)),
      ...ownRate,
      ...(hasTrigger &&
        link !== null && { 'trigger/current_trigger': triggerAttribute(remote, parts, link, isCapturing) }),
      ...table({ kind: 'debug' }, remote.debugAttributes, (name) => `debug/${name}`),
    },
    info,
    setupOps: {
      async postenable() {
        if (link === null) return
        const { activeScanMask, activeTimestamp } = device
        const wanted = elements.filter((one) =>
          one === timestamp ? activeTimestamp : maskHas(activeScanMask, one.scan!.index),
        )
        const { elements: placed, timestampOffset, bytes } = device.layout(activeScanMask, activeTimestamp)
        const own = [
          ...placed.map(({ scanIndex, offset, bytes: size }) => ({ index: scanIndex, offset, bytes: size })),
          ...(timestampOffset === null ? [] : [{ index: timestamp!.scan!.index, offset: timestampOffset, bytes: 8 }]),
        ]
        const wish = {
          device: remote.id,
          channels: order.length,
          places: wanted.map((one) => order.indexOf(one)),
          kernelBuffers: kernelBuffers === 0 ? null : kernelBuffers,
          bytesPerScan: bytes,
        }
        const layoutOf = (sent: readonly RemoteChannel[]) =>
          wireLayout(
            sent.map(({ scan }) => ({ index: scan!.index, bytes: elementBytes(scan!.type) })),
            link.padsScans,
          )
        if (output !== null) {
          const there = layoutOf(wanted).bytes
          if (there !== bytes)
            fail('EINVAL', say`A scan of these channels has ${there} bytes there and ${bytes} here: choose others.`)
          await output.start(link, { ...wish, rateHz: await outputRateHz(remote, link) })
        }
        await stream?.start({
          far: link,
          wish: { ...wish, rateHz },
          writerFor: (places) => {
            const sent = elementsOf(
              places.map((place) => order[place]!),
              'in',
            )
            return scanWriter(layoutOf(sent), own, bytes)
          },
        })
      },
      predisable: () => buffer?.stop(),
    },
  })
  if (buffer !== null) {
    buffer.attributes = {
      kernel_buffers: {
        ...numberAttribute({
          get: () => kernelBuffers,
          set: (count) => {
            kernelBuffers = count
          },
          integer: true,
          min: 0,
          max: mostKernelBuffers,
        }),
      },
      ...(output !== null && { failure: { show: () => output.failure?.message ?? '' } }),
      ...table({ kind: 'buffer' }, remote.bufferAttributes, (name) =>
        ownOfBuffer.has(name) ? `remote_${name}` : name,
      ),
    }
    device.attachBuffer(buffer)
    device.modes |= mode.bufferHardware
  }
  const clock = timestampClocks.find(
    (one) => one === known.value(remote.id, { kind: 'device' }, 'current_timestamp_clock'),
  )
  if (clock !== undefined) device.timestampClock = clock
  await bus.register(device)
  return {
    device,
    link,
    stream,
    output,
    begin: ({ samplingFrequencyHz }) => {
      rateHz = samplingFrequencyHz
    },
    async remove() {
      await bus.unregister(device)
      if (buffer === null) return
      buffer.exit()
      device.detachBuffer(buffer)
      buffer.put()
    },
  }
}

/** The buffer of a device that puts samples out; null: it does not, or not from here. */
function outputOf({ channels }: RemoteDevice, { link, runtime, heap }: RemoteDeviceParts): RemoteOutput | null {
  const isThere = link?.openSink !== undefined && elementsOf(channels, 'out').length > 0
  return isThere ? new RemoteOutput(runtime, heap) : null
}

/** At which rate it puts samples out, Hz; NaN: it does not say. */
async function outputRateHz({ id, attributes, channels }: RemoteDevice, link: FarSide): Promise<number> {
  const name = 'sampling_frequency'
  const isRate = (one: RemoteAttribute): boolean => one.name === name
  const channel = channels.find((one) => one.direction === 'out' && one.attributes.some(isRate))
  const place: AttributePlace | null = attributes.some(isRate)
    ? { kind: 'device' }
    : channel === undefined
      ? null
      : { kind: 'channel', direction: 'out', channel: channel.id }
  return place === null ? Number.NaN : Number(await link.readAttribute(id, place, name).catch(() => Number.NaN))
}

function kindOf(id: string): ChannelKind {
  const word = /^[a-z]+/.exec(id)?.[0]
  return kinds.find((kind) => kind === word) ?? 'other'
}

/** The name it has there, in the letters that paths of settings have; with a number where there is a device of that name. */
function freeName(bus: IioBus, wanted: string): string {
  const name = wanted.replace(/[^\w.+-]+/g, '-').replace(/^-+|-+$/g, '') || 'remote'
  const isTaken = (one: string): boolean => bus.findHolder(one) !== undefined
  if (!isTaken(name)) return name
  let number = 2
  while (isTaken(`${name}-${number}`)) number++
  return `${name}-${number}`
}

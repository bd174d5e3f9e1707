// OPEN, READBUF, WRITEBUF and CLOSE of one connection: its streams, by device.
import { type IioDevice, maskOf, type ScanMask } from '#main/iio/index.ts'
import type { Outgoing } from '#main/runtime/outgoing.ts'
import { ErrnoError, errnoOf, fail, say } from '#shared/errors.ts'
import { patience } from '#shared/patience.ts'
import { errorAnswer, numberAnswer } from '../answer.ts'
import { formatMask, parseMask } from '../channel-mask.ts'
import type { Command } from '../command.ts'
import type { DeviceUses, InputStream, OpenOutput } from './device-uses.ts'
import { findWireDevice, type WireDevice } from './directory.ts'
import type { IiodHost } from './host.ts'
import type { Incoming } from './incoming.ts'
import type { FullBuffer, Overrun } from './kernel-buffers.ts'

/** A payload is passed on in parts of this size. */
const partBytes = 1 << 20

type OpenCommand = Extract<Command, { verb: 'open' }>
type Stream = (InputStream & { readonly mask: string }) | (OpenOutput & { readonly mask: string })

export interface SessionStreamsParts {
  readonly host: IiodHost
  readonly uses: DeviceUses
  readonly incoming: Incoming
  readonly outgoing: Outgoing
  /** Aborted when the client has ended. */
  readonly gone: AbortSignal
  readonly overrun: () => Overrun
}

export class SessionStreams {
  readonly #parts: SessionStreamsParts
  /** By device id. */
  readonly #open = new Map<string, Stream>()
  /** How long a read or write of samples may wait. */
  timeoutMs = Number.POSITIVE_INFINITY
  /** Bytes of samples, both ways. */
  sampleBytes = 0

  constructor(parts: SessionStreamsParts) {
    this.#parts = parts
  }

  /** Ids of the devices. */
  get devices(): readonly string[] {
    return [...this.#open.keys()]
  }

  /** Scans that the client was too slow for. */
  get skippedScans(): number {
    let skipped = 0
    for (const stream of this.#open.values()) if (stream.kind === 'input') skipped += stream.buffers.skippedScans
    return skipped
  }

  setBuffersCount(word: string, count: number): void {
    this.#parts.uses.setBuffersCount(this.#find(word).id, count)
  }

  /** @throws ENODEV; EINVAL mask or size; EPERM cyclic input; EBUSY; ENOMEM; what the device refuses */
  async open({ device: word, scans, mask: text, cyclic }: OpenCommand): Promise<void> {
    const wire = this.#find(word)
    const { device } = wire
    const places = parseMask(text, wire.channels.length)
    if (device === null || places === null) fail('EINVAL', say`'${text}' is no mask of channels of ${wire.name}.`)
    if (scans === 0) fail('EINVAL', say`A buffer has one scan at least.`)
    if (this.#open.has(wire.id)) fail('EBUSY', say`This connection has opened ${wire.name} already.`)
    const { direction } = device.buffers[0] ?? fail('EINVAL', say`${wire.name} has no buffer.`)
    const wish = { ...wanted(wire, places, direction), scans }
    if (cyclic && direction === 'in') fail('EPERM', say`${wire.name} is no output.`)
    const mask = formatMask(places, wire.channels.length)
    const stream = await this.#stream(device, direction, wish, cyclic)
    this.#open.set(wire.id, { ...stream, mask })
    // It may have gone while the device was made ready.
    if (this.#parts.gone.aborted) await this.closeAll()
  }

  /** @throws ENODEV; ENXIO it is not open */
  async close(word: string): Promise<void> {
    const { id, name } = this.#find(word)
    const stream = this.#open.get(id) ?? fail('ENXIO', say`${name} is not open.`)
    this.#open.delete(id)
    await stream.close()
  }

  async closeAll(): Promise<void> {
    const streams = [...this.#open.values()]
    this.#open.clear()
    await Promise.all(streams.map((stream) => stream.close()))
  }

  /** READBUF, with its answers. @throws EPIPE the client is gone */
  async read(word: string, bytes: number): Promise<void> {
    const { outgoing } = this.#parts
    const found = this.#streamFor(word, 'input')
    if (typeof found === 'string') return outgoing.send(found)
    const { bytesPerScan } = found
    const sets = Math.floor(bytes / bytesPerScan)
    let head = `${found.mask}\n`
    for (let left = sets; left > 0; ) {
      const buffer = await this.#next(found)
      if (typeof buffer === 'string') return outgoing.send(buffer)
      const scans = Math.min(left, found.buffers.scans)
      try {
        await outgoing.send(`${numberAnswer(scans * bytesPerScan)}${head}`, ...headOf(buffer, scans * bytesPerScan))
      } finally {
        buffer.release()
      }
      this.sampleBytes += scans * bytesPerScan
      left -= scans
      head = ''
    }
    // Less was sent than was asked for: it is said that nothing follows.
    if (sets === 0 || sets * bytesPerScan !== bytes) await outgoing.send(numberAnswer(0))
  }

  /** WRITEBUF, with its payload and answers. @throws EPIPE the client is gone */
  async write(word: string, bytes: number): Promise<void> {
    const { outgoing, incoming } = this.#parts
    const found = this.#streamFor(word, 'output')
    if (typeof found === 'string') return outgoing.send(found)
    const { output, bytesPerScan } = found
    const whole = bytes - (bytes % bytesPerScan)
    try {
      if (whole === 0) fail('EINVAL', say`${bytes} bytes do not hold a scan of ${bytesPerScan}.`)
      output.check(bytes)
    } catch (thrown) {
      return outgoing.send(errorAnswer(errnoOf(thrown)))
    }
    await outgoing.send(numberAnswer(0))
    let refusal: string | null = null
    const most = output.isCyclic ? whole : partBytes - (partBytes % bytesPerScan)
    for (let at = 0; at < whole; at += most) {
      const payload = await incoming.exactly(Math.min(most, whole - at))
      if (payload === null) return
      // What follows is read all the same: it is no command.
      if (refusal !== null) continue
      refusal = await this.#put(found, payload)
      if (refusal === null) this.sampleBytes += payload.length
    }
    if ((await incoming.exactly(bytes - whole)) === null) return
    await outgoing.send(refusal ?? numberAnswer(whole))
  }

  async #put({ output }: OpenOutput, payload: Uint8Array): Promise<string | null> {
    try {
      await this.#inTime((signal) => output.write(payload, signal))
      return null
    } catch (thrown) {
      if (this.#parts.gone.aborted) throw thrown
      return errorAnswer(errnoOf(thrown))
    }
  }

  /** The next full buffer, or the answer that there is none. */
  async #next({ buffers }: InputStream): Promise<FullBuffer | string> {
    try {
      return await this.#inTime((signal) => buffers.next(signal))
    } catch (thrown) {
      if (this.#parts.gone.aborted) throw thrown
      return errorAnswer(errnoOf(thrown))
    }
  }

  /** @throws ETIMEDOUT it takes longer than the client allows; EINTR the client has ended */
  async #inTime<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { gone, host } = this.#parts
    const wait = new AbortController()
    const onGone = (): void => wait.abort()
    if (gone.aborted) wait.abort()
    gone.addEventListener('abort', onGone)
    const timer = patience(host.runtime.clock, this.timeoutMs, () => wait.abort())
    try {
      return await work(wait.signal)
    } catch (thrown) {
      if (wait.signal.aborted && !gone.aborted)
        throw new ErrnoError('ETIMEDOUT', say`No samples came within ${this.timeoutMs} ms.`)
      throw thrown
    } finally {
      timer.dispose()
      gone.removeEventListener('abort', onGone)
    }
  }

  async #stream(device: IioDevice, direction: 'in' | 'out', wish: Wanted & { scans: number }, cyclic: boolean) {
    const { uses, overrun } = this.#parts
    if (direction === 'out') return uses.openOutput(device, wish, cyclic)
    return uses.openInput(device, { ...wish, overrun: overrun() })
  }

  #find(word: string): WireDevice {
    return findWireDevice(this.#parts.host.bus, word)
  }

  /** The stream of that device, or the answer that there is none. */
  #streamFor<K extends Stream['kind']>(word: string, kind: K): Extract<Stream, { kind: K }> | string {
    // A device that went away: its stream is still here, and says why it ended.
    const byId = this.#open.get(word)
    try {
      const stream = byId ?? this.#open.get(this.#find(word).id)
      if (stream === undefined) return errorAnswer('EBADF')
      return stream.kind === kind ? (stream as Extract<Stream, { kind: K }>) : errorAnswer('EPERM')
    } catch (thrown) {
      return errorAnswer(errnoOf(thrown))
    }
  }
}

interface Wanted {
  readonly mask: ScanMask
  readonly timestamp: boolean
}

/** The scan elements at these places. @throws EINVAL one is none, or of the other direction */
function wanted({ channels, name }: WireDevice, places: readonly number[], direction: 'in' | 'out'): Wanted {
  let mask: ScanMask = 0n
  let timestamp = false
  for (const place of places) {
    const channel = channels[place]?.channel
    if (channel === undefined || channel.scanIndex < 0 || channel.direction !== direction)
      fail('EINVAL', say`Channel ${place} of ${name} is no scan element of its buffer.`)
    if (channel.kind === 'timestamp') timestamp = true
    else mask |= maskOf(channel.scanIndex)
  }
  return { mask, timestamp }
}

/** The first bytes of a buffer. */
function headOf({ pieces }: FullBuffer, bytes: number): readonly Uint8Array[] {
  const head: Uint8Array[] = []
  let left = bytes
  for (const piece of pieces) {
    if (left === 0) break
    const part = piece.subarray(0, left)
    head.push(part)
    left -= part.length
  }
  return head
}

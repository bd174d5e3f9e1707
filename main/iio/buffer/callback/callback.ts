// The callback buffer: an in-kernel consumer. It stores nothing; every scan goes to a function. It takes part in the
// transaction like any other buffer and never appears in sysfs.
import { fail, say } from '#shared/errors.ts'
import { IioBuffer } from '../../buffer.ts'
import type { IioDevice } from '../../device/device.ts'
import { mode } from '../../device/modes.ts'
import { updateBuffers } from '../../enable/transaction.ts'
import { emptyMask, maskOf, type ScanMask } from '../../scan/scan-mask.ts'

export interface CallbackBufferSpec {
  /** Gets each scan in this buffer's own layout; the bytes are valid during the call only. */
  onScan(scan: Uint8Array): void
  /** Ids of the channels wanted, such as `voltage0`. */
  readonly channels: readonly string[]
  readonly watermark?: number
}

export class CallbackBuffer extends IioBuffer {
  readonly modes = mode.bufferSoftware | mode.bufferTriggered
  readonly #onScan: (scan: Uint8Array) => void
  readonly #source: IioDevice

  /** @throws EINVAL a channel the device does not have, or that is no scan element. */
  constructor(device: IioDevice, spec: CallbackBufferSpec) {
    super(spec.watermark === undefined ? {} : { watermark: spec.watermark })
    this.#onScan = (scan) => spec.onScan(scan)
    this.#source = device
    this.scanMask = spec.channels.map((id) => scanBit(device, id)).reduce((mask, bit) => mask | bit, emptyMask)
  }

  override storeTo(scan: Uint8Array): void {
    this.#onScan(scan)
  }

  override dataAvailable(): number {
    return 0
  }

  /** Begins to receive scans. @throws as {@link updateBuffers}. */
  async start(): Promise<void> {
    await updateBuffers(this.#source, this, null)
  }

  /** Receives nothing more once this resolves. */
  async stop(): Promise<void> {
    await updateBuffers(this.#source, null, this)
  }
}

function scanBit(device: IioDevice, id: string): ScanMask {
  const channel = device.channel(id)
  if (channel === undefined || channel.scanIndex < 0) fail('EINVAL', say`${device.name} has no scan element ${id}.`)
  return maskOf(channel.scanIndex)
}

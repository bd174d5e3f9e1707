// Blocks to record and a recorder to do it, for tests: samples count up, so each one shows where it belongs.
import { readFileSync } from 'node:fs'
import { CoherentHeap } from '#main/memory/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import { FakeRuntime } from '#main/testing/index.ts'
import { fail, say } from '#shared/errors.ts'
import type { BlockRef, StreamFormat } from '../../tap.ts'
import { openTarget, type TargetOptions } from '../open-target.ts'
import { Recorder, type RecorderOptions } from '../recorder.ts'
import { RecordingRow } from '../rotation/row.ts'
import type { RowOptions } from '../rotation/row-options.ts'
import type { RecordingTarget } from '../target.ts'

export const format: StreamFormat = {
  epoch: 1,
  bytesPerScan: 4,
  samplingFrequencyHz: 1e6,
  startUnixMs: 0,
  channels: [0, 1].map((scanIndex) => ({
    id: `voltage${scanIndex}`,
    scanIndex,
    scanType: 'le:s16/16>>0',
    offsetBytes: 2 * scanIndex,
    unit: 'V',
    scaleMillivolts: 0.030518,
    offsetCodes: 0,
  })),
}

export const targetOptions = (file: string, options: Partial<TargetOptions> = {}): TargetOptions => ({
  file,
  overwrite: false,
  played: [],
  bytes: 0,
  signal: null,
  onWait: () => undefined,
  ...options,
})

export class RecordingRig {
  readonly runtime = new FakeRuntime({ nowMs: 1000, unixMs: 1_700_000_000_000 })
  /** What the wall clock was set to, apart from what passed, ms. */
  unixJumpMs = 0
  readonly clock: Clock = {
    ...this.runtime.clock,
    unixMs: () => this.runtime.clock.unixMs() + this.unixJumpMs,
  }
  readonly #heap = new CoherentHeap({ bytes: 16 << 20 })
  /** References to blocks that were not given back. */
  held = 0
  nextSample = 0
  /** How far the clock of the samples has fallen behind, ms. */
  slippedMs = 0

  /** A block whose scans count up, converted now; `lost` scans are missing before it. */
  block(scans: number, lost = 0, epoch = 1): BlockRef {
    const address = this.#heap.alloc(scans * 4)
    this.nextSample += lost
    const words = this.#heap.u32(address, scans)
    for (let k = 0; k < scans; k++) words[k] = this.nextSample + k
    const firstSample = this.nextSample
    this.nextSample += scans
    let references = 0
    return {
      sequence: 0,
      epoch,
      address,
      bytes: scans * 4,
      capacityBytes: scans * 4,
      scans,
      firstSample,
      lostBefore: lost,
      lastSampleMs: this.runtime.clock.nowMs(),
      doneMs: this.runtime.clock.nowMs(),
      slippedMs: this.slippedMs,
      retain: () => {
        references++
        this.held++
      },
      release: () => {
        this.held--
        // The hardware writes into it again at once.
        if (--references === 0) this.#heap.u32(address, scans).fill(0xdeadbeef)
      },
      keep: () => fail('EINVAL', say`a recorder keeps no block`),
      forget: () => fail('EINVAL', say`a recorder keeps no block`),
      hold: () => fail('EINVAL', say`a recorder keeps no block`),
    }
  }

  /** A recorder on FILE, or on a target that a test has prepared. */
  async open(where: string | RecordingTarget, options: Partial<RecorderOptions> = {}): Promise<Recorder> {
    const target = typeof where === 'string' ? await openTarget(targetOptions(where)) : where
    return Recorder.open({ ...this.#stream, target, scans: null, seconds: null, ...options })
  }

  get #stream(): Pick<RecorderOptions, 'device' | 'deviceName' | 'format' | 'clock' | 'bytesOf'> {
    return {
      device: 'iio:device0',
      deviceName: 'gigascope',
      format,
      clock: this.clock,
      bytesOf: (address, bytes) => this.#heap.u8(address, bytes),
    }
  }

  /** A recorder on a row of files. */
  openRow(
    options: Pick<RowOptions, 'rotation' | 'open' | 'number' | 'carriesSegments'> & Partial<RowOptions>,
  ): Promise<RecordingRow> {
    return RecordingRow.open({ ...this.#stream, scans: null, seconds: null, ...options })
  }
}

/** What is in FILE, scan by scan. */
export const recorded = (file: string): number[] => [...new Uint32Array(new Uint8Array(readFileSync(file)).buffer)]

export const sidecar = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(`${file}.json`, 'utf8')) as Record<string, unknown>

export const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, k) => from + k)

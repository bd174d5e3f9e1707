// An instrument that obeys the contract and does nothing else: for tests of ports, fronts and viewers. It remembers the
// calls it got, says what a test tells it to say, and makes a small valid frame whenever told that there is a new one.
import type { Role } from '../contract/access.ts'
import { encodeFrame, sectionKind } from '../contract/frame.ts'
import type { InstrumentEvents, InstrumentState, ViewSettings } from '../contract/instrument.ts'
import type { InstrumentHandlers, InstrumentService, Viewer } from '../contract/service.ts'
import { ErrnoError, fail } from '../errors.ts'
import { Emitter } from '../lifecycle.ts'

export const fakeState: InstrumentState = {
  revision: 1,
  acquisition: 'running',
  fault: null,
  device: 'iio:device0',
  deviceName: 'gigascope',
  samplingFrequencyHz: 100e6,
  samplingFrequenciesHz: [1e3, 100e6, 1e9],
  channels: [0, 1].map((index) => ({
    id: `voltage${index}`,
    index,
    enabled: true,
    scanType: 'le:s16/16>>0',
    scaleMillivolts: 0.030518,
    offsetCodes: 0,
    source: 'sine',
    file: null,
    loading: null,
  })),
  buffer: {
    mode: 'block',
    blockBytes: 1024 * 1024,
    blockBytesAuto: true,
    changingFromBytes: null,
    blockCount: 20,
    blockCountAuto: true,
    watermark: 262144,
    watermarkAuto: true,
    bytesPerScan: 4,
    rideOutSeconds: 0.05,
    limits: {
      minBlockBytes: 4096,
      maxBlockBytes: 16 * 1024 * 1024,
      alignBytes: 8,
      minBlocks: 2,
      maxBlocks: 4096,
      circulationBytes: 256 * 1024 * 1024,
    },
  },
  trigger: { mode: 'auto', channel: 'voltage0', slope: 'rising', levelVolts: 0 },
  recording: null,
  recordingFolder: '~/Blockscope',
  seams: [],
  seed: 1,
  viewers: 1,
  epoch: 0,
  broughtFiles: [],
}

/** A frame of `points` raw samples of channel 0. */
export function fakeFrame(points = 16, fill = 0): Uint8Array {
  const samples = new Int16Array(points).fill(fill)
  return encodeFrame({
    sequence: 0,
    epoch: 0,
    form: 'raw',
    anchor: 'auto',
    stopped: false,
    hasGap: false,
    clippedChannels: 0,
    points,
    firstSample: 0,
    scansPerPoint: 1,
    triggerSample: Number.NaN,
    samplingFrequencyHz: 100e6,
    madeFromSamples: points,
    newestSample: points,
    oldestSample: 0,
    convertedUnixMs: 0,
    sections: [{ kind: sectionKind.samples, channel: 0, data: new Uint8Array(samples.buffer) }],
  })
}

class FakeViewer implements Viewer {
  view: ViewSettings | null = null
  disposed = false
  /** Frames handed out so far. */
  fetched = 0
  readonly #make: () => Uint8Array
  #fresh: boolean
  #waiting: { resolve(frame: Uint8Array): void; reject(error: Error): void } | null = null

  constructor(make: () => Uint8Array, fresh: boolean) {
    this.#make = make
    this.#fresh = fresh
  }

  setView(view: ViewSettings): void {
    this.view = view
  }

  nextFrame(): Promise<Uint8Array> {
    if (this.#waiting !== null) return Promise.reject(new ErrnoError('EBUSY', 'one frame is asked for at a time'))
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      if (this.#fresh) this.offer()
    })
  }

  /** There is something new to show. */
  offer(): void {
    const waiting = this.#waiting
    this.#fresh = waiting === null
    if (waiting === null) return
    this.#waiting = null
    this.fetched++
    try {
      waiting.resolve(this.#make())
    } catch (thrown) {
      waiting.reject(thrown as Error)
    }
  }

  dispose(): void {
    this.disposed = true
    this.#waiting?.reject(new ErrnoError('ECANCELED', 'the viewer is gone'))
    this.#waiting = null
  }
}

type Fires = { readonly [K in keyof InstrumentEvents]: Emitter<InstrumentEvents[K]> }

export class FakeInstrument implements InstrumentService {
  readonly version = '0.0.0-fake'
  readonly front: InstrumentService['front']
  readonly events: Fires = { state: new Emitter(), stats: new Emitter(), lanes: new Emitter(), problem: new Emitter() }
  /** What was called, oldest first: `['setBuffer', { watermark: 8 }]`. */
  readonly received: (readonly [string, unknown])[] = []
  readonly viewers: FakeViewer[] = []
  /** The role each viewer was opened with. */
  readonly roles: Role[] = []
  readonly handlers: InstrumentHandlers
  readonly fileWays = { dialog: true, upload: true, folders: true }
  makeFrame: () => Uint8Array = () => fakeFrame()
  #state = fakeState

  constructor(front: InstrumentService['front'] = 'headless') {
    this.front = front
    const noted = (name: string) => (request?: unknown) => {
      this.received.push([name, request])
      return this.change({})
    }
    this.handlers = {
      run: noted('run'),
      stop: noted('stop'),
      single: noted('single'),
      forceTrigger: noted('forceTrigger'),
      setBuffer: noted('setBuffer'),
      setTrigger: noted('setTrigger'),
      autoSet: () => fail('ENODATA', 'there is no signal to set anything by'),
      writeAttribute: (request) => ({ value: request.value, state: noted('writeAttribute')(request) }),
      cancelLoad: noted('cancelLoad'),
      readAttribute: ({ path }) => fail('ENOENT', `there is no attribute '${path}'`),
      lanesAround: () => fail('ENOENT', 'no block is known'),
      listDevices: () => [],
      listFiles: () => [],
      chooseFile: () => {
        this.received.push(['chooseFile', undefined])
        return { name: 'chosen.wav' }
      },
      startRecording: () => fail('ENOSPC', 'no space is left for a recording'),
      stopRecording: () => {
        const { recording } = this.#state
        if (recording === null) fail('EINVAL', 'nothing is being recorded')
        const ended = { ...recording, state: 'finished' as const }
        this.change({ recording: ended })
        return ended
      },
      chooseRecordingFolder: noted('chooseRecordingFolder'),
      showRecording: (request) => {
        this.received.push(['showRecording', request])
        return null
      },
    }
  }

  state(): InstrumentState {
    return this.#state
  }

  /** Changes the state and tells everybody. */
  change(changes: Partial<InstrumentState>): InstrumentState {
    this.#state = { ...this.#state, ...changes, revision: this.#state.revision + 1 }
    this.events.state.fire(this.#state)
    return this.#state
  }

  openViewer(role: Role = 'operator'): Viewer {
    this.roles.push(role)
    const viewer = new FakeViewer(() => this.makeFrame(), true)
    this.viewers.push(viewer)
    return viewer
  }

  /** A recording is under way. */
  record(): void {
    const taken = { scans: 0, wanted: null, bytes: 0, waitingBytes: 0, seconds: 0, lostSamples: 0, gapFree: null }
    this.change({ recording: { file: 'x.raw', ...taken, state: 'recording', problem: null } })
  }

  /** Offers every viewer something new. */
  offerFrame(): void {
    for (const viewer of this.viewers) viewer.offer()
  }
}

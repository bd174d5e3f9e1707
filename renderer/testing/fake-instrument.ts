// An instrument for tests of the page, and for looking at the screen without one: it answers every call of the contract
// plausibly, makes frames, lanes and figures, and has nothing to do with how the real one works.
import { foresee } from '#shared/buffer/request.ts'
import type { OfferedFile } from '#shared/contract/files.ts'
import { encodeFrame, type Frame, sectionKind } from '#shared/contract/frame.ts'
import type {
  AttributeInfo,
  InstrumentCalls,
  InstrumentEvents,
  InstrumentState,
  Lanes,
  ViewSettings,
} from '#shared/contract/instrument.ts'
import type { InstrumentHandlers, InstrumentService, Viewer } from '#shared/contract/service.ts'
import { ErrnoError, fail } from '#shared/errors.ts'
import { type Disposable, Emitter } from '#shared/lifecycle.ts'
import { fakeLanes, fakeState, fakeStats } from './fake-values.ts'

const device = 'iio:device0'
const columnsAtMost = 4096
/** Windows of up to this many samples are sent raw. */
const rawSamples = 20_000

export class FakeInstrument implements InstrumentService, Disposable {
  readonly version = 'test'
  readonly front = 'headless'
  readonly events = {
    state: new Emitter<InstrumentState>(),
    stats: new Emitter<InstrumentEvents['stats']>(),
    lanes: new Emitter<InstrumentEvents['lanes']>(),
    problem: new Emitter<InstrumentEvents['problem']>(),
  }
  /** Every call made, in order. */
  readonly calls: { name: string; request: unknown }[] = []
  readonly handlers: InstrumentHandlers
  fileWays = { dialog: false, upload: true, folders: false }
  /** Files that may be played. */
  offered: readonly OfferedFile[] = []
  /** The lives that are known. */
  lanesAround = (): Lanes => fakeLanes(this.#state, this.#elapsedMs())
  readonly #timers: ReturnType<typeof setInterval>[] = []
  readonly #values = new Map<string, string>()
  #state = fakeState()
  #startMs = Date.now()

  readonly #sendsFrames: boolean

  /** @param sendsFrames false: a viewer waits for its frames for ever */
  constructor(sendsFrames = true) {
    this.#sendsFrames = sendsFrames
    this.handlers = this.#makeHandlers()
    for (const channel of this.#state.channels)
      for (const [name, value] of [
        ['source', channel.source],
        ['source_frequency', channel.index === 0 ? '1000000' : '2500000'],
        ['source_amplitude', channel.index === 0 ? '0.75' : '0.6'],
        ['source_offset', '0'],
        ['source_phase', '0'],
        ['source_noise', '0.01'],
        ['scale', String(channel.scaleMillivolts)],
        ['offset', '0'],
      ] as const)
        this.#values.set(`${channel.id}/${name}`, value)
  }

  state(): InstrumentState {
    return this.#state
  }

  /** Sends figures and lanes until disposed. */
  animate(): void {
    this.#timers.push(setInterval(() => this.events.stats.fire(fakeStats(this.#state, this.#elapsedMs())), 250))
    this.#timers.push(setInterval(() => this.events.lanes.fire(fakeLanes(this.#state, this.#elapsedMs())), 66))
  }

  change(change: Partial<InstrumentState>): InstrumentState {
    this.#state = { ...this.#state, ...change, revision: this.#state.revision + 1 }
    this.events.state.fire(this.#state)
    return this.#state
  }

  openViewer(): Viewer {
    let view: ViewSettings = { secondsPerDiv: 2e-7, positionSeconds: 0, columns: 800, atSample: null }
    let cancel: ((error: Error) => void) | null = null
    return {
      setView: (wanted) => {
        view = wanted
      },
      nextFrame: () =>
        new Promise((resolve, reject) => {
          cancel = reject
          if (!this.#sendsFrames) return
          setTimeout(() => resolve(encodeFrame(this.#frame(view))), this.#state.acquisition === 'stopped' ? 400 : 14)
        }),
      dispose: () => cancel?.(new ErrnoError('ECANCELED', 'the viewer is gone')),
    }
  }

  dispose(): void {
    for (const timer of this.#timers) clearInterval(timer)
  }

  #elapsedMs(): number {
    return Date.now() - this.#startMs
  }

  #makeHandlers(): InstrumentHandlers {
    const log = <K extends keyof InstrumentHandlers>(name: K, answer: InstrumentHandlers[K]): InstrumentHandlers[K] =>
      ((request: never) => {
        this.calls.push({ name, request })
        return (answer as (given: never) => unknown)(request)
      }) as InstrumentHandlers[K]
    return {
      run: log('run', () => this.change({ acquisition: 'running' })),
      stop: log('stop', () => this.change({ acquisition: 'stopped' })),
      single: log('single', () => this.change({ acquisition: 'single' })),
      forceTrigger: log('forceTrigger', () => this.#state),
      autoSet: log('autoSet', () => ({
        state: this.#state,
        view: { secondsPerDiv: 2e-7, positionSeconds: 0, columns: 800, atSample: null },
        ranges: this.#state.channels
          .filter((channel) => channel.enabled)
          .map((channel) => ({ channel: channel.id, lowVolts: -0.75, highVolts: 0.75 })),
      })),
      setBuffer: log('setBuffer', (request) => this.#setBuffer(request)),
      setTrigger: log('setTrigger', (change) => this.change({ trigger: { ...this.#state.trigger, ...change } })),
      writeAttribute: log('writeAttribute', (request) => this.#write(request)),
      cancelLoad: log('cancelLoad', ({ channel: id }) =>
        this.change({ channels: this.#state.channels.map((one) => (one.id === id ? { ...one, loading: null } : one)) }),
      ),
      readAttribute: log('readAttribute', ({ path }) => ({ value: this.#values.get(path) ?? '' })),
      lanesAround: log('lanesAround', ({ sample }) => {
        const lanes = this.lanesAround()
        const found = lanes.lives.some((life) => sample >= life.firstSample && sample < life.firstSample + life.scans)
        return found ? lanes : fail('ENOENT', 'What became of the block of this sample is not known any more.')
      }),
      listDevices: log('listDevices', () => this.#devices()),
      listFiles: log('listFiles', () => this.offered),
      chooseFile: log('chooseFile', () => ({ name: 'chosen.wav' })),
      startRecording: log('startRecording', ({ scans, name = null }) => {
        const recording = {
          file: `/home/me/Blockscope/${name ?? 'capture.raw'}`,
          scans: 12_345_678,
          wanted: scans,
          bytes: 49_382_712,
          waitingBytes: 0,
          seconds: 12.3,
          lostSamples: 0,
          gapFree: null,
          state: 'recording' as const,
          problem: null,
        }
        this.change({ recording })
        return recording
      }),
      stopRecording: log('stopRecording', () => {
        const { recording } = this.#state
        if (recording === null) fail('EINVAL', 'Nothing is being recorded.')
        this.change({ recording: { ...recording, state: 'finished' } })
        return { ...recording, state: 'finished' as const }
      }),
      chooseRecordingFolder: log('chooseRecordingFolder', () => this.change({ recordingFolder: '/media/disk' })),
      showRecording: log('showRecording', () => null),
    }
  }

  #setBuffer(request: Parameters<InstrumentCalls['setBuffer']>[0]): InstrumentState {
    const { buffer, seams, samplingFrequencyHz } = this.#state
    const { wish, plan } = foresee(request, buffer, samplingFrequencyHz)
    const next = {
      ...buffer,
      blockBytes: plan.blockBytes,
      blockBytesAuto: wish.blockBytes === 'auto',
      blockCount: plan.blockCount,
      blockCountAuto: wish.blockCount === 'auto',
      watermark: plan.watermark,
      watermarkAuto: wish.watermark === 'auto',
      rideOutSeconds: plan.rideOutSeconds,
    }
    const seam = {
      epoch: this.#state.epoch,
      atSample: (this.#elapsedMs() / 1000) * this.#state.samplingFrequencyHz,
      atUnixMs: Date.now(),
      subject: 'blockBytes' as const,
      from: buffer.blockBytes,
      to: next.blockBytes,
      lostSamples: 0,
      costMs: 1.2,
      how: 'live' as const,
    }
    return this.change({ buffer: next, seams: next.blockBytes === buffer.blockBytes ? seams : [...seams, seam] })
  }

  #write({ path, value }: { device: string; path: string; value: string }): { value: string; state: InstrumentState } {
    if (path === 'sampling_frequency') {
      const samplingFrequencyHz = Number(value)
      if (!(samplingFrequencyHz >= 1000 && samplingFrequencyHz <= 1e9))
        fail('EINVAL', `'${value}' is outside 1000..1000000000.`)
      return { value, state: this.change({ samplingFrequencyHz }) }
    }
    const [id, name] = path.split('/')
    if (!this.#values.has(path) && name !== 'en') fail('ENOENT', `There is no attribute ${path}.`)
    if (name !== 'en' && name !== 'source' && !Number.isFinite(Number(value)))
      fail('EINVAL', `'${value}' is not a number.`)
    this.#values.set(path, value)
    const channels = this.#state.channels.map((channel) =>
      channel.id !== id
        ? channel
        : {
            ...channel,
            ...(name === 'en' ? { enabled: value === '1' } : {}),
            ...(name === 'source' ? { source: value } : {}),
          },
    )
    return { value, state: this.change({ channels }) }
  }

  #devices(): ReturnType<InstrumentCalls['listDevices']> {
    const info = (path: string, value: string, writable = true, options: string[] | null = null): AttributeInfo => ({
      path,
      value,
      writable,
      options,
    })
    const { buffer, samplingFrequencyHz, samplingFrequenciesHz, channels } = this.#state
    const sources = ['sine', 'square', 'triangle', 'sawtooth', 'pulse', 'chirp', 'am', 'noise', 'dc', 'file:PATH']
    return [
      {
        id: device,
        name: 'gigascope',
        status: 'ok',
        attributes: [
          info('sampling_frequency', String(samplingFrequencyHz)),
          info('sampling_frequency_available', samplingFrequenciesHz.join(' '), false),
          ...channels.flatMap((channel) =>
            [...this.#values]
              .filter(([path]) => path.startsWith(`${channel.id}/`))
              .map(([path, value]) =>
                info(
                  path,
                  value,
                  !/(scale|offset)$/.test(path) || path.endsWith('source_offset'),
                  path.endsWith('source') ? sources : null,
                ),
              ),
          ),
          info('buffer0/length', String(buffer.blockCount * (buffer.blockBytes / buffer.bytesPerScan))),
          info('buffer0/watermark', String(buffer.watermark)),
          info('buffer0/data_available', '0', false),
          info('buffer0/length_align_bytes', String(buffer.limits.alignBytes), false),
          info('buffer0/enable', this.#state.acquisition === 'stopped' ? '0' : '1', true, ['0', '1']),
        ],
      },
      { id: 'iio:device1', name: 'dummy', status: 'idle', attributes: [info('voltage0/raw', '73', false)] },
      { id: 'iio:device2', name: 'at91-adc', status: 'idle', attributes: [info('voltage0/raw', '512', false)] },
    ]
  }

  /** A window around a rising edge of channel 0; a new one, with new noise, each time. */
  #frame(view: ViewSettings): Frame {
    const { samplingFrequencyHz: rate, epoch, acquisition, channels } = this.#state
    const samples = 10 * view.secondsPerDiv * rate
    const raw = samples <= rawSamples
    const points = raw ? Math.ceil(samples) + 2 : Math.min(columnsAtMost, view.columns)
    const scansPerPoint = raw ? 1 : samples / points
    const newest = Math.round((this.#elapsedMs() / 1000) * rate)
    const trigger = newest - Math.round(samples) + 0.4
    const firstSample = Math.floor(trigger + (view.positionSeconds - 5 * view.secondsPerDiv) * rate)
    const sections = channels
      .filter((channel) => channel.enabled)
      .map((channel) => {
        const number = (name: string): number => Number(this.#values.get(`${channel.id}/${name}`))
        const volts = (sample: number): number => {
          const phase = ((sample - trigger) / rate) * number('source_frequency')
          const square = 1 / (1 + Math.exp(-Math.sin(2 * Math.PI * phase) * 14)) - 0.5
          const wave = channel.source === 'sine' ? Math.sin(2 * Math.PI * phase) : 2 * square
          const noise = (Math.random() + Math.random() - 1) * number('source_noise')
          return number('source_offset') + wave * number('source_amplitude') + noise
        }
        const code = (sample: number): number =>
          Math.max(-32768, Math.min(32767, Math.round((volts(sample) * 1000) / channel.scaleMillivolts)))
        const codes = new Int16Array(raw ? points : 2 * points)
        for (let k = 0; k < points; k++) {
          const at = firstSample + k * scansPerPoint
          if (raw) codes[k] = code(at)
          else {
            const tried = Array.from({ length: 12 }, (_, part) => code(at + (part / 12) * scansPerPoint))
            codes[2 * k] = Math.min(...tried)
            codes[2 * k + 1] = Math.max(...tried)
          }
        }
        return {
          kind: raw ? sectionKind.samples : sectionKind.envelope,
          channel: channel.index,
          rows: 0,
          data: new Uint8Array(codes.buffer),
        }
      })
    return {
      sequence: 0,
      epoch,
      form: raw ? 'raw' : 'envelope',
      anchor: 'trigger',
      stopped: acquisition === 'stopped',
      hasGap: false,
      clippedChannels: 0,
      points,
      firstSample,
      scansPerPoint,
      triggerSample: trigger,
      samplingFrequencyHz: rate,
      madeFromSamples: Math.round(samples),
      newestSample: newest,
      oldestSample: 0,
      convertedUnixMs: Date.now(),
      sections,
    }
  }
}

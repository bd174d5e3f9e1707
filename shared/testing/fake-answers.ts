// What the fake instrument answers: each call as the real one would, as far as a viewer can tell. Calls that are not here
// are answered with ENOSYS.
import { foresee } from '../buffer/request.ts'
import type { InstrumentHandlers } from '../contract/service.ts'
import type { AttributeInfo, DeviceTree } from '../contract/topics/devices.ts'
import type { OfferedFile } from '../contract/topics/files.ts'
import type { IiodClientState } from '../contract/topics/iiod.ts'
import type { Lanes } from '../contract/topics/lanes.ts'
import type { KeptExportState } from '../contract/topics/memory/exports.ts'
import type { RecordingState } from '../contract/topics/recording.ts'
import type { Seam } from '../contract/topics/seams.ts'
import type { UnfinishedRecording } from '../contract/topics/upkeep/unfinished.ts'
import type { UpdateNews } from '../contract/topics/upkeep/updates.ts'
import { type CallRequest, type InstrumentState, topics } from '../contract/topics.ts'
import { fail, say } from '../errors.ts'
import { exportKinds } from '../kinds/exports.ts'
import { type MeasurementName, measurements } from '../kinds/measurements.ts'
import type { TriggerSettings } from '../kinds/triggers.ts'
import { callsOf } from '../rpc/topic.ts'
import { fakeKept } from './fake-kept.ts'
import { fakeMeasured, fakePlot } from './fake-measured.ts'
import { fakeReferences } from './fake-references.ts'
import { fakeEvents, fakeFigures } from './fake-search.ts'
import { fakeDiffering, fakeOverlay, fakeSegment, fakeSegmentFigures, fakeSegmentRows } from './fake-segments.ts'
import { fakeSettings } from './fake-settings.ts'

const device = 'iio:device0'

/** There is a newer version, and one to go back to. */
const fakeNews: UpdateNews = {
  state: 'new',
  running: '0.1.0',
  newest: '0.2.0',
  bytes: 91_000_000,
  from: '/srv/blockscope',
  hindrance: null,
  before: '0.0.9',
}

/** What the answers need of the fake that gives them. */
export interface Faked {
  readonly calls: { readonly name: string; readonly request: unknown }[]
  /** Attributes by path. */
  readonly values: Map<string, string>
  /** Files that may be played. */
  readonly offered: readonly OfferedFile[]
  readonly iiodClients: readonly IiodClientState[]
  /** The lives that are known. */
  readonly lanesAround: () => Lanes
  state(): InstrumentState
  change(fields: Partial<InstrumentState>): void
  elapsedMs(): number
}

/** The handlers of a fake; each notes what it is asked. */
export function fakeAnswers(fake: Faked): InstrumentHandlers {
  const known = answers(fake) as Readonly<Record<string, ((request: unknown) => unknown) | undefined>>
  const all = [...callsOf(topics)].flatMap(([name, { by }]) => {
    if (by === 'viewer') return []
    const handler = (request: unknown): unknown => {
      fake.calls.push({ name, request })
      return known[name]?.(request) ?? (name in known ? undefined : fail('ENOSYS', say`the fake does not ${name}`))
    }
    return [[name, handler] as const]
  })
  return Object.fromEntries(all) as unknown as InstrumentHandlers
}

function answers(fake: Faked): Partial<InstrumentHandlers> {
  return {
    run: () => void fake.change({ acquisition: 'running' }),
    stop: () => void fake.change({ acquisition: 'stopped' }),
    checkUpdate: () => fakeNews,
    installUpdate: ({ version }) => ({ version, takesPlace: 'now', note: '' }),
    rollBackUpdate: () => ({ version: '0.0.9', takesPlace: 'now', note: '' }),
    single: () => void fake.change({ acquisition: 'single' }),
    captureDevice: ({ device }) => {
      const found = fake.state().capturable.find(({ id, name }) => id === device || name === device)
      if (found === undefined) fail('EINVAL', say`${device} cannot be captured.`)
      fake.change({ device: found.id, deviceName: found.name })
    },
    forceTrigger: () => undefined,
    clearPersistence: () => undefined,
    autoSet: () => ({
      view: { secondsPerDiv: 2e-7, positionSeconds: 0, columns: 800, atSample: null },
      ranges: fake
        .state()
        .channels.filter((channel) => channel.enabled)
        .map((channel) => ({ channel: channel.id, lowVolts: -0.75, highVolts: 0.75 })),
    }),
    setBuffer: (request) => setBuffer(fake, request),
    setTrigger: (change) => void fake.change({ trigger: { ...fake.state().trigger, ...change } as TriggerSettings }),
    setTriggerMode: ({ mode }) => void fake.change({ triggerMode: mode }),
    ...fakeSettings(fake),
    ...fakeKept(fake),
    writeAttribute: (request) => write(fake, request),
    cancelLoad: ({ channel: id }) => {
      const channels = fake.state().channels.map((one) => (one.id === id ? { ...one, loading: null } : one))
      fake.change({ channels })
    },
    readAttribute: ({ path }) => ({
      value: fake.values.get(path) ?? fail('ENOENT', say`there is no attribute '${path}'`),
    }),
    addContext: ({ address }) =>
      address.includes('nowhere')
        ? fail('EIO', say`Nothing listens at ${address}: is iiod running there?`)
        : { devices: ['adc'] },
    findBoards: () => [{ name: 'iiod on pluto', address: 'ip:192.168.2.1' }],
    listDevices: () => devices(fake),
    lanesAround: ({ sample }) => lanesAround(fake, sample),
    searched: () => fakeFigures(fake.state()),
    searchedEvents: (request) => fakeEvents(fake.state(), request),
    segmentFigures: () => fakeSegmentFigures(fake.state()),
    segmentRows: (request) => fakeSegmentRows(fake.state(), request),
    segmentOverlay: (request) => fakeOverlay(fake.state(), request),
    segmentDiffering: ({ index }) => fakeDiffering(fake.state(), index),
    segment: ({ index, columns }) => fakeSegment(fake.state(), index, columns),
    clearSegments: () => undefined,
    measure: () => [],
    measured: () => fakeMeasured(fake.state().measurements),
    measurementPlot: ({ measurement }) => fakePlot(measurements[measurement.split(' ')[0] as MeasurementName].unit),
    resetMeasurements: () => undefined,
    listFiles: () => fake.offered,
    serveIiod: ({ port }) => {
      fake.change({ iiod: { ...fake.state().iiod, uri: `ip:127.0.0.1:${port}` } })
      return fake.state().iiod
    },
    stopIiod: () => void fake.change({ iiod: { ...fake.state().iiod, uri: null, clients: 0 } }),
    setIiodOverrun: ({ overrun }) => void fake.change({ iiod: { ...fake.state().iiod, overrun } }),
    iiodClients: () => fake.iiodClients,
    chooseFile: () => ({ name: 'chosen.wav' }),
    ...fakeReferences(fake),
    exportKept: (wish) => exportKept(fake, wish),
    cancelExport: () => {
      const { exported } = fake.state()
      if (exported !== null) fake.change({ exported: { ...exported, state: 'cancelled' } })
    },
    startRecording: ({ scans, name }) => startRecording(fake, scans, name ?? 'capture.raw'),
    stopRecording: () => stopRecording(fake),
    chooseRecordingFolder: () => void fake.change({ recordingFolder: '/media/disk' }),
    showRecording: () => undefined,
    diagnose: ({ page }) => ({ text: ['Blockscope 0.0.0-fake', ...page, ''].join('\n') }),
    closeUnfinished: ({ file }) => ({ scans: leaveUnfinished(fake, file).scans }),
    leaveUnfinished: ({ file }) => void leaveUnfinished(fake, file),
  }
}

function setBuffer(fake: Faked, request: CallRequest<'setBuffer'>): void {
  const { buffer, seams, samplingFrequencyHz, epoch } = fake.state()
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
  const seam: Seam = {
    epoch,
    atSample: (fake.elapsedMs() / 1000) * samplingFrequencyHz,
    atUnixMs: Date.now(),
    subject: 'blockBytes',
    from: buffer.blockBytes,
    to: next.blockBytes,
    lostSamples: 0,
    costMs: 1.2,
    how: 'live',
  }
  fake.change({ buffer: next, seams: next.blockBytes === buffer.blockBytes ? seams : [...seams, seam] })
}

function lanesAround(fake: Faked, sample: number): Lanes {
  const lanes = fake.lanesAround()
  const found = lanes.lives.some((life) => sample >= life.firstSample && sample < life.firstSample + life.scans)
  return found ? lanes : fail('ENOENT', say`What became of the block of this sample is not known any more.`)
}

function write(fake: Faked, { path, value }: CallRequest<'writeAttribute'>): { value: string } {
  if (path === 'sampling_frequency') {
    const samplingFrequencyHz = Number(value)
    if (!(samplingFrequencyHz >= 1000 && samplingFrequencyHz <= 1e9))
      fail('EINVAL', say`'${value}' is outside 1000..1000000000.`)
    fake.change({ samplingFrequencyHz })
    return { value }
  }
  const [id, name] = path.split('/')
  if (!fake.values.has(path) && name !== 'en') fail('ENOENT', say`There is no attribute ${path}.`)
  if (name !== 'en' && name !== 'source' && !Number.isFinite(Number(value)))
    fail('EINVAL', say`'${value}' is not a number.`)
  fake.values.set(path, value)
  const changed = { ...(name === 'en' && { enabled: value === '1' }), ...(name === 'source' && { source: value }) }
  fake.change({ channels: fake.state().channels.map((one) => (one.id === id ? { ...one, ...changed } : one)) })
  return { value }
}

function exportKept(fake: Faked, { part, format, name }: CallRequest<'exportKept'>): KeptExportState {
  const exported: KeptExportState = {
    file: `/home/me/Blockscope/${name ?? ''}.${exportKinds[format.kind].ending}`,
    format: format.kind,
    part: part.of,
    scans: 250_000,
    wanted: 1_000_000,
    bytes: 500_128,
    gaps: 0,
    carriesGaps: exportKinds[format.kind].carriesGaps,
    goneBefore: 0,
    notYet: 0,
    state: 'writing',
    problem: null,
  }
  fake.change({ exported })
  return exported
}

function startRecording(fake: Faked, wanted: number | null, name: string): RecordingState {
  const recording: RecordingState = {
    file: `/home/me/Blockscope/${name}`,
    scans: 12_345_678,
    wanted,
    bytes: 49_382_712,
    waitingBytes: 0,
    seconds: 12.3,
    lostSamples: 0,
    gapFree: null,
    state: 'recording',
    problem: null,
  }
  fake.change({ recording })
  return recording
}

function leaveUnfinished(fake: Faked, file: string): UnfinishedRecording {
  const { unfinished } = fake.state()
  const found = unfinished.find((one) => one.file === file) ?? fail('ENOENT', say`${file} is no unfinished recording.`)
  fake.change({ unfinished: unfinished.filter((one) => one !== found) })
  return found
}

function stopRecording(fake: Faked): RecordingState {
  const { recording } = fake.state()
  if (recording === null) fail('EINVAL', say`Nothing is being recorded.`)
  const ended = { ...recording, state: 'finished' as const }
  fake.change({ recording: ended })
  return ended
}

function devices(fake: Faked): DeviceTree[] {
  const info = (path: string, value: string, writable = true, options: string[] | null = null): AttributeInfo => ({
    path,
    value,
    writable,
    options,
  })
  const { buffer, samplingFrequencyHz, samplingFrequenciesHz, channels, acquisition } = fake.state()
  const sources = ['sine', 'square', 'triangle', 'sawtooth', 'pulse', 'chirp', 'am', 'noise', 'dc', 'file:PATH']
  return [
    {
      id: device,
      name: 'gigascope',
      status: 'ok',
      moves: acquisition !== 'stopped',
      attributes: [
        info('sampling_frequency', String(samplingFrequencyHz)),
        info('sampling_frequency_available', samplingFrequenciesHz.join(' '), false),
        ...channels.flatMap((channel) =>
          [...fake.values]
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
        info('buffer0/enable', acquisition === 'stopped' ? '0' : '1', true, ['0', '1']),
      ],
    },
    { id: 'iio:device1', name: 'dummy', status: 'idle', moves: false, attributes: [info('voltage0/raw', '73', false)] },
    {
      id: 'iio:device2',
      name: 'at91-adc',
      status: 'idle',
      moves: false,
      attributes: [info('voltage0/raw', '512', false)],
    },
  ]
}

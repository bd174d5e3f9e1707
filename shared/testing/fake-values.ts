// Values of the fake instrument: a state as it is after start, and figures and lanes as they would look at a time.

import type { BlockLife, Lanes } from '../contract/topics/lanes.ts'
import type { Stats } from '../contract/topics/status.ts'
import { type InstrumentSlices, type InstrumentState, type Topics, topics } from '../contract/topics.ts'
import { defaultInput, defaultTriggerCommon } from '../kinds/settings.ts'
import { StateBoard } from '../rpc/state-board.ts'
import { absentSlices, type EssentialSlices } from '../rpc/topic.ts'

const steps125 = [1e3, 1e4, 1e5, 1e6, 1e7, 1e8].flatMap((decade) => [decade, 2 * decade, 5 * decade])

/** The state after start; of topics that a viewer can do without there is nothing yet. */
export function fakeSlices(): InstrumentSlices {
  const essential: EssentialSlices<Topics> = {
    capture: {
      acquisition: 'running',
      fault: null,
      device: 'iio:device0',
      deviceName: 'gigascope',
      capturable: [
        { id: 'iio:device0', name: 'gigascope', label: 'Simulated gigasample ADC' },
        { id: 'iio:device1', name: 'dummy', label: '' },
      ],
      samplingFrequencyHz: 100e6,
      samplingFrequenciesHz: [...steps125, 1e9],
      seed: 1,
      epoch: 1,
    },
    channels: {
      channels: [0, 1].map((index) => ({
        id: `voltage${index}`,
        index,
        enabled: true,
        scanType: 'le:s16/16>>0',
        unit: 'V',
        scaleMillivolts: 0.030518,
        offsetCodes: 0,
        factor: 1,
        input: defaultInput,
        source: index === 0 ? 'sine' : 'pulse',
        file: null,
        loading: null,
        stream: null,
      })),
    },
    buffer: {
      buffer: {
        mode: 'block',
        blockBytes: 524288,
        blockBytesAuto: true,
        changingFromBytes: null,
        blockCount: 39,
        blockCountAuto: true,
        watermark: 131072,
        watermarkAuto: true,
        bytesPerScan: 4,
        rideOutSeconds: 0.051,
        limits: {
          minBlockBytes: 4096,
          maxBlockBytes: 32 * 1024 * 1024,
          alignBytes: 64,
          minBlocks: 2,
          maxBlocks: 4096,
          circulationBytes: 512 * 1024 * 1024,
        },
      },
    },
    trigger: {
      triggerMode: 'auto',
      triggerCommon: defaultTriggerCommon,
      trigger: { kind: 'edge', channel: 'voltage0', slope: 'rising', level: 0.12 },
    },
    screen: {
      screen: {
        ...{ secondsPerDiv: 2e-7, positionSeconds: 0, persistence: true, channels: {} },
        ...{ overview: false, overviewSecondsPerDiv: 'auto', overviewPosition: 'auto' },
        ...{ dots: 'auto', interpolation: 'sinc' },
      },
    },
    status: { viewers: 1 },
  }
  const recording = { recording: null, recordingFolder: '~/Blockscope' }
  const absent = absentSlices(topics) as InstrumentSlices
  const profiles = { ...absent.profiles, settingsFile: '~/.config/blockscope/settings.json' }
  return { ...absent, ...essential, recording, profiles }
}

/** {@link fakeSlices}, all fields together. */
export function fakeState(): InstrumentState {
  return new StateBoard<Topics>(fakeSlices()).state
}

export function fakeStats(state: InstrumentState, elapsedMs: number): Stats {
  const running = state.acquisition !== 'stopped'
  const perBlock = state.buffer.blockBytes / state.buffer.bytesPerScan
  return {
    atUnixMs: Date.now(),
    gapFreeSinceUnixMs: Date.now() - elapsedMs,
    samples: Math.round((elapsedMs / 1000) * state.samplingFrequencyHz),
    lostSamples: 0,
    slippedMs: 0,
    stream: {
      sinceUnixMs: Date.now() - elapsedMs,
      samples: Math.round((elapsedMs / 1000) * state.samplingFrequencyHz),
      lostSamples: 0,
      gaps: 0,
      slippedMs: 0,
      lastTroubleUnixMs: null,
      warmUp: null,
    },
    samplesPerSecond: running ? state.samplingFrequencyHz : 0,
    blocksPerSecond: running ? state.samplingFrequencyHz / perBlock : 0,
    interruptsPerSecond: 190,
    wakesPerSecond: running ? state.samplingFrequencyHz / perBlock : 0,
    latencyMs: { p50: 0.29, p99: 0.41 },
    mainThreadBusy: 0.039,
    triggerWord: running ? 'trigd' : 'stop',
    examinedShare: 1,
    drawnShare: 1,
    waveformsPerSecond: running ? 998_000 : 0,
    triggers: 1,
    triggerFigures: {
      kind: state.trigger.kind,
      count: 41_700,
      perSecond: 998_000,
      lastSecondsAgo: 1.2e-6,
      shortestSeconds: 9e-7,
      longestSeconds: 4e-3,
    },
    framesPerSecond: 60,
    skippedBlocks: 0,
    rssMiB: 180,
    recording: state.recording,
  }
}

export function fakeLanes(state: InstrumentState, nowMs: number): Lanes {
  const { buffer, samplingFrequencyHz: rate } = state
  const scans = buffer.blockBytes / buffer.bytesPerScan
  const blockMs = (scans / rate) * 1000
  const filling = Math.floor(nowMs / blockMs)
  const lives: BlockLife[] = []
  for (let sequence = Math.max(0, filling - 40); sequence <= filling + 2; sequence++) {
    const activeMs = sequence * blockMs
    const doneMs = activeMs + blockMs
    const heldMs = doneMs + blockMs * 0.12
    const readMs = heldMs + blockMs * (0.25 + ((sequence * 7) % 5) * 0.05)
    const reached = (ms: number): number | null => (ms <= nowMs ? ms : null)
    lives.push({
      sequence,
      bytes: buffer.blockBytes,
      firstSample: sequence * scans,
      scans: doneMs <= nowMs ? scans : 0,
      lostBefore: 0,
      queuedMs: activeMs - 2.6 * blockMs,
      activeMs,
      doneMs: reached(doneMs),
      heldMs: reached(heldMs),
      readMs: reached(readMs),
      returnedMs: reached(readMs + 30 * blockMs),
    })
  }
  return { epoch: state.epoch, nowMs, queued: buffer.blockCount - 2, active: 1, done: 0, held: 1, kept: 30, lives }
}

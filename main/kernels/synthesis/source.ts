// One channel's signal, ready to be rendered: settings turned into tables and phases, calls split for the kernels.
import { fail, say } from '#shared/errors.ts'
import type { Kernels } from '../kernels.ts'
import { noiseSamples, synthesisCell } from '../synthesis-kernels.ts'
import { chirpGrowth, chirpPhase, glitchIndex, idealValue } from './ideal.ts'
import { fillNoise, noiseCrestFactor, streamKey } from './noise.ts'
import { fractionOfTurn, periodSamples, phaseAt, phaseIncrement, phaseOfTurns } from './phase.ts'
import { checkSignal, type SignalSettings } from './settings.ts'
import { toCode } from './shapes.ts'

/** Longest period, in samples, that is kept as a table. Longer ones are computed sample by sample. */
export const longestPeriod = 32768

type Render = (firstIndex: number, dst: number, samples: number) => void

/**
 * Renders a signal into runs of int16 codes. What is rendered at a sample index depends on the settings and the index
 * only, however the stream is cut into calls.
 */
export class SignalSource {
  /** Bytes of shared memory a source needs for its tables; any 2-byte aligned place. */
  static readonly scratchBytes = 2 * (longestPeriod + synthesisCell) + 2 * (noiseSamples + synthesisCell)

  readonly #kernels: Kernels
  readonly #memory: WebAssembly.Memory
  readonly #periodAddress: number
  readonly #noiseAddress: number
  /** What the noise table was filled for: filling it takes milliseconds, most changes leave it alone. */
  #noiseContents = ''
  #settings: SignalSettings
  #render: Render

  /** @throws EINVAL when a setting is out of range */
  constructor(kernels: Kernels, memory: WebAssembly.Memory, scratch: number, settings: SignalSettings) {
    this.#kernels = kernels
    this.#memory = memory
    this.#periodAddress = scratch
    this.#noiseAddress = scratch + 2 * (longestPeriod + synthesisCell)
    checkSignal(settings)
    this.#settings = settings
    this.#render = this.#prepare(settings)
  }

  get settings(): SignalSettings {
    return this.#settings
  }

  /**
   * Takes effect with the next {@link render}.
   * @throws EINVAL when a setting is out of range; the old signal goes on
   */
  configure(settings: SignalSettings): void {
    checkSignal(settings)
    this.#settings = settings
    this.#render = this.#prepare(settings)
  }

  /** Writes the samples `firstIndex .. firstIndex + samples - 1` to `dst` (address of int16, 2-byte aligned). */
  render(firstIndex: number, dst: number, samples: number): void {
    if (samples > 0) this.#render(firstIndex, dst, samples)
  }

  #prepare(settings: SignalSettings): Render {
    const kernels = this.#kernels
    const noise = this.#prepareNoise(settings)
    const key = streamKey(settings.seed, settings.channel, 1)
    const bare = this.#prepareComputed(settings)
    const period = exactPeriod(settings)
    if (period <= longestPeriod) {
      this.#storePeriod(bare, period)
      const fused: Render = (first, dst, samples) =>
        kernels.synthTable(this.#periodAddress, period, noise, key, first, dst, samples)
      return this.#withGlitches(settings, fused, noise, key)
    }
    const noisy: Render = (first, dst, samples) => {
      bare(first, dst, samples)
      if (noise !== 0) kernels.addNoise(noise, key, first, dst, samples)
    }
    return this.#withGlitches(settings, noisy, noise, key)
  }

  /** Address of the noise table, filled; 0 when the signal has no noise. */
  #prepareNoise(settings: SignalSettings): number {
    const own = settings.shape === 'noise' ? settings.amplitudeCodes / noiseCrestFactor : 0
    const rms = Math.hypot(own, settings.noiseCodes)
    if (rms === 0) return 0
    const contents = `${rms} ${settings.seed} ${settings.channel}`
    if (contents === this.#noiseContents) return this.#noiseAddress
    this.#noiseContents = contents
    const table = new Int16Array(this.#memory.buffer, this.#noiseAddress, noiseSamples + synthesisCell)
    fillNoise(table, rms, streamKey(settings.seed, settings.channel, 0))
    return this.#noiseAddress
  }

  /** Fills the period table, and repeats its beginning behind its end as the kernel wants it. */
  #storePeriod(computed: Render, period: number): void {
    computed(0, this.#periodAddress, period)
    const table = new Int16Array(this.#memory.buffer, this.#periodAddress, period + synthesisCell)
    for (let i = 0; i < synthesisCell; i++) table[period + i] = table[i]!
  }

  #prepareComputed(settings: SignalSettings): Render {
    const kernels = this.#kernels
    const { amplitudeCodes: amplitude, offsetCodes: offset } = settings
    const origin = phaseOfTurns(settings.phaseTurns)
    const increment = phaseIncrement(settings.frequencyHz, settings.samplingFrequencyHz)
    const phase = (index: number): bigint => phaseAt(origin, increment, index)
    switch (settings.shape) {
      case 'sine':
        return (first, dst, n) => kernels.synthSine(phase(first), increment, amplitude, offset, dst, n)
      case 'triangle':
        return (first, dst, n) => kernels.synthTriangle(phase(first), increment, amplitude, offset, dst, n)
      case 'sawtooth':
        return (first, dst, n) => kernels.synthSawtooth(phase(first), increment, amplitude, offset, dst, n)
      case 'square':
        return (first, dst, n) => kernels.synthPulse(phase(first), increment, 1n << 63n, amplitude, offset, dst, n)
      case 'pulse': {
        // A share of 1 has no 64-bit fraction: swap the levels of a share of 0.
        const always = settings.duty === 1
        const share = always ? 0n : fractionOfTurn(settings.duty)
        const signed = always ? -amplitude : amplitude
        return (first, dst, n) => kernels.synthPulse(phase(first), increment, share, signed, offset, dst, n)
      }
      case 'am': {
        const modulation = phaseIncrement(settings.modulationHz, settings.samplingFrequencyHz)
        const depth = settings.modulationDepth
        return (first, dst, n) => {
          const at = phaseAt(0n, modulation, first)
          kernels.synthAm(phase(first), increment, at, modulation, depth, amplitude, offset, dst, n)
        }
      }
      case 'chirp':
        return this.#chirp(settings, increment)
      case 'table':
        return this.#loop(settings)
      case 'noise':
      case 'dc':
        // A pulse that is never high.
        return (_first, dst, n) => kernels.synthPulse(0n, 0n, 0n, 0, offset, dst, n)
    }
  }

  #chirp(settings: SignalSettings, increment: bigint): Render {
    const { amplitudeCodes: amplitude, offsetCodes: offset, sweepSamples } = settings
    const growth = chirpGrowth(settings)
    return (first, dst, samples) => {
      for (let done = 0; done < samples; ) {
        const into = (first + done) % sweepSamples
        const run = Math.min(samples - done, sweepSamples - into)
        const now = BigInt.asUintN(64, increment + growth * BigInt(into))
        this.#kernels.synthChirp(chirpPhase(settings, into), now, growth, amplitude, offset, dst + 2 * done, run)
        done += run
      }
    }
  }

  #loop(settings: SignalSettings): Render {
    const table = settings.table ?? fail('EINVAL', say`A table signal needs a table.`)
    return (first, dst, samples) => {
      for (let done = 0; done < samples; ) {
        const into = (first + done) % table.samples
        const run = Math.min(samples - done, table.samples - into)
        this.#kernels.copy(dst + 2 * done, table.address + 2 * into, 2 * run)
        done += run
      }
    }
  }

  /** Puts glitches on top: what they add, or the other level of a pulse, with the noise of its place. */
  #withGlitches(settings: SignalSettings, render: Render, noise: number, key: bigint): Render {
    const { glitchEverySamples: every, glitchCodes: added, glitchSamples } = settings
    if (every === 0 || (added === 0 && settings.shape !== 'pulse')) return render
    return (firstIndex, dst, samples) => {
      render(firstIndex, dst, samples)
      const end = firstIndex + samples
      for (let stretch = Math.floor(firstIndex / every); stretch * every < end; stretch++) {
        const glitch = glitchIndex(settings, stretch)
        const from = Math.max(glitch, firstIndex)
        const to = Math.min(glitch + glitchSamples, end)
        if (from >= to) continue
        const run = new Int16Array(this.#memory.buffer, dst + 2 * (from - firstIndex), to - from)
        if (added === 0) {
          for (let i = 0; i < run.length; i++) run[i] = toCode(idealValue(settings, from + i))
          if (noise !== 0) this.#kernels.addNoise(noise, key, from, run.byteOffset, run.length)
        } else for (let i = 0; i < run.length; i++) run[i] = toCode(run[i]! + added)
      }
    }
  }
}

/** Samples after which the signal (without noise and glitches) repeats exactly; Infinity when it is not kept as a table. */
export function exactPeriod(settings: SignalSettings): number {
  const { frequencyHz, samplingFrequencyHz } = settings
  switch (settings.shape) {
    case 'dc':
    case 'noise':
      return 1
    case 'table':
      return Number.POSITIVE_INFINITY
    case 'chirp':
      return settings.sweepSamples
    case 'am': {
      const carrier = periodSamples(frequencyHz, samplingFrequencyHz)
      const modulation = periodSamples(settings.modulationHz, samplingFrequencyHz)
      let [a, b] = [carrier, modulation]
      while (b !== 0n) [a, b] = [b, a % b]
      return Number((carrier / a) * modulation)
    }
    default:
      return Number(periodSamples(frequencyHz, samplingFrequencyHz))
  }
}

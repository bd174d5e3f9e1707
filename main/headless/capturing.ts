// What happens between the first sample and the last: changes at their times, the lines of a person, the recording, the report.
import { type RowNews, shownName } from '#main/capture/index.ts'
import type { RunCommand } from '#main/cli/index.ts'
import { exitCode } from '#main/cli/index.ts'
import type { Instrument } from '#main/instrument/index.ts'
import { assign, MainThreadBusy } from '#main/instrument/index.ts'
import type { ProgramEnd } from '#main/runtime/program-end.ts'
import type { Terminal } from '#main/runtime/terminal.ts'
import { errnoOf } from '#shared/errors.ts'
import { DisposableStore, Emitter } from '#shared/lifecycle.ts'
import { historyOf } from './history.ts'
import { IiodStatus } from './iiod.ts'
import { Outflows } from './outflows.ts'
import { exportVerdicts, isRefusal, refusalText, rowLine, startRecording, takesOutput, verdictOn } from './recording.ts'
import { closingLine, makeReport, statusLine } from './report.ts'
import { searched } from './search-report.ts'
import { rehearseSegmentExports, writeSegmentExports } from './segment-exports.ts'
import { watchStreams } from './streams.ts'

/** Of what a stream keeps, changing block sizes leave up to half as much again unused between them. */
const mixedSizes = 1.5
/** When changes are to come, large blocks may be asked for at low rates. */
const leastMixedBytes = 256 << 20
/** The analysis may finish what it has, but not hold up the end. */
const settleWithinMs = 1000

const sentence = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))

/** One run: made with an instrument that is set up, and run once. */
export class HeadlessRun {
  readonly #instrument: Instrument
  readonly #command: RunCommand
  readonly #output: Terminal
  readonly #end: ProgramEnd
  readonly #owned = new DisposableStore()
  readonly #ends = new Emitter<void>()
  /** Where results go: standard error while standard output has the samples. */
  readonly #say: (line: string) => void
  readonly #outflows = new Outflows()
  #code: number = exitCode.ok

  constructor(instrument: Instrument, command: RunCommand, output: Terminal, end: ProgramEnd) {
    this.#instrument = instrument
    this.#command = command
    this.#output = output
    this.#end = end
    this.#say = takesOutput(command) ? output.note : output.print
  }

  async run(): Promise<number> {
    const { handlers, parts } = this.#instrument
    const { clock } = parts.stack.runtime
    const ended = new Promise<void>((resolve) => this.#ends.on(resolve))
    try {
      this.#watch()
      // Before the first sample, so that the file begins with it.
      if (!(await this.#startRecording())) return this.#code
      await this.#end.unlessAsked(this.#prepareMemory())
      const busy = new MainThreadBusy()
      const { source } = parts
      const interruptsBefore = source.interrupts
      await handlers.run()
      this.#end.step()
      // Sampling has begun: so long after now there is at least so much of it.
      const beginMs = clock.nowMs()
      this.#schedule(beginMs)
      await ended
      this.#end.watch()
      const mainThreadBusy = busy.take()
      const interrupts = source.interrupts - interruptsBefore
      await handlers.stop()
      this.#end.step()
      const seconds = (clock.nowMs() - beginMs) / 1e3
      await this.#settle()
      await this.#outflows.finish(() => this.#end.step())
      const measurements = await handlers.measured()
      const search = await searched(this.#instrument, this.#owned)
      const segments = await parts.segments.figures()
      const segmentExports = await writeSegmentExports(this.#instrument, this.#command, segments, (line, isShort) =>
        this.#fail(line, isShort ? exitCode.fewer : exitCode.failed),
      )
      const figures = {
        seconds,
        mainThreadBusy,
        interrupts,
        measurements,
        search,
        segments,
        segmentExports,
        outflows: this.#outflows.states,
      }
      const report = makeReport(this.#instrument, figures)
      const shortfall = report.recording === null ? null : verdictOn(report.recording)
      if (shortfall !== null) this.#fail(shortfall, exitCode.fewer)
      for (const one of parts.recordings.exports.states) {
        const { shortfall: missing, warning } = exportVerdicts(one)
        if (missing !== null) this.#fail(missing, exitCode.fewer)
        if (warning !== null) this.#output.complain(warning)
      }
      this.#say(this.#command.json ? JSON.stringify(report) : closingLine(report))
    } catch (thrown) {
      if (errnoOf(thrown) === 'EINTR') this.#fail(sentence(thrown), this.#end.interruptedCode)
      else this.#fail(`${sentence(thrown)} (${errnoOf(thrown)})`)
    } finally {
      await this.#outflows.finish()
      this.#owned.dispose()
    }
    return this.#code
  }

  /** Has memory ready before the clock runs; with changes to come, so much that it stays as it was then. */
  async #prepareMemory(): Promise<void> {
    const { buffer, samplingFrequencyHz } = this.#instrument.state()
    const { bytesPerScan, blockBytes, blockCount } = buffer
    const { historySeconds } = historyOf(this.#command)
    const history = historySeconds * bytesPerScan * samplingFrequencyHz
    const mixed = Math.max((history + blockBytes * blockCount) * mixedSizes, leastMixedBytes)
    const changesBytes = this.#command.at.length > 0 ? mixed : 0
    await this.#instrument.parts.memory.prepare({ bytesPerScan, samplingFrequencyHz }, changesBytes)
  }

  /** False: it was refused, or failed, which has been said. */
  async #startRecording(): Promise<boolean> {
    const { recordings } = this.#instrument.parts
    const waiting = new AbortController()
    this.#owned.add(this.#end.onAsked(() => waiting.abort()))
    const onWait = (file: string): void => this.#output.note(`waiting for a reader of ${shownName(file)} ...`)
    try {
      const { signal } = waiting
      await this.#end.unlessAsked(rehearseSegmentExports(this.#instrument, this.#command))
      await this.#end.unlessAsked(startRecording(recordings, this.#command, { signal, onWait }))
      const onProblem = (line: string): void => this.#fail(line)
      await this.#end.unlessAsked(this.#outflows.start(this.#instrument, this.#command, { signal, onWait }, onProblem))
      return true
    } catch (thrown) {
      if (this.#end.asked !== null) throw thrown
      this.#fail(refusalText(thrown), isRefusal(thrown, this.#command) ? exitCode.usage : exitCode.failed)
      return false
    }
  }

  /** The first failure decides the exit code. */
  #fail(line: string, code: number = exitCode.failed): void {
    if (this.#code === exitCode.ok) this.#code = code
    this.#output.complain(line)
  }

  #watch(): void {
    const { hub, recordings, analysis, stack } = this.#instrument.parts
    this.#owned.add(
      watchStreams(stack.streams, this.#command.json ? () => undefined : this.#say, () => this.#ends.fire()),
    )
    this.#owned.add(this.#end.onAsked(() => this.#ends.fire()))
    this.#owned.add(
      this.#output.onClosed.on((reason) => {
        this.#fail(`Ending, because ${reason}.`)
        this.#ends.fire()
      }),
    )
    this.#owned.add(
      hub.onFault.on((fault) => {
        this.#fail(`The capture stopped by itself: ${fault.message}`)
        this.#ends.fire()
      }),
    )
    if (analysis !== null && this.#command.segments !== null)
      this.#owned.add(analysis.segmenting.onFull.on(() => this.#ends.fire()))
    if (analysis !== null)
      this.#owned.add(
        analysis.onFault.on((reason) =>
          this.#output.complain(`The analysis ended, and is being started again: ${reason}`),
        ),
      )
    const onNews = (news: RowNews): void => this.#output.note(rowLine(news))
    this.#owned.add(recordings.onNews.on(onNews))
    this.#owned.add(recordings.exports.onNews.on(onNews))
    this.#owned.add(
      recordings.onEnd.on(({ problem }) => {
        if (problem !== null) this.#fail(`The recording failed: ${problem}`)
        if (!recordings.isActive) this.#ends.fire()
      }),
    )
    this.#owned.add(
      recordings.exports.onEnd.on(({ file, problem }) => {
        if (problem !== null) this.#fail(`The export to ${file} failed: ${problem}`)
        if (!recordings.isActive) this.#ends.fire()
      }),
    )
  }

  #schedule(beginMs: number): void {
    const { clock } = this.#instrument.parts.stack.runtime
    const { forSeconds, at, json } = this.#command
    const when = (seconds: number, fn: () => void): void => {
      this.#owned.add(clock.timer(Math.max(beginMs + seconds * 1e3 - clock.nowMs(), 0), fn))
    }
    if (forSeconds !== null) when(forSeconds, () => this.#ends.fire())
    for (const assignment of at)
      when(assignment.atSeconds, () => {
        assign(this.#instrument, assignment).catch((thrown: unknown) =>
          this.#fail(`${assignment.path}=${assignment.value} was refused: ${sentence(thrown)}`),
        )
      })
    if (!json) this.#printStatus()
  }

  #printStatus(): void {
    let lines = 0
    let quarters = 0
    const { iiod, stack } = this.#instrument.parts
    const served = iiod.server === null ? null : new IiodStatus(iiod.server, stack.runtime.clock)
    this.#owned.add(
      this.#instrument.events.stats.on((stats) => {
        // Figures come four times a second.
        if (++quarters % 4 !== 0) return
        this.#say(statusLine(++lines, stats, ...(served === null ? [] : [served.take()])))
      }),
    )
  }

  async #settle(): Promise<void> {
    const { analysis, stack } = this.#instrument.parts
    if (analysis === null) return
    const late = new Promise<void>((resolve) => this.#owned.add(stack.runtime.clock.timer(settleWithinMs, resolve)))
    await Promise.race([analysis.settle().catch(() => undefined), late])
  }
}

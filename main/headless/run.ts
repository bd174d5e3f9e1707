// The instrument without a screen: capture for a time, apply changes at their times, record, report.
import { shownName } from '#main/capture/index.ts'
import type { RunCommand } from '#main/cli/index.ts'
import { exitCode } from '#main/cli/index.ts'
import type { Instrument } from '#main/instrument/index.ts'
import { assign, createInstrument, MainThreadBusy, rehearse, serve } from '#main/instrument/index.ts'
import type { ProgramEnd } from '#main/runtime/program-end.ts'
import type { Terminal } from '#main/runtime/terminal.ts'
import { errnoOf } from '#shared/errors.ts'
import { DisposableStore, Emitter } from '#shared/lifecycle.ts'
import { tellPlayed, tellReading } from './files.ts'
import { IiodStatus } from './iiod.ts'
import { listing } from './listing.ts'
import { Outflows } from './outflows.ts'
import { exportVerdicts, isRefusal, refusalText, startRecording, takesOutput, verdictOn } from './recording.ts'
import { closingLine, makeReport, statusLine } from './report.ts'
import { newestEvents, type SearchReport, searchReport } from './search-report.ts'
import { watchStreams } from './streams.ts'

/** No screen asks for the past: enough for the analysis to be late without losing blocks. */
const headlessHistory = { historyBytes: 640 << 20, historySeconds: 0.32 }
/**
 * Where the run is for what the analysis finds (segments, measurements, events), it should leave nothing out: it may be late by more.
 * Half of the heap at most, which is the instrument's own limit.
 */
const findingHistory = { historySeconds: 0.75, examinesAll: true }
/** Of what a stream keeps, changing block sizes leave up to half as much again unused between them. */
const mixedSizes = 1.5
/** When changes are to come, large blocks may be asked for at low rates. */
const leastMixedBytes = 256 << 20
/** The analysis may finish what it has, but not hold up the end. */
const settleWithinMs = 1000

/** The rest of the memory may be searched within this time; it is looked so often whether it was. */
const searchWithinMs = 5000
const searchLookMs = 20

const sentence = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))

/** Lets viewers in; says where they come to. */
export type LetViewersIn = (instrument: Instrument) => Promise<{ readonly line: string; close(): Promise<void> }>

/**
 * Runs to the end; resolves with the exit code. Everything it started has ended then.
 * @param end asks for the end, and watches over it
 * @param letIn for viewers of other machines; null: there are none
 */
export async function runHeadless(
  command: RunCommand,
  output: Terminal,
  end: ProgramEnd,
  letIn: LetViewersIn | null = null,
): Promise<number> {
  let instrument: Instrument
  try {
    instrument = await createInstrument({
      front: 'headless',
      seed: command.seed,
      connect: command.connect,
      run: false,
      // Viewers look at the past.
      ...(letIn === null && (finds(command) ? findingHistory : headlessHistory)),
      heapBytes: command.memoryBytes,
      warn: output.complain,
    })
  } catch (thrown) {
    output.complain(`The instrument cannot start: ${sentence(thrown)} (${errnoOf(thrown)})`)
    return exitCode.failed
  }
  const print = command.json ? () => undefined : output.print
  const reading = tellReading(instrument, print)
  try {
    await end.unlessAsked(rehearse(instrument, command))
  } catch (thrown) {
    output.complain(sentence(thrown))
    await instrument.close(() => end.step())
    return end.asked === null ? exitCode.usage : end.interruptedCode
  }
  const served = await servePrograms(instrument, command, output, letIn)
  if (served === null) {
    await instrument.close(() => end.step())
    return exitCode.failed
  }
  end.waitFor(instrument.saving)
  try {
    if (command.list) return await list(instrument, command, output)
    reading.add(tellPlayed(instrument, print))
    return await new HeadlessRun(instrument, command, output, end).run()
  } finally {
    reading.dispose()
    await served.close()
    await instrument.close(() => end.step())
  }
}

/** It is asked for what only the analysis can tell, from the beginning or some time later. */
function finds({ segments, measure, trigger, search, set, at }: RunCommand): boolean {
  return (
    segments !== null ||
    measure.length > 0 ||
    trigger !== null ||
    search !== null ||
    [...set, ...at].some(({ path }) => path === 'segments.on')
  )
}

/** Where it is asked for, other programs and viewers are served. Null: that failed, which has been said. */
async function servePrograms(
  instrument: Instrument,
  command: RunCommand,
  output: Terminal,
  letIn: LetViewersIn | null,
): Promise<{ close(): Promise<void> } | null> {
  const nobody = { close: () => Promise.resolve() }
  if (command.list) return nobody
  try {
    for (const line of await serve(instrument, command)) output.note(line)
    if (letIn === null) return nobody
    const viewers = await letIn(instrument)
    output.note(viewers.line)
    return viewers
  } catch (thrown) {
    output.complain(sentence(thrown))
    return null
  }
}

async function list(instrument: Instrument, command: RunCommand, output: Terminal): Promise<number> {
  const { devices, text } = await listing(instrument)
  output.print(command.json ? JSON.stringify({ devices }) : text)
  return exitCode.ok
}

class HeadlessRun {
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
      const search = await this.#searched()
      const segments = await parts.segments.figures()
      const figures = {
        seconds,
        mainThreadBusy,
        interrupts,
        measurements,
        search,
        segments,
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
    const { historySeconds } = finds(this.#command) ? findingHistory : headlessHistory
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

  /** What was found in all that is in memory. A search that has not been through it gets so much time. */
  async #searched(): Promise<SearchReport | null> {
    const { handlers, parts } = this.#instrument
    const { clock } = parts.stack.runtime
    const untilMs = clock.nowMs() + searchWithinMs
    for (;;) {
      const figures = await handlers.searched()
      if (figures === null || figures.isDone || clock.nowMs() > untilMs)
        return figures === null ? null : searchReport(figures, await newestEvents(handlers))
      await new Promise<void>((resolve) => this.#owned.add(clock.timer(searchLookMs, resolve)))
    }
  }

  async #settle(): Promise<void> {
    const { analysis, stack } = this.#instrument.parts
    if (analysis === null) return
    const late = new Promise<void>((resolve) => this.#owned.add(stack.runtime.clock.timer(settleWithinMs, resolve)))
    await Promise.race([analysis.settle().catch(() => undefined), late])
  }
}

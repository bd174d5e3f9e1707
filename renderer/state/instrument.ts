// The instrument as this page knows it: its state, its figures, and the calls that change it.
import { defineStore } from 'pinia'
import { computed, markRaw, ref, shallowReactive, shallowRef } from 'vue'
import type { Role } from '#shared/contract/access.ts'
import { machineParty } from '#shared/contract/control-desk.ts'
import type { InstrumentClient } from '#shared/contract/rpc.ts'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import { type FileWays, noFileWays } from '#shared/contract/topics/files.ts'
import type { Lanes } from '#shared/contract/topics/lanes.ts'
import type { MeasurementFigures } from '#shared/contract/topics/measure.ts'
import type { SearchFigures } from '#shared/contract/topics/memory/search.ts'
import type { SegmentFigures } from '#shared/contract/topics/memory/segments.ts'
import { newestOf } from '#shared/contract/topics/recording.ts'
import type { Stats, Problem as StatusProblem } from '#shared/contract/topics/status.ts'
import type { CallArguments, CallName, CallResult, InstrumentState } from '#shared/contract/topics.ts'
import { ErrnoError, say, type WireError } from '#shared/errors.ts'
import { DisposableStore } from '#shared/lifecycle.ts'
import { mathTraceId } from '#shared/names.ts'
import { FrameFeed } from '../link/frame-feed.ts'
import { restWhileHidden } from '../link/rest-while-hidden.ts'
import { startMarks } from '../link/start-marks.ts'
import { derivedChannel } from '../scale/derived-channel.ts'
import { inPageLanguage, told } from '../text/told.ts'

/** `lost`: the link ended and is being tried again. `refused`: it never will work. */
export type LinkState = 'connecting' | 'live' | 'lost' | 'refused'

export type Problem = StatusProblem & {
  readonly id: number
  /** How often it came. */
  readonly times: number
  /** When it came last, ms of this page's own clock, which nobody sets. */
  readonly atMs: number
}

/** More lines than this push the oldest out. */
const maxProblems = 3

export const useInstrument = defineStore('instrument', () => {
  const link = ref<LinkState>('connecting')
  const linkError = shallowRef<WireError | null>(null)
  /** Null until an instrument was connected; then its fields change in place, and who reads one follows that one. */
  const state = shallowRef<InstrumentState | null>(null)
  /** Grows with every change of the state. */
  const changes = ref(0)
  const stats = shallowRef<Stats | null>(null)
  const lanes = shallowRef<Lanes | null>(null)
  const measured = shallowRef<readonly MeasurementFigures[]>([])
  const searched = shallowRef<SearchFigures | null>(null)
  const segmented = shallowRef<SegmentFigures | null>(null)
  const front = ref('')
  const version = ref('')
  /** What this page may do, and how it may bring files to play. */
  const role = ref<Role>('operator')
  const fileWays = shallowRef<FileWays>(noFileWays)
  /** Its number at the desk of control; null: it has no place there. */
  const party = ref<number | null>(machineParty.id)
  const problems = shallowRef<readonly Problem[]>([])
  const feed = markRaw(new FrameFeed())
  let client: InstrumentClient | null = null
  let lastProblem = 0

  const live = computed(() => link.value === 'live')
  /** This page may look only. */
  const isObserver = computed(() => role.value === 'observer')
  /** The instrument refuses its changes now: it may look only, or another one is in control. */
  const readOnly = computed(
    () => isObserver.value || (party.value ?? 0) !== (state.value?.control ?? { holder: machineParty }).holder.id,
  )
  const canOperate = computed(() => live.value && !readOnly.value)
  const running = computed(() => live.value && ['running', 'single'].includes(state.value?.acquisition ?? ''))
  const enabledChannels = computed<readonly ChannelState[]>(
    () => state.value?.channels.filter((channel) => channel.enabled) ?? [],
  )
  /** The math trace, as a channel; null: there is none. */
  const mathChannel = computed<ChannelState | null>(() => {
    const trace = state.value?.mathTrace ?? null
    return trace === null ? null : derivedChannel(trace.unitsPerCode)
  })
  /** All that is drawn: the channels that are on, and behind them the math trace. */
  const traces = computed<readonly ChannelState[]>(() =>
    mathChannel.value === null ? enabledChannels.value : [...enabledChannels.value, mathChannel.value],
  )

  /** As far as it is now; when none is under way, the last one. */
  const recording = computed(() => newestOf(state.value?.recording ?? null, stats.value?.recording ?? null))

  /** The unit of a trace: what its channel measures, but of the math trace that of its function. */
  function unitOf({ id }: Pick<ChannelState, 'id'>): string {
    if (id === mathTraceId) return state.value?.mathTrace?.unit ?? 'V'
    return state.value?.channels.find((channel) => channel.id === id)?.unit ?? 'V'
  }

  function learn(fields: Partial<InstrumentState>): void {
    Object.assign(state.value ?? {}, fields)
    changes.value++
  }

  /** @param drawsFrames whether this page draws them: else it asks for none */
  function attach(connected: InstrumentClient, drawsFrames = true): void {
    const owned = new DisposableStore()
    client = connected
    const { about } = connected.hello
    state.value = shallowReactive({ ...connected.state })
    changes.value++
    front.value = about.front
    version.value = about.version
    role.value = about.role
    // An instrument without a desk leaves everybody in control.
    party.value = about.party === undefined ? machineParty.id : about.party
    fileWays.value = about.files
    link.value = 'live'
    linkError.value = null
    performance.mark(startMarks.connected)
    owned.add(connected.onState(learn))
    owned.add(
      connected.on('stats', (data) => {
        stats.value = data
      }),
    )
    owned.add(
      connected.on('lanes', (data) => {
        lanes.value = data
      }),
    )
    owned.add(
      connected.on('measurementFigures', (data) => {
        measured.value = data
      }),
    )
    owned.add(
      connected.on('searchFigures', (data) => {
        searched.value = data
      }),
    )
    owned.add(
      connected.on('segmentsKept', (data) => {
        segmented.value = data
      }),
    )
    owned.add(
      connected.on('problem', (problem) =>
        report({ ...problem, message: inPageLanguage({ ...problem, ...problem.sentence }) }),
      ),
    )
    owned.add(connected.onError((error) => report({ severity: 'warning', message: inPageLanguage(error), tip: null })))
    if (drawsFrames) owned.add(feed.attach(connected.frames))
    owned.add(restWhileHidden(connected))
    owned.add(connected.onClose(() => owned.dispose()))
  }

  function lose(error: WireError, final: boolean): void {
    client = null
    // Figures of before are not figures of now.
    stats.value = null
    measured.value = []
    searched.value = null
    segmented.value = null
    link.value = final ? 'refused' : 'lost'
    linkError.value = error
  }

  /** A line for it; the same one again only counts. */
  function report(problem: StatusProblem): void {
    const same = problems.value.find(({ message }) => message === problem.message)
    const line = { ...problem, id: same?.id ?? ++lastProblem, times: (same?.times ?? 0) + 1, atMs: performance.now() }
    const others = problems.value.filter((one) => one !== same)
    problems.value = [...others, line].slice(-maxProblems)
  }

  /** Remarks that came last before a time leave, but for those that lead to a recording: they are left to the person. */
  function forgetRemarks(beforeMs: number): void {
    const stays = ({ severity, atMs, recording: file }: Problem): boolean =>
      severity !== 'info' || atMs >= beforeMs || file !== undefined
    if (!problems.value.every(stays)) problems.value = problems.value.filter(stays)
  }

  /** Lines about recordings that have ended: another one has begun. */
  function forgetRecordings(): void {
    problems.value = problems.value.filter(({ severity, recording }) => severity !== 'info' || recording === undefined)
  }

  function dismiss(id: number): void {
    problems.value = problems.value.filter((problem) => problem.id !== id)
  }

  /** A call whose failure the caller shows beside its control. Rejects with ErrnoError, ENODEV without a link. */
  async function call<K extends CallName>(name: K, ...args: CallArguments<K>): Promise<CallResult<K>> {
    if (client === null) throw new ErrnoError('ENODEV', say`The instrument is not connected.`)
    const invoke = client.calls[name] as unknown as (...given: CallArguments<K>) => Promise<CallResult<K>>
    return invoke(...args)
  }

  /** A call from a place that has no room for an error: its failure becomes a line under the top bar. */
  async function ask<K extends CallName>(name: K, ...args: CallArguments<K>): Promise<CallResult<K> | null> {
    try {
      return await call(name, ...args)
    } catch (thrown) {
      report({ severity: 'error', message: told(thrown), tip: null })
      return null
    }
  }

  return {
    link,
    linkError,
    state,
    changes,
    stats,
    lanes,
    measured,
    searched,
    segmented,
    front,
    version,
    fileWays,
    problems,
    feed,
    live,
    party,
    isObserver,
    readOnly,
    canOperate,
    running,
    enabledChannels,
    mathChannel,
    traces,
    unitOf,
    recording,
    attach,
    lose,
    report,
    dismiss,
    forgetRemarks,
    forgetRecordings,
    call,
    ask,
  }
})

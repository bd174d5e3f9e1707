// The instrument as this page knows it: its state, its figures, and the calls that change it.
import { defineStore } from 'pinia'
import { computed, markRaw, ref, shallowRef } from 'vue'
import type { Role } from '#shared/contract/access.ts'
import { type FileWays, noFileWays } from '#shared/contract/files.ts'
import type {
  ChannelState,
  InstrumentCalls,
  InstrumentEvents,
  InstrumentState,
  Lanes,
  Stats,
} from '#shared/contract/instrument.ts'
import { newestOf } from '#shared/contract/recording.ts'
import type { InstrumentClient } from '#shared/contract/rpc.ts'
import type { InstrumentClientCalls } from '#shared/contract/service.ts'
import { ErrnoError, toWireError, type WireError } from '#shared/errors.ts'
import { DisposableStore } from '#shared/lifecycle.ts'
import { FrameFeed } from '../link/frame-feed.ts'

/** `lost`: the link ended and is being tried again. `refused`: it never will work. */
export type LinkState = 'connecting' | 'live' | 'lost' | 'refused'

export type Problem = InstrumentEvents['problem'] & {
  readonly id: number
  /** How often it came. */
  readonly times: number
  /** When it came last, Unix ms. */
  readonly atUnixMs: number
}

type CallName = keyof InstrumentClientCalls
type Arguments<K extends CallName> = Parameters<InstrumentCalls[K]>
type Answer<K extends CallName> = ReturnType<InstrumentCalls[K]>

function isState(value: unknown): value is InstrumentState {
  return typeof value === 'object' && value !== null && 'acquisition' in value && 'revision' in value
}

/** More lines than this push the oldest out. */
const maxProblems = 3

export const useInstrument = defineStore('instrument', () => {
  const link = ref<LinkState>('connecting')
  const linkError = shallowRef<WireError | null>(null)
  const state = shallowRef<InstrumentState | null>(null)
  const stats = shallowRef<Stats | null>(null)
  const lanes = shallowRef<Lanes | null>(null)
  const front = ref('')
  const version = ref('')
  /** What this page may do, and how it may bring files to play. */
  const role = ref<Role>('operator')
  const fileWays = shallowRef<FileWays>(noFileWays)
  const problems = shallowRef<readonly Problem[]>([])
  const feed = markRaw(new FrameFeed())
  let client: InstrumentClient | null = null
  let lastProblem = 0

  const live = computed(() => link.value === 'live')
  /** This page looks only: the instrument refuses its changes. */
  const readOnly = computed(() => role.value === 'observer')
  const canOperate = computed(() => live.value && !readOnly.value)
  const running = computed(() => live.value && ['running', 'single'].includes(state.value?.acquisition ?? ''))
  const enabledChannels = computed<readonly ChannelState[]>(
    () => state.value?.channels.filter((channel) => channel.enabled) ?? [],
  )

  /** As far as it is now; when none is under way, the last one. */
  const recording = computed(() => newestOf(state.value?.recording ?? null, stats.value?.recording ?? null))

  /** Answers and events may cross on the way: an older state never replaces a newer one. */
  function learn(newer: InstrumentState): void {
    if (state.value === null || newer.revision >= state.value.revision) state.value = newer
  }

  function attach(connected: InstrumentClient): void {
    const owned = new DisposableStore()
    client = connected
    // The state of a restarted instrument counts from the beginning again.
    state.value = connected.state
    front.value = connected.hello.front
    version.value = connected.hello.version
    role.value = connected.hello.role
    fileWays.value = connected.hello.files
    link.value = 'live'
    linkError.value = null
    owned.add(connected.on('state', learn))
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
    owned.add(connected.on('problem', report))
    owned.add(connected.onError((error) => report({ severity: 'warning', message: error.message, tip: null })))
    owned.add(feed.attach(connected.frames))
    owned.add(connected.onClose(() => owned.dispose()))
  }

  function lose(error: WireError, final: boolean): void {
    client = null
    // Figures of before are not figures of now.
    stats.value = null
    link.value = final ? 'refused' : 'lost'
    linkError.value = error
  }

  /** A line for it; the same one again only counts. */
  function report(problem: InstrumentEvents['problem']): void {
    const same = problems.value.find(({ message }) => message === problem.message)
    const line = { ...problem, id: same?.id ?? ++lastProblem, times: (same?.times ?? 0) + 1, atUnixMs: Date.now() }
    const others = problems.value.filter((one) => one !== same)
    problems.value = [...others, line].slice(-maxProblems)
  }

  /** Remarks that came last before a time leave, but for those that lead to a recording: they are left to the person. */
  function forgetRemarks(beforeUnixMs: number): void {
    const stays = ({ severity, atUnixMs, recording: file }: Problem): boolean =>
      severity !== 'info' || atUnixMs >= beforeUnixMs || file !== undefined
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
  async function call<K extends CallName>(name: K, ...args: Arguments<K>): Promise<Answer<K>> {
    if (client === null) throw new ErrnoError('ENODEV', 'The instrument is not connected.')
    const invoke = client.calls[name] as unknown as (...given: Arguments<K>) => Promise<Answer<K>>
    const result: unknown = await invoke(...args)
    if (isState(result)) learn(result)
    else if (typeof result === 'object' && result !== null && 'state' in result && isState(result.state))
      learn(result.state)
    return result as Answer<K>
  }

  /** A call from a place that has no room for an error: its failure becomes a line under the top bar. */
  async function ask<K extends CallName>(name: K, ...args: Arguments<K>): Promise<Answer<K> | null> {
    try {
      return await call(name, ...args)
    } catch (thrown) {
      report({ severity: 'error', message: toWireError(thrown).message, tip: null })
      return null
    }
  }

  return {
    link,
    linkError,
    state,
    stats,
    lanes,
    front,
    version,
    fileWays,
    problems,
    feed,
    live,
    readOnly,
    canOperate,
    running,
    enabledChannels,
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

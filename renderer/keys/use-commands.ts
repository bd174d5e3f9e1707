// What keys, buttons and gestures do. One function per binding, so that a button and its key can never differ.
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { ChannelState, TriggerSettings } from '#shared/contract/instrument.ts'
import { step125 } from '#shared/units.ts'
import { newestWins } from '../link/newest-wins.ts'
import { referenceSample } from '../plot/axis.ts'
import { fitChannel } from '../plot/fit.ts'
import { frameExtent } from '../plot/picture.ts'
import { withVoltsPerDiv } from '../plot/vertical.ts'
import { useDevices } from '../stores/devices.ts'
import { useInstrument } from '../stores/instrument.ts'
import { usePreferences } from '../stores/preferences.ts'
import { useView } from '../stores/view.ts'
import type { CommandId } from './bindings.ts'

/** A step of the keyboard is a tenth of a division; Page Up and the like a quarter. */
const fineDivisions = 0.1
const coarseDivisions = 0.25
const triggerModes = ['auto', 'normal', 'single'] as const

export const useCommands = defineStore('commands', () => {
  const instrument = useInstrument()
  const devices = useDevices()
  const view = useView()
  const preferences = usePreferences()
  const helpOpen = ref(false)
  /** The level while it is on its way to the instrument, so that the arrow does not lag behind the hand. */
  const pendingLevel = ref<number | null>(null)

  const selected = computed<ChannelState | null>(
    () => instrument.state?.channels.find((channel) => channel.id === view.selectedChannel) ?? null,
  )
  const levelVolts = computed(() => pendingLevel.value ?? instrument.state?.trigger.levelVolts ?? 0)

  const sendLevel = newestWins(async (volts: number) => {
    await instrument.ask('setTrigger', { levelVolts: volts })
    if (pendingLevel.value === volts) pendingLevel.value = null
  })

  function setLevel(volts: number): void {
    const rounded = Number(volts.toPrecision(4))
    pendingLevel.value = rounded
    sendLevel(rounded)
  }

  function setTrigger(change: Partial<TriggerSettings>): Promise<unknown> {
    return instrument.ask('setTrigger', change)
  }

  /** Half way between the lowest and the highest voltage of the trigger's channel in view. */
  function levelToHalf(): void {
    const { state, feed } = instrument
    const channel = state?.channels.find((candidate) => candidate.id === state.trigger.channel)
    const extent = channel !== undefined && feed.latest !== null ? frameExtent(feed.latest, channel) : null
    if (extent !== null) setLevel((extent.low + extent.high) / 2)
  }

  function stepLevel(direction: 1 | -1): void {
    const channel = instrument.state?.trigger.channel
    if (channel !== undefined)
      setLevel(levelVolts.value + direction * fineDivisions * view.viewOf({ id: channel }).voltsPerDiv)
  }

  function stepScale(direction: 1 | -1, channel = selected.value): void {
    if (channel === null) return
    const before = view.viewOf(channel)
    view.setChannelView(channel.id, withVoltsPerDiv(before, step125(before.voltsPerDiv, direction)))
  }

  function moveChannel(divisions: number, channel = selected.value): void {
    if (channel === null) return
    const before = view.viewOf(channel)
    const offsetVolts = Number((before.offsetVolts + divisions * before.voltsPerDiv).toPrecision(6))
    view.setChannelView(channel.id, { ...before, offsetVolts })
  }

  function fitView(only?: ChannelState): void {
    const frame = instrument.feed.latest
    const shown = instrument.enabledChannels
    if (frame === null) return
    for (const [place, channel] of shown.entries()) {
      const extent = frameExtent(frame, channel)
      if (extent === null || (only !== undefined && only.id !== channel.id)) continue
      view.setChannelView(channel.id, fitChannel(extent, place, shown.length))
    }
  }

  async function autoSet(): Promise<void> {
    const result = await instrument.ask('autoSet')
    if (result === null) return
    view.setTimebase(result.view)
    view.lookAt(result.view.atSample)
    fitView()
  }

  async function setChannelEnabled(channel: ChannelState, enabled: boolean): Promise<void> {
    const device = instrument.state?.device
    if (device === undefined) return
    const path = `${channel.id}/en`
    await instrument.ask('writeAttribute', { device, path, value: enabled ? '1' : '0' })
    await devices.refresh()
  }

  /** Without a trigger the window follows the newest sample: to look earlier it has to be held at a sample first. */
  function holdReference(): void {
    const frame = instrument.feed.latest
    if (frame === null || view.atSample !== null || Number.isFinite(frame.triggerSample)) return
    view.lookAt(referenceSample(frame, view.settings))
  }

  function panBy(divisions: number): void {
    holdReference()
    view.panBy(divisions)
  }

  function toOldest(): void {
    const frame = instrument.feed.latest
    if (frame === null) return
    view.lookAt(frame.oldestSample)
    view.setTimebase({ positionSeconds: 5 * view.timebase.secondsPerDiv })
  }

  function toNewest(): void {
    view.lookAt(null)
    view.setTimebase({ positionSeconds: 0 })
  }

  function focusField(id: string): void {
    const field = document.getElementById(id)
    field?.focus()
    if (field instanceof HTMLInputElement) field.select()
  }

  async function toggleRecording(): Promise<void> {
    if (instrument.state?.recording?.state === 'recording') await instrument.ask('stopRecording')
    else await instrument.ask('startRecording', { scans: null })
  }

  async function cycleTriggerMode(): Promise<void> {
    const now = instrument.state?.trigger.mode
    const next = triggerModes[(triggerModes.indexOf(now ?? 'single') + 1) % triggerModes.length]
    if (next !== undefined) await setTrigger({ mode: next })
  }

  async function toggleChannel(number: number): Promise<void> {
    const channel = instrument.state?.channels[number]
    if (channel !== undefined) await setChannelEnabled(channel, !channel.enabled)
  }

  function selectChannel(number: number): void {
    const channel = instrument.state?.channels[number]
    if (channel !== undefined) view.selectedChannel = channel.id
  }

  /** The map of waveforms begins anew for whoever asks for it again. */
  async function clearPersistence(): Promise<void> {
    if (!preferences.persistence || !instrument.live) return
    await instrument.ask('setView', { ...view.settings, persistence: false })
    await instrument.ask('setView', view.settings)
  }

  const run: Readonly<Record<CommandId, (number: number) => unknown>> = {
    runStop: () => instrument.ask(instrument.running ? 'stop' : 'run'),
    single: () => instrument.ask('single'),
    autoSet,
    record: toggleRecording,
    zoomIn: () => view.zoom(-1),
    zoomOut: () => view.zoom(1),
    panLeft: () => panBy(-1),
    panRight: () => panBy(1),
    home: toOldest,
    end: toNewest,
    scaleDown: () => stepScale(-1),
    scaleUp: () => stepScale(1),
    offsetUp: () => moveChannel(coarseDivisions),
    offsetDown: () => moveChannel(-coarseDivisions),
    fit: () => fitView(),
    toggleChannel,
    selectChannel,
    triggerMode: cycleTriggerMode,
    forceTrigger: () => instrument.ask('forceTrigger'),
    levelUp: () => stepLevel(1),
    levelDown: () => stepLevel(-1),
    positionLeft: () => view.panBy(fineDivisions),
    positionRight: () => view.panBy(-fineDivisions),
    blockSize: () => focusField('field-block-size'),
    watermark: () => focusField('field-watermark'),
    persistence: () => {
      preferences.persistence = !preferences.persistence
    },
    clear: clearPersistence,
    tree: () => {
      preferences.treeOpen = !preferences.treeOpen
    },
    theme: () => preferences.toggleTheme(),
    help: () => {
      helpOpen.value = !helpOpen.value
    },
  }

  return {
    run,
    helpOpen,
    selected,
    levelVolts,
    setLevel,
    levelToHalf,
    setTrigger,
    stepScale,
    moveChannel,
    fitView,
    panBy,
    setChannelEnabled,
  }
})

// What keys, buttons and gestures do. One function per binding, so that a button and its key can never differ.
import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { ChannelState } from '#shared/contract/channels.ts'
import type { TriggerSettings } from '#shared/contract/trigger.ts'
import { referenceSample } from '../plot/axis.ts'
import { boxChannelView, boxTimebase, type ZoomBox } from '../plot/box-zoom.ts'
import { useRecording } from '../recording/use-recording.ts'
import { useDevices } from '../stores/devices.ts'
import { useFiles } from '../stores/files.ts'
import { useInstrument } from '../stores/instrument.ts'
import { useLayout } from '../stores/layout.ts'
import { usePreferences } from '../stores/preferences.ts'
import { type Picture, useView } from '../stores/view.ts'
import type { CommandId } from './bindings.ts'
import { useLevel } from './use-level.ts'
import { useVertical } from './use-vertical.ts'

/** A step of the keyboard is a tenth of a division; Page Up and the like a quarter. */
const fineDivisions = 0.1
const coarseDivisions = 0.25
/** So many boxes can be stepped back from. */
const mostPictures = 20

export const useCommands = defineStore('commands', () => {
  const instrument = useInstrument()
  const devices = useDevices()
  const view = useView()
  const preferences = usePreferences()
  const layout = useLayout()
  const level = useLevel()
  const vertical = useVertical()
  const recording = useRecording()
  const files = useFiles()
  const helpOpen = ref(false)

  function setTrigger(change: Partial<TriggerSettings>): Promise<unknown> {
    return instrument.ask('setTrigger', change)
  }

  async function autoSet(): Promise<void> {
    const result = await instrument.ask('autoSet')
    if (result === null) return
    view.setTimebase(result.view)
    view.lookAt(result.view.atSample)
    // Not what is on the screen: that may be a sliver of the signal.
    vertical.show(result.ranges)
  }

  async function fitTime(): Promise<void> {
    const result = await instrument.ask('autoSet', { only: 'time' })
    if (result !== null) view.setTimebase({ secondsPerDiv: result.view.secondsPerDiv })
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

  /** What turns something over looks at how it is when its turn comes: two presses in a row are two. */
  let turn: Promise<unknown> = Promise.resolve()
  function inTurn(change: () => Promise<unknown>): Promise<unknown> {
    turn = turn.then(change, change)
    return turn
  }

  /** Without a channel there is nothing to capture, and the screen says so already. */
  async function whileCapturable(call: 'run' | 'stop' | 'single'): Promise<void> {
    if (call === 'stop' || instrument.enabledChannels.length > 0) await instrument.ask(call)
  }

  /** Single is a button of its own: it would end the capture. */
  async function toggleTriggerMode(): Promise<void> {
    await setTrigger({ mode: instrument.state?.trigger.mode === 'auto' ? 'normal' : 'auto' })
  }

  async function toggleChannel(number: number): Promise<void> {
    const channel = instrument.state?.channels[number]
    if (channel !== undefined) await setChannelEnabled(channel, !channel.enabled)
  }

  function selectChannel(number: number): void {
    const channel = instrument.state?.channels[number]
    if (channel !== undefined) view.selectedChannel = channel.id
  }

  /** Pictures before each box that was zoomed into, the newest last. */
  const picturesBefore: Picture[] = []

  function zoomIntoBox(box: ZoomBox): void {
    holdReference()
    picturesBefore.push(view.picture())
    if (picturesBefore.length > mostPictures) picturesBefore.shift()
    view.setTimebase(boxTimebase(view.timebase, box))
    for (const channel of instrument.enabledChannels)
      view.setChannelView(channel.id, boxChannelView(view.viewOf(channel), box))
  }

  function zoomBack(): void {
    const before = picturesBefore.pop()
    if (before !== undefined) view.showPicture(before)
  }

  /** The map of waveforms begins anew for whoever asks for it again. */
  async function clearPersistence(): Promise<void> {
    if (!preferences.persistence || !instrument.live) return
    await instrument.ask('setView', { ...view.settings, persistence: false })
    await instrument.ask('setView', view.settings)
  }

  const run: Readonly<Record<CommandId, (number: number) => unknown>> = {
    runStop: () => inTurn(() => whileCapturable(instrument.running ? 'stop' : 'run')),
    single: () => inTurn(() => whileCapturable('single')),
    autoSet,
    record: () => inTurn(recording.toggle),
    openFile: files.open,
    zoomIn: () => view.zoom(-1),
    zoomOut: () => view.zoom(1),
    panLeft: () => panBy(-1),
    panRight: () => panBy(1),
    zoomBack,
    home: toOldest,
    end: toNewest,
    scaleDown: () => vertical.stepScale(-1),
    scaleUp: () => vertical.stepScale(1),
    offsetUp: () => vertical.moveBy(coarseDivisions),
    offsetDown: () => vertical.moveBy(-coarseDivisions),
    fit: () => vertical.fit(),
    toggleChannel: (number) => inTurn(() => toggleChannel(number)),
    selectChannel,
    triggerMode: () => inTurn(toggleTriggerMode),
    forceTrigger: () => instrument.ask('forceTrigger'),
    levelUp: level.raise,
    levelDown: level.lower,
    positionLeft: () => view.panBy(fineDivisions),
    positionRight: () => view.panBy(-fineDivisions),
    blockSize: () => focusField('field-block-size'),
    watermark: () => focusField('field-watermark'),
    persistence: () => {
      preferences.persistence = !preferences.persistence
    },
    clear: clearPersistence,
    tree: () => layout.toggle('tree'),
    panels: () => layout.toggle('panels'),
    theme: () => preferences.toggleTheme(),
    help: () => {
      helpOpen.value = !helpOpen.value
    },
  }

  return { run, helpOpen, setTrigger, panBy, holdReference, zoomIntoBox, fitTime, setChannelEnabled }
})

// Files this page may play: what the instrument offers, and what the person brings.
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { OfferedFile } from '#shared/contract/topics/files.ts'
import { fail } from '#shared/errors.ts'
import { formatFileSource } from '#shared/files/source-text.ts'
import { sessionInsteadOfSignal } from '#shared/session/session.ts'
import { pickFile } from '../link/pick-file.ts'
import { sendFile } from '../link/send-file.ts'
import { sessionIn } from '../link/session-in.ts'
import { useDevices } from './devices.ts'
import { useInstrument } from './instrument.ts'
import { telling } from './telling.ts'
import { useView } from './view.ts'

export const useFiles = defineStore('files', () => {
  const instrument = useInstrument()
  const devices = useDevices()
  const view = useView()
  const offered = shallowRef<readonly OfferedFile[]>([])
  /** Name of the file that is being sent; null: none is. */
  const sending = ref<string | null>(null)

  /** Asks again what is offered. A failure keeps what is known: the link's own state tells that story. */
  async function refresh(): Promise<void> {
    try {
      offered.value = await instrument.call('listFiles')
    } catch {
      return
    }
  }

  /** Plays an offered file on a channel, live. Rejects with ErrnoError, with what is played unchanged. */
  async function play(channel: string, name: string): Promise<void> {
    const device = instrument.state?.device
    if (device === undefined) return
    await devices.write(device, `${channel}/source`, formatFileSource({ path: name, options: {} }))
  }

  /** Sends a file of the person's; the name it is offered under. Rejects with ErrnoError. */
  async function send(file: File): Promise<string> {
    sending.value = file.name
    try {
      return await sendFile(file)
    } finally {
      sending.value = null
    }
  }

  /**
   * Sends a file of the person's and plays it; a session file is applied instead. Rejects with ErrnoError, with what is
   * played unchanged.
   */
  async function bring(channel: string, file: File): Promise<void> {
    const session = await sessionIn(file)
    if (session !== null) return instrument.call('loadSession', { text: session })
    await play(channel, await send(file))
  }

  /** Lets the person choose in the system's dialog, and plays that. Rejects with ErrnoError. */
  async function choose(channel: string): Promise<void> {
    const { name } = await instrument.call('chooseFile')
    if (name !== null) await play(channel, name)
  }

  /** As {@link bring}, from a place that has no room for an error. */
  const take = (channel: string, file: File): Promise<void> => telling(bring(channel, file))

  /** The channel that plays what a person brings: the wanted one, or the first when that is off. */
  function playingChannel(wanted = view.selectedChannel): string {
    const { enabledChannels } = instrument
    return (enabledChannels.find(({ id }) => id === wanted) ?? enabledChannels[0])?.id ?? wanted
  }

  /**
   * Lets the person choose a file, in the system's dialog or the browser's. Rejects with ErrnoError.
   * A session is refused: it is no signal.
   * @returns the name it is offered under; null: none was chosen
   */
  async function obtain(): Promise<string | null> {
    const { dialog, upload } = instrument.fileWays
    // Without any way the instrument says why.
    if (dialog || !upload) return (await instrument.call('chooseFile', { signal: true })).name
    const file = await pickFile()
    if (file === null) return null
    if ((await sessionIn(file)) !== null) fail('EINVAL', sessionInsteadOfSignal(file.name))
    return send(file)
  }

  /** Lets the person choose a file, in the system's dialog or the browser's, and plays it on the selected channel. */
  async function open(): Promise<void> {
    const channel = playingChannel()
    const { dialog, upload } = instrument.fileWays
    // Without any way the instrument says why.
    if (dialog || !upload) return telling(choose(channel))
    const file = await pickFile()
    if (file !== null) await take(channel, file)
  }

  return { offered, sending, refresh, play, bring, choose, take, obtain, open, playingChannel }
})

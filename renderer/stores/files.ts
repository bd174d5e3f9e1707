// Files this page may play: what the instrument offers, and what the person brings.
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { OfferedFile } from '#shared/contract/files.ts'
import { toWireError } from '#shared/errors.ts'
import { formatFileSource } from '#shared/files/source-text.ts'
import { sendFile } from '../files/send-file.ts'
import { useDevices } from './devices.ts'
import { useInstrument } from './instrument.ts'

export const useFiles = defineStore('files', () => {
  const instrument = useInstrument()
  const devices = useDevices()
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

  /** Sends a file of the person's and plays it. Rejects with ErrnoError, with what is played unchanged. */
  async function bring(channel: string, file: File): Promise<void> {
    sending.value = file.name
    let name: string
    try {
      name = await sendFile(file)
    } finally {
      sending.value = null
    }
    await play(channel, name)
  }

  /** Lets the person choose in the system's dialog, and plays that. Rejects with ErrnoError. */
  async function choose(channel: string): Promise<void> {
    const { name } = await instrument.call('chooseFile')
    if (name !== null) await play(channel, name)
  }

  /** As {@link bring}, from a place that has no room for an error. */
  async function take(channel: string, file: File): Promise<void> {
    try {
      await bring(channel, file)
    } catch (thrown) {
      instrument.report({ severity: 'error', message: toWireError(thrown).message, tip: null })
    }
  }

  return { offered, sending, refresh, play, bring, choose, take }
})

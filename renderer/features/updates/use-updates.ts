// What this page knows of another version of the program. Nothing is looked up before somebody asks.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { UpdateNews, UpdateOutcome } from '#shared/contract/topics/upkeep/updates.ts'
import { formatBytes } from '#shared/units.ts'
import { useInstrument } from '../../state/instrument.ts'
import { told } from '../../text/told.ts'

export const useUpdates = defineStore('updates', () => {
  const instrument = useInstrument()
  const isOpen = ref(false)
  const news = shallowRef<UpdateNews | null>(null)
  const outcome = shallowRef<UpdateOutcome | null>(null)
  /** What is being done, in a word for the line; empty: nothing. */
  const doing = ref('')
  const error = ref('')

  async function during<T>(what: string, work: () => Promise<T>): Promise<T | null> {
    if (doing.value !== '') return null
    error.value = ''
    doing.value = what
    try {
      return await work()
    } catch (thrown) {
      error.value = told(thrown)
      return null
    } finally {
      doing.value = ''
    }
  }

  async function look(): Promise<void> {
    outcome.value = null
    news.value = null
    news.value = await during('Looking…', () => instrument.call('checkUpdate'))
  }

  async function open(): Promise<void> {
    isOpen.value = true
    await look()
  }

  async function install(version: string): Promise<void> {
    outcome.value = await during(`Installing ${version}…`, () => instrument.call('installUpdate', { version }))
  }

  async function rollBack(): Promise<void> {
    outcome.value = await during('Going back…', () => instrument.call('rollBackUpdate'))
  }

  /** What is known, in a sentence or two. */
  const text = computed(() => {
    if (outcome.value !== null) {
      const { version, takesPlace, note } = outcome.value
      const when =
        takesPlace === 'now' ? 'is installed; the next start has it.' : 'is installed when this window is closed.'
      return `Version ${version} ${when} ${note}`.trim()
    }
    if (news.value === null) return ''
    if (news.value.state === 'off') return news.value.how
    const { state, running, newest, from, bytes, hindrance } = news.value
    if (state === 'current') return `${running} is the newest version: ${from} has ${newest}.`
    const size = bytes === null ? '' : ` (${formatBytes(bytes)})`
    return `Version ${newest}${size} is in ${from}; this is ${running}. ${hindrance ?? ''}`.trim()
  })

  return { isOpen, news, outcome, doing, error, text, open, look, install, rollBack }
})

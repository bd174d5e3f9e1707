// The palette: whether it is open, what it offers now, and what choosing does.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { ListedSetting, Setting } from '#shared/contract/topics/settings.ts'
import { allCommands, runCommand } from '../../kit/keys/commands.ts'
import { useInstrument } from '../../state/instrument.ts'
import { told } from '../../text/told.ts'
import { commandEntries, settingEntries } from './entries.ts'
import { find, type Match } from './find.ts'

export const onlyLooks = 'This page only looks: it cannot change settings.'

export const usePalette = defineStore('palette', () => {
  const instrument = useInstrument()
  const isOpen = ref(false)
  const query = ref('')
  /** Why what was chosen last was refused; empty: it was not. */
  const refusal = ref('')
  const settings = shallowRef<readonly ListedSetting[]>([])

  const entries = computed(() => [
    ...commandEntries(allCommands(), instrument.state?.channels.length ?? 0),
    ...settingEntries(settings.value, instrument.state?.deviceName ?? ''),
  ])
  const matches = computed(() => find(query.value, entries.value))

  /** The settings as they are now; none without a link. */
  async function list(): Promise<void> {
    try {
      settings.value = instrument.live ? await instrument.call('listSettings') : []
    } catch {
      settings.value = []
    }
  }

  /** How often it was asked for. */
  const times = ref(0)

  async function open(): Promise<void> {
    times.value++
    query.value = ''
    refusal.value = ''
    isOpen.value = true
    await list()
  }

  async function change(changes: readonly Setting[]): Promise<void> {
    if (instrument.readOnly) {
      refusal.value = onlyLooks
      return
    }
    const opened = times.value
    let said = ''
    try {
      await instrument.call('applySettings', { changes: [...changes] })
    } catch (thrown) {
      said = told(thrown)
    }
    // On a busy machine the answer may come when it is open again, for something else.
    if (opened !== times.value) return
    refusal.value = said
    isOpen.value = said !== '' && isOpen.value
  }

  /**
   * A command is run behind the closed palette, where its key would be; a change is applied; of a setting alone the name is
   * written into the field, for its value.
   */
  async function choose(match: Match): Promise<void> {
    refusal.value = ''
    if (match.kind === 'setting') query.value = `${match.entry.title} `
    else if (match.kind === 'change') await change([{ path: match.entry.id, value: match.value }])
    else if (match.kind === 'phrase') await change(match.changes)
    else if (match.kind === 'command') {
      isOpen.value = false
      await runCommand(match.entry.id, match.entry.number)
    }
  }

  return { isOpen, times, query, refusal, matches, open, choose }
})

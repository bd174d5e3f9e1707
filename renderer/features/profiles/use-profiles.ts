// What the dialog of profiles is about: the name that is typed, the question that is open, and the calls.
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { CallArguments, CallName } from '#shared/contract/topics.ts'
import { errnoOf } from '#shared/errors.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useSettings } from '../../state/settings.ts'
import { told } from '../../text/told.ts'

/** What is asked before it is done. */
export type Question =
  | { readonly of: 'replace'; readonly name: string }
  | { readonly of: 'delete'; readonly name: string }
  | { readonly of: 'reset' }

export const useProfiles = defineStore('profiles', () => {
  const instrument = useInstrument()
  const isOpen = ref(false)
  const name = ref('')
  const error = ref('')
  /** What was done last, in a sentence. */
  const done = ref('')
  const question = ref<Question | null>(null)

  function clear(): void {
    error.value = ''
    done.value = ''
    question.value = null
  }
  watch(name, () => {
    error.value = ''
    question.value = null
  })

  function open(): void {
    clear()
    isOpen.value = true
  }

  /** @returns whether it was done; else the error says why not */
  async function carryOut<K extends CallName>(call: K, ...args: CallArguments<K>): Promise<boolean> {
    clear()
    try {
      // With what a hand has just let go of.
      await useSettings().settled()
      await instrument.call(call, ...args)
      return true
    } catch (thrown) {
      if (call === 'saveProfile' && errnoOf(thrown) === 'EEXIST') question.value = { of: 'replace', name: name.value }
      else error.value = told(thrown)
      return false
    }
  }

  async function save(replace = false): Promise<void> {
    const wanted = name.value.trim()
    if (wanted === '') {
      error.value = 'A profile needs a name.'
      return
    }
    if (!(await carryOut('saveProfile', { name: wanted, replace }))) return
    name.value = ''
    done.value = `The settings are kept as '${wanted}'.`
  }

  async function choose(profile: string): Promise<void> {
    if (await carryOut('chooseProfile', { name: profile })) done.value = `The settings are those of '${profile}'.`
  }

  async function confirm(): Promise<void> {
    const asked = question.value
    if (asked === null) return
    if (asked.of === 'replace') await save(true)
    else if (asked.of === 'delete') {
      if (await carryOut('deleteProfile', { name: asked.name })) done.value = `'${asked.name}' is deleted.`
    } else await reset()
  }

  async function reset(): Promise<void> {
    clear()
    try {
      const { kept } = await instrument.call('factoryReset')
      done.value =
        kept === null
          ? 'Everything is as at the beginning.'
          : `Everything is as at the beginning. What was before is in ${kept}.`
    } catch (thrown) {
      error.value = told(thrown)
    }
  }

  return {
    ...{ isOpen, name, error, done, question, open, save, choose, confirm },
    profiles: computed(() => instrument.state?.profiles ?? []),
    current: computed(() => instrument.state?.profile ?? null),
    locked: computed(() => instrument.state?.locked ?? []),
    lockedBy: computed(() => instrument.state?.lockedBy ?? null),
    file: computed(() => instrument.state?.settingsFile ?? null),
    /** Asks before a profile is deleted, or everything is put back. */
    ask: (asked: Question): void => {
      clear()
      question.value = asked
    },
    cancel: clear,
  }
})

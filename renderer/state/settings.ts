// The instrument's own settings as a hand changes them: on the screen before the instrument has them, so that nothing lags
// behind the hand. A page that only looks keeps what it sets to itself.
import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import type { SettingValue } from '#shared/contract/topics/settings.ts'
import { currentGesture } from './gesture.ts'
import { useInstrument } from './instrument.ts'

type Values = Readonly<Record<string, SettingValue>>

export const useSettings = defineStore('settings', () => {
  const instrument = useInstrument()
  /** On their way to the instrument; of a page that only looks, or has no link, its own. */
  const ahead = shallowRef<ReadonlyMap<string, SettingValue>>(new Map())
  /** Waiting for those before them; changes of one gesture, and of the same settings, become one. */
  const queue: { gesture: string | undefined; values: Record<string, SettingValue> }[] = []
  /** Ends when nothing is waiting; null: nothing is. */
  let sending: Promise<void> | null = null

  /** A setting as it is, or soon will be; `known` is what the instrument says. */
  function now<V extends SettingValue>(path: string, known: V): V {
    return (ahead.value.get(path) as V | undefined) ?? known
  }

  function set(values: Values): void {
    if (Object.keys(values).length === 0) return
    ahead.value = new Map([...ahead.value, ...Object.entries(values)])
    if (!instrument.canOperate) return
    const gesture = currentGesture()
    const last = queue.at(-1)
    const isSame =
      last !== undefined &&
      last.gesture === gesture &&
      (gesture !== undefined || Object.keys(values).every((path) => path in last.values))
    if (isSame) Object.assign(last.values, values)
    else queue.push({ gesture, values: { ...values } })
    sending ??= send()
  }

  async function send(): Promise<void> {
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        if (!instrument.canOperate) {
          queue.length = 0
          break
        }
        const { gesture, values } = next
        const changes = Object.entries(values).map(([path, value]) => ({ path, value }))
        await instrument.ask('applySettings', { changes, ...(gesture !== undefined && { gesture }) })
        forget(values)
      }
    } finally {
      sending = null
    }
  }

  /** The instrument has them, or refused them: what it says is true, unless they were set again meanwhile. */
  function forget(values: Values): void {
    const left = new Map(ahead.value)
    for (const [path, value] of Object.entries(values)) if (Object.is(left.get(path), value)) left.delete(path)
    ahead.value = left
  }

  /** Resolves when the instrument has all that was set. */
  async function settled(): Promise<void> {
    await sending
  }

  // What was set without a link is not what the instrument has.
  watch(
    () => instrument.canOperate,
    (can) => {
      if (!can) return
      queue.length = 0
      ahead.value = new Map()
    },
    { flush: 'sync' },
  )

  return { ahead, now, set, settled }
})

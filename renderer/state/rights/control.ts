// Who is in control, as this page sees it: whether it is this one, who asks, and how one asks.
import { defineStore } from 'pinia'
import { computed, watch } from 'vue'
import { type ControlState, machineParty, type Party } from '#shared/contract/control-desk.ts'
import { useInstrument } from '../instrument.ts'

const alone: ControlState = { holder: machineParty, asking: [], isShared: false }

export const useControl = defineStore('control', () => {
  const instrument = useInstrument()
  const state = computed(() => instrument.state?.control ?? alone)
  const isMine = computed(() => instrument.live && state.value.holder.id === instrument.party)
  /** Viewers of other machines may come: only then it matters who is in control. */
  const isShared = computed(() => instrument.live && state.value.isShared)
  const mayOperate = computed(() => instrument.live && instrument.party !== null)
  /** Who asks this page, first. */
  const asks = computed<Party | null>(() => (isMine.value ? (state.value.asking[0] ?? null) : null))
  const isAsking = computed(() => state.value.asking.some(({ id }) => id === instrument.party))

  /** Takes control where that may be done at once, else asks for it. */
  async function take(): Promise<void> {
    if (instrument.party === machineParty.id) await instrument.ask('takeControl')
    else await instrument.ask('askControl')
  }

  async function give(to: Party): Promise<void> {
    await instrument.ask('giveControl', { to: to.id })
  }

  async function keep(): Promise<void> {
    await instrument.ask('keepControl')
  }

  /** Lets go of control, or of the wish for it. */
  async function release(): Promise<void> {
    await instrument.ask('releaseControl')
  }

  // Whoever asked hears how it ended, wherever that is shown.
  watch([isAsking, isMine], ([asksNow, isNow], [asked, was]) => {
    if (!instrument.live) return
    const tell = (message: string): void => instrument.report({ severity: 'info', message, tip: null })
    if (isNow && !was && isShared.value) tell('This page is in control now.')
    else if (!isNow && was) tell(`${capital(state.value.holder.name)} is in control now.`)
    else if (asked && !asksNow && !isNow) tell(`${capital(state.value.holder.name)} keeps control.`)
  })

  return { state, isMine, isShared, mayOperate, asks, isAsking, take, give, keep, release }
})

/** As it begins a sentence, where it is no name. */
function capital(name: string): string {
  return name === machineParty.name ? 'The machine itself' : name
}

// Where the panels are: beside the trace, or on a page of their own, which another screen may show. Either page knows of the other
// here, moves the panels, and hears what the other says.
import { defineStore } from 'pinia'
import { computed, markRaw, ref } from 'vue'
import { Emitter } from '#shared/lifecycle.ts'
import { panelsQuery } from '#shared/port/panels-page.ts'
import { type PageHost, pageHost } from '../../link/page-host.ts'
import { PagePair, type PairHost, type PairMessage, type Side } from '../../link/page-pair.ts'
import { useInstrument } from '../instrument.ts'

/** A page with the trace that is loaded again has so long to come back before its panels close, ms. */
export const comebackMs = 5000

export const usePair = defineStore('pair', () => {
  const side = ref<Side>('trace')
  const isOtherThere = ref(false)
  const messages = markRaw(new Emitter<PairMessage>())
  let host: PageHost | null = null
  let pair: PagePair | null = null
  /** This page made it up since it was loaded. */
  let isOwnPair = false
  let leaving: ReturnType<typeof setTimeout> | undefined

  const isPanelsPage = computed(() => side.value === 'panels')
  /** This page has the trace, and its panels are on another one. */
  const panelsAway = computed(() => !isPanelsPage.value && isOtherThere.value)

  /** @param id of the pair; empty: this page belongs to no other */
  function begin(own: Side, id: string, page: PageHost = pageHost()): void {
    side.value = own
    host = page
    if (id !== '' && page.pairs !== null) join(id, page.pairs)
  }

  function join(id: string, pairs: PairHost): void {
    pair?.dispose()
    const joined = new PagePair(id, side.value, pairs)
    pair = joined
    joined.onMessage.on(hear)
    joined.onPresence.on(onPresence)
  }

  function hear(message: PairMessage): void {
    if (message.type === 'close') host?.close()
    else messages.fire(message)
  }

  function onPresence(isThere: boolean): void {
    isOtherThere.value = isThere
    clearTimeout(leaving)
    if (!isThere && isPanelsPage.value) leaving = setTimeout(() => host?.close(), comebackMs)
  }

  function send(message: PairMessage): void {
    pair?.post(message)
  }

  /** Does what needs the trace here, or asks the page that has it. */
  function onTracePage(id: string, number: number, act: () => unknown): unknown {
    if (!isPanelsPage.value) return act()
    if (isOtherThere.value) return send({ type: 'command', id, number })
    return useInstrument().report({ severity: 'warning', message: 'There is no trace in this window.', tip: null })
  }

  /** Moves the panels to a window of their own, or back. */
  function movePanels(): void {
    if (isPanelsPage.value) host?.close()
    else if (isOtherThere.value) send({ type: 'close' })
    else open()
  }

  function open(): void {
    if (host === null || host.pairs === null) {
      useInstrument().report({
        severity: 'warning',
        message: 'This browser does not let two windows know of each other here: the panels stay.',
        tip: null,
      })
      return
    }
    // Of a tab that was doubled the other one may have the pair that is kept.
    if (!isOwnPair && pair?.isHeld !== true) {
      isOwnPair = true
      join(host.makePair(), host.pairs)
    }
    host.open(panelsQuery(host.keptPair()))
  }

  return { side, isPanelsPage, panelsAway, isOtherThere, messages, begin, send, onTracePage, movePanels }
})

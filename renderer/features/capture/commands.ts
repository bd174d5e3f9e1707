// Run, single, auto-set.
import type { CommandTable } from '../../kit/keys/commands.ts'
import { asOneStep, newGesture } from '../../state/gesture.ts'
import { inTurn } from '../../state/in-turn.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useSettings } from '../../state/settings.ts'
import { useVertical } from '../../state/use-vertical.ts'
import { useView } from '../../state/view.ts'
import { stepWords } from '../../words/setting-words.ts'

/** Without a channel there is nothing to capture, and the screen says so already. */
async function whileCapturable(call: 'run' | 'stop' | 'single'): Promise<void> {
  const instrument = useInstrument()
  if (call === 'stop' || instrument.enabledChannels.length > 0) await instrument.ask(call)
}

/** Says what it did: a step of undo, which takes all of it back. */
async function autoSet(): Promise<void> {
  const view = useView()
  const instrument = useInstrument()
  const gesture = newGesture()
  const before = instrument.state?.undoes ?? null
  const result = await instrument.ask('autoSet', { gesture })
  if (result === null) return
  view.lookAt(result.view.atSample)
  asOneStep(() => {
    view.setTimebase(result.view)
    // Not what is on the screen: that may be a sliver of the signal.
    useVertical().show(result.ranges)
  }, gesture)
  await useSettings().settled()
  const did = instrument.state?.undoes ?? null
  const message =
    did === null || stepWords(did, false) === stepWords(before ?? [], false)
      ? 'Auto-set: the settings fit the signal already.'
      : `Auto-set: ${stepWords(did, false)}.`
  instrument.report({ severity: 'info', message, tip: null })
}

export const captureCommands = {
  runStop: {
    group: 'Capture',
    action: 'Run or stop',
    keys: ['Space'],
    run: () => inTurn(() => whileCapturable(useInstrument().running ? 'stop' : 'run')),
  },
  single: { group: 'Capture', action: 'Single', keys: ['S'], run: () => inTurn(() => whileCapturable('single')) },
  autoSet: { group: 'Capture', action: 'Auto-set', keys: ['A'], run: () => inTurn(autoSet) },
} satisfies CommandTable

// The diagnostics into the clipboard.
import { momentInName, saveFile } from '../../link/save-file.ts'
import { useInstrument } from '../../state/instrument.ts'
import { pageLines } from './page-lines.ts'

/** Into the clipboard; where that is refused, into a file. Either is said. */
export async function copyDiagnostics(): Promise<void> {
  const instrument = useInstrument()
  const made = await instrument.ask('diagnose', { page: [...pageLines()] })
  if (made === null) return
  const say = (message: string): void => instrument.report({ severity: 'info', message, tip: null })
  try {
    await navigator.clipboard.writeText(made.text)
    say('The diagnostics are in the clipboard.')
  } catch {
    const name = `diagnostics ${momentInName(new Date())}.txt`
    saveFile(new Blob([made.text], { type: 'text/plain' }), name)
    say(`The clipboard takes no text here: the diagnostics were saved as ${name}.`)
  }
}

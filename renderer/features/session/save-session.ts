// All settings as a file of the person's.
import { saveFile, timeInName } from '../../link/save-file.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useSettings } from '../../state/settings.ts'

/** `session 2026-11-27 18.04.blockscope`: no file of before is meant. */
export function sessionName(at: Date): string {
  return `session ${timeInName(at)}.blockscope`
}

export async function saveSession(page: Document = document): Promise<void> {
  // With what a hand has just let go of.
  await useSettings().settled()
  const saved = await useInstrument().ask('saveSession')
  if (saved !== null) saveFile(new Blob([saved.text], { type: 'application/json' }), sessionName(new Date()), page)
}

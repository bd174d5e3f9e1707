// All settings as a file of the person's: the browser downloads it, the desktop asks where it shall go.
import { useInstrument } from '../../state/instrument.ts'
import { useSettings } from '../../state/settings.ts'

/** The browser takes the file in after the click; then its address is not needed any more. ms */
const addressMs = 60_000

/** `session 2026-11-27 18.04.blockscope`: no file of before is meant. */
export function sessionName(at: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-')
  return `session ${day} ${two(at.getHours())}.${two(at.getMinutes())}.blockscope`
}

export async function saveSession(page: Document = document): Promise<void> {
  // With what a hand has just let go of.
  await useSettings().settled()
  const saved = await useInstrument().ask('saveSession')
  if (saved === null) return
  const link = page.createElement('a')
  link.href = URL.createObjectURL(new Blob([saved.text], { type: 'application/json' }))
  link.download = sessionName(new Date())
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), addressMs)
}

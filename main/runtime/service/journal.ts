// Words that go to the journal of systemd: each line with its priority in front, as sd-daemon(3) says. The journal adds the time
// and the program's name itself.
import { fstatSync } from 'node:fs'

/** Of syslog(3). */
export const priority = { error: 3, notice: 5, info: 6 } as const
export type Priority = (typeof priority)[keyof typeof priority]

/**
 * Whether what is written to this descriptor goes to the journal: `JOURNAL_STREAM` has its device and inode then (systemd.exec(5)).
 * A program that inherited the variable and writes elsewhere does not match.
 */
export function goesToJournal(descriptor: number, env: NodeJS.ProcessEnv = process.env): boolean {
  const [, device, inode] = /^(\d+):(\d+)$/.exec(env.JOURNAL_STREAM ?? '') ?? []
  if (device === undefined) return false
  try {
    const { dev, ino } = fstatSync(descriptor, { bigint: true })
    return String(dev) === device && String(ino) === inode
  } catch {
    return false
  }
}

/** Every line of the text with its priority. */
export function journalLines(text: string, level: Priority): string {
  return text
    .split('\n')
    .map((line) => `<${level}>${line}`)
    .join('\n')
}

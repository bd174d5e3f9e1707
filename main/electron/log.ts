// What the desktop app notes down: warnings and errors of the shell, in a file that stays small and on standard error.
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'

export interface Log {
  info(line: string): void
  warn(line: string): void
  error(line: string): void
}

/** Above this size the file becomes the previous one; so at most twice this is kept. */
const maxFileBytes = 512 * 1024

/** A log in `folder`/blockscope.log. Never throws: a full disk must not stop a capture. */
export function openLog(folder: string, unixMs: () => number = Date.now): Log {
  const file = path.join(folder, 'blockscope.log')
  const write = (level: string, line: string): void => {
    const text = `${new Date(unixMs()).toISOString()} ${level} ${line.replaceAll(/\s*\n\s*/g, ' | ')}\n`
    if (level !== 'info') process.stderr.write(text)
    try {
      mkdirSync(folder, { recursive: true })
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > maxFileBytes) renameSync(file, `${file}.1`)
      appendFileSync(file, text)
    } catch {
      // Standard error has it.
    }
  }
  return {
    info: (line) => write('info', line),
    warn: (line) => write('warning', line),
    error: (line) => write('error', line),
  }
}

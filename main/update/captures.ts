// Captures of all Blockscopes of this machine: whoever captures leaves a mark, a small file named after its process, and whoever
// wants to install looks for marks. A mark of a process that is gone counts for nothing.
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Disposable } from '#shared/lifecycle.ts'

export type UnderWay = 'capture' | 'recording'

export interface ForeignCapture {
  readonly pid: number
  readonly what: UnderWay
}

/** Open to every user, as the folder around it. */
export const marksFolder = (): string => path.join(os.tmpdir(), 'blockscope-captures')

/** When a process began, in the kernel's ticks, so that a number that is used again is told apart; empty where nobody says. */
function beginOf(pid: number): string {
  try {
    // The name of the program, in brackets, may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(')').at(-1)?.trim().split(' ')
    return fields?.[19] ?? ''
  } catch {
    return ''
  }
}

function isAlive(pid: number, begin: string): boolean {
  try {
    process.kill(pid, 0)
  } catch (thrown) {
    // Of another user: it is there.
    if ((thrown as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return beginOf(pid) === begin
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder)
    chmodSync(folder, 0o1777)
  } catch {
    // It is there, or cannot be made: the look at it says.
  }
  if (!lstatSync(folder).isDirectory()) throw new Error('a link, or a file')
}

/** The mark of this process. What cannot be written costs nothing: the capture is what matters. */
export class CaptureMark implements Disposable {
  readonly #folder: string
  readonly #file: string
  #what: UnderWay | null = null

  constructor(folder: string = marksFolder()) {
    this.#folder = folder
    this.#file = path.join(folder, `${process.pid}-${beginOf(process.pid)}`)
  }

  /** @param what null: nothing is under way */
  set(what: UnderWay | null): void {
    if (what === this.#what) return
    this.#what = what
    try {
      // One that is written over is one that another user may have put there.
      rmSync(this.#file, { force: true })
      if (what === null) return
      makeFolder(this.#folder)
      writeFileSync(this.#file, what, { flag: 'wx' })
    } catch {
      // See above.
    }
  }

  dispose(): void {
    this.set(null)
  }
}

/** What other processes have under way. Marks that are left over are removed where that is allowed. */
export function foreignCaptures(folder: string = marksFolder()): readonly ForeignCapture[] {
  let names: readonly string[]
  try {
    names = readdirSync(folder)
  } catch {
    return []
  }
  return names.flatMap((name) => {
    const [, digits, begin = ''] = /^(\d+)-(\d*)$/.exec(name) ?? []
    const pid = Number(digits)
    if (digits === undefined || pid === process.pid) return []
    const file = path.join(folder, name)
    try {
      if (!isAlive(pid, begin)) {
        rmSync(file, { force: true })
        return []
      }
      return [{ pid, what: readFileSync(file, 'utf8') === 'recording' ? ('recording' as const) : ('capture' as const) }]
    } catch {
      return []
    }
  })
}

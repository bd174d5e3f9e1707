// A drive that is dead, really: a file system whose server never answers (FUSE), mounted over a folder where one program sees it and
// nobody else does. It wants root, /dev/fuse and namespaces of mounts.
import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, chmodSync, constants, writeFileSync } from 'node:fs'
import path from 'node:path'
import { findProgram } from '../setup/programs.ts'

/** fuse(4): whoever holds the descriptor is the server. This one holds it and says nothing. */
const mount = (folder: string): string =>
  `exec 9<>/dev/fuse && mount -i -t fuse -o fd=9,rootmode=40000,user_id=0,group_id=0,allow_other dead '${folder}'`

/** Why there can be no such drive here; null: there can. */
export function hindranceToDeadDrive(): string | null {
  if (process.platform !== 'linux') return 'a dead drive is made on Linux'
  if (process.getuid?.() !== 0) return 'only root mounts a dead drive'
  for (const program of ['unshare', 'nsenter', 'mount'])
    if (findProgram(program) === null) return `there is no ${program}`
  try {
    accessSync('/dev/fuse', constants.R_OK | constants.W_OK)
    return null
  } catch {
    return 'there is no /dev/fuse'
  }
}

/**
 * Writes a script that starts a program where the folder can die for it alone.
 * @param isDead it is dead before the program starts
 * @returns the script, which takes the program's words
 */
export function programBeside(scratch: string, program: string, folder: string, isDead: boolean): string {
  const script = path.join(scratch, 'start.sh')
  const before = isDead ? `${mount(folder)} && ` : ''
  writeFileSync(
    script,
    `#!/bin/sh\nexec unshare -m sh -c '${before.replaceAll("'", `'"'"'`)}exec "$@"' sh '${program}' "$@"\n`,
  )
  chmodSync(script, 0o755)
  return script
}

/** The folder dies for a program that was started so. It answers again, with what is in it, when the drive is gone. */
export class DeadDrive {
  readonly #pid: number
  readonly #folder: string
  readonly #server: ChildProcess

  private constructor(pid: number, folder: string, server: ChildProcess) {
    this.#pid = pid
    this.#folder = folder
    this.#server = server
  }

  static async over(folder: string, pid: number): Promise<DeadDrive> {
    const server = spawn('nsenter', ['-t', String(pid), '-m', 'sh', '-c', `${mount(folder)} && echo dead && read end`])
    await new Promise<void>((resolve, reject) => {
      server.stdout.once('data', () => resolve())
      server.once('exit', (code) => reject(new Error(`nothing was mounted over ${folder}: ${code}`)))
    })
    return new DeadDrive(pid, folder, server)
  }

  /** What waits for it fails; what is asked from now on is answered. */
  async answer(): Promise<void> {
    const gone = new Promise((resolve) => this.#server.once('exit', resolve))
    const unmount = spawn('nsenter', ['-t', String(this.#pid), '-m', 'umount', '-l', this.#folder])
    await new Promise((resolve) => unmount.once('exit', resolve))
    this.#server.kill('SIGKILL')
    await gone
  }
}

// `npm start` puts two processes above this one, npm and its shell. A signal that reaches only npm ends these two and
// leaves this one behind; it sees that its parents are gone.
import { readFileSync } from 'node:fs'

/** Parent and name of a process, as Linux tells them; null where it does not. */
function readProcess(pid: number): { readonly parent: number; readonly name: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [, name = '', rest = ''] = /^\d+ \((.*)\) (.*)/s.exec(stat) ?? []
    return { parent: Number(rest.split(' ')[1]), name }
  } catch {
    return null
  }
}

/** The processes above this one, up to npm: its parent, and the parent's parent when that is npm. */
function parents(): readonly number[] {
  const { ppid } = process
  const above = readProcess(ppid)?.parent
  return above !== undefined && readProcess(above)?.name.startsWith('npm') ? [ppid, above] : [ppid]
}

/** A function that tells whether npm, or the shell between, has gone since. False for a program npm did not start. */
export function npmParents(env: NodeJS.ProcessEnv = process.env): () => boolean {
  if (env.npm_lifecycle_event === undefined) return () => false
  const [shell, npm] = parents()
  return () => process.ppid !== shell || (npm !== undefined && readProcess(process.ppid)?.parent !== npm)
}

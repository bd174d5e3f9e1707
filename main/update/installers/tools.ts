// Programs of the system that an installation needs, as far as tests must be able to put others in their place.
import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { fail, say, sentenceOf } from '#shared/errors.ts'

export interface Tools {
  has(program: string): boolean
  /** Resolves with its standard output. @throws EIO with its last line when it fails, or cannot be started */
  run(program: string, words: readonly string[]): Promise<string>
  /** Starts it and forgets it; it outlives this process. */
  leave(program: string, words: readonly string[]): void
}

/** A package manager that asks questions would wait for ever. */
const quietly = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' }
/** Of what a program said, so many characters are looked at for its last line. */
const keptOfOutput = 16_384

function has(program: string): boolean {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

function run(program: string, words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { env: { ...process.env, ...quietly }, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let trouble = ''
    child.stdout.on('data', (piece: Buffer) => {
      output = (output + piece.toString()).slice(-keptOfOutput)
    })
    child.stderr.on('data', (piece: Buffer) => {
      trouble = (trouble + piece.toString()).slice(-keptOfOutput)
    })
    const refuse = (why: () => never): void => {
      try {
        why()
      } catch (thrown) {
        reject(thrown as Error)
      }
    }
    child.once('error', (thrown) => refuse(() => fail('EIO', say`${program} cannot be started: ${sentenceOf(thrown)}`)))
    child.once('close', (code, signal) => {
      if (code === 0) return resolve(output)
      const said = trouble.trim() === '' ? output : trouble
      const lines = said
        .trim()
        .split('\n')
        .filter((line) => line.trim() !== '')
      // The first error is the reason; what follows it is that there were errors.
      const line = lines.find((one) => /error|^E:/i.test(one)) ?? lines.at(-1) ?? ''
      refuse(() => fail('EIO', say`${program} ended with ${code ?? signal ?? ''}: ${line}`))
    })
  })
}

function leave(program: string, words: readonly string[]): void {
  const child = spawn(program, words, { detached: true, stdio: 'ignore' })
  // Nobody is there any more to be told.
  child.once('error', () => undefined)
  child.unref()
}

export const systemTools: Tools = { has, run, leave }

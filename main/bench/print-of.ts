// What a script of this repository prints, as JSON: a process of its own for what must not share this one.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Runs a script with tsx and reads what it prints; what it says on its standard error is shown.
 * @param name for the sentence when it fails
 * @param words the script, from the root of the repository, and its arguments
 * @throws Error with one sentence when it ends with another exit code than 0
 */
export async function printOf<T>(name: string, words: readonly string[]): Promise<T> {
  const child = spawn(path.join(root, 'node_modules', '.bin', 'tsx'), [...words], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (piece: Buffer) => {
    said += piece.toString()
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`'${name}' could not be measured (exit code ${code})`)
  return JSON.parse(said) as T
}

// A display without a screen: an X server of our own, so that no window appears on anybody's desk.
import { spawn } from 'node:child_process'
import { findXvfb } from './programs.ts'

/** Larger than every window of the tests. */
const screenSize = '1920x1200x24'

export interface Display {
  /** Value for `DISPLAY`. */
  readonly name: string
  stop(): void
}

/** Starts Xvfb on a free display; null when it is not installed. */
export async function startDisplay(): Promise<Display | null> {
  const program = findXvfb()
  if (program === null) return null
  const words = ['-displayfd', '3', '-screen', '0', screenSize, '-nolisten', 'tcp', '-noreset']
  const server = spawn(program, words, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const number = await new Promise<string>((resolve, reject) => {
    server.on('error', reject)
    server.on('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)))
    server.stdio[3]?.on('data', (piece: Buffer) => resolve(piece.toString().trim()))
  })
  return { name: `:${number}`, stop: () => void server.kill() }
}

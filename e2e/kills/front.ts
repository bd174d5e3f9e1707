// A program that records, as a trial sees it: whichever front it is.
import type { ChildProcess } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Trial } from './faults.ts'

export interface RecordingProgram {
  readonly child: ChildProcess
  /** The process that holds the instrument. */
  readonly pid: number
  /** The recording; it has begun. */
  readonly file: string
  /** Nobody reads what the program says any more. */
  stopListening(): void
  /** The viewer goes without a word. Resolves when the program has noticed. */
  losePage(): Promise<void>
  /** Resolves when the process is gone: exit code, or signal. */
  readonly ended: Promise<number | string>
  /** Ends what is left of it. */
  release(): Promise<void>
}

export interface Place {
  readonly trial: Trial
  /** Home of the user who records. */
  readonly home: string
  /** The signal, see known-signal.ts. */
  readonly signal: string
  /** The program is started through these words. */
  readonly prefix: readonly string[]
}

/** Words for Blockscope, in every front. */
export function wordsFor({ trial, signal }: Place): string[] {
  const set = [`sampling_frequency=${trial.samplingFrequencyHz}`, `voltage0/source=file:${signal}`]
  return ['--memory', '256MiB', ...set.flatMap((assignment) => ['--set', assignment])]
}

/** Loaded first, it ends the hardware thread at SIGUSR2. */
export const endThread = fileURLToPath(new URL('end-thread.cjs', import.meta.url))

/** A home of its own: recordings land there. */
export function environmentFor({ home }: Place): Record<string, string> {
  return { HOME: home }
}

/** Where recordings without a name go. */
export const recordingsIn = (home: string): string => path.join(home, 'Blockscope')

// What the end of a program needs of its process; a test brings its own.
import { writeSync } from 'node:fs'
import os from 'node:os'
import { type Disposable, toDisposable } from '#shared/lifecycle.ts'
import { monotonicMs } from './clock.ts'
import { isDriveWaitedFor } from './drive/drives.ts'
import { goesToJournal, journalLines, priority } from './service/journal.ts'

/** Ctrl+C, a polite kill, the terminal going away. */
export const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
export type EndSignal = (typeof endSignals)[number]

export const signalNumber = (signal: EndSignal): number => os.constants.signals[signal]

export interface EndWorld {
  nowMs(): number
  /** Hears each signal to end, which then no longer ends the process by itself. */
  onSignal(listener: (signal: EndSignal) => void): Disposable
  /** Calls `fn` again and again, without keeping the process alive. */
  every(ms: number, fn: () => void): Disposable
  /** One line to standard error. */
  complain(sentence: string): void
  /** Tells whoever started the program, if it listens, that it is ending in order. */
  stillEnding(): void
  /** Whether a disk owes an answer. */
  isDiskSilent(): boolean
  /** Whether a thread may be waiting in a call of the file system. */
  hangs(): boolean
  /** Ends the process when no thread waits in a system call. */
  exit(code: number): void
  /** Ends the process now, whatever its threads are doing. */
  kill(): void
}

export const processWorld: EndWorld = {
  nowMs: monotonicMs,
  onSignal(listener) {
    const undo = endSignals.map((signal) => {
      const handler = (): void => listener(signal)
      process.on(signal, handler)
      return () => process.off(signal, handler)
    })
    return toDisposable(() => {
      for (const one of undo) one()
    })
  },
  every(ms, fn) {
    const handle = setInterval(fn, ms)
    handle.unref()
    return toDisposable(() => clearInterval(handle))
  },
  complain(sentence) {
    try {
      // Synchronously: it is the last thing this process does.
      writeSync(2, `${goesToJournal(2) ? journalLines(sentence, priority.error) : `blockscope: ${sentence}`}\n`)
    } catch {
      // Nobody reads it any more.
    }
  },
  stillEnding: () => tellLauncher('ending'),
  isDiskSilent: isDriveWaitedFor,
  hangs: () => isDriveWaitedFor() || process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq')),
  exit: (code) => process.exit(code),
  kill: () => void process.kill(process.pid, 'SIGKILL'),
}

/** What a program tells the one that started it and stands in for it. */
export type LaunchNews = 'begun' | 'ending'

/** Tells the program that started this one, where there is a channel to it. */
export function tellLauncher(news: LaunchNews): void {
  // A launcher that is gone is no reason to fail.
  if (process.send !== undefined && process.connected) process.send({ blockscope: news }, () => undefined)
}

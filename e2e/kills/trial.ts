// One trial: a program records, something happens to it, and what is left is looked at.
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Trial } from './faults.ts'
import { type Place, type RecordingProgram, recordingsIn } from './front.ts'
import { limitDisk } from './full-disk.ts'
import { writeKnownSignal } from './known-signal.ts'
import { behindMs, complaintsAbout, describedIn } from './verdict.ts'

/** As long as it is stopped: more than the hardware catches up with. ms. */
const stoppedMs = 800
/** What a file may be behind the time: a block, and how often is written. ms. */
const lastSecondMs = 1000
/** A disk so large is full after about as long at each rate. */
const diskBytes = (samplingFrequencyHz: number): number => (samplingFrequencyHz > 1e8 ? 64 : 4) * 2 ** 20
const patienceMs = 120_000

async function until(what: string, isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + patienceMs
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0)

/** Everything that is wrong with what is left, in words. */
export async function tried(
  trial: Trial,
  record: (place: Place) => RecordingProgram | Promise<RecordingProgram>,
): Promise<string[]> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'blockscope-kill-'))
  const folder = recordingsIn(home)
  mkdirSync(folder)
  const disk = trial.fault === 'disk' ? limitDisk(folder, diskBytes(trial.samplingFrequencyHz)) : null
  let program: RecordingProgram | null = null
  try {
    const signal = writeKnownSignal(home)
    program = await record({ trial, home, signal, prefix: disk?.prefix ?? [] })
    const bytes = await happen(trial, program)
    return complaintsAbout(program.file, trial, bytes)
  } finally {
    await program?.release()
    disk?.remove()
    rmSync(home, { recursive: true, force: true })
  }
}

/** Lets it happen, and waits until the recording is over. Resolves with the size of the file just before. */
async function happen({ fault, samplingFrequencyHz, atBytes }: Trial, program: RecordingProgram): Promise<number> {
  const { file, pid } = program
  const isOver = (): boolean => existsSync(`${file}.json`) && describedIn(file).ended
  if (fault === 'disk') {
    await until('a full disk ends the recording', isOver)
    await end(program)
    return 0
  }
  await until(`${atBytes} bytes are in the file`, () => sizeOf(file) >= atBytes && existsSync(`${file}.json`))
  // At the higher rate it is the disk that says how far it is.
  if (samplingFrequencyHz <= 1e7)
    await until('the file holds all but the last second', () => behindMs(file, Date.now()) < lastSecondMs)
  const bytes = sizeOf(file)
  switch (fault) {
    case 'kill':
      process.kill(pid, 'SIGKILL')
      break
    case 'stop':
      process.kill(pid, 'SIGSTOP')
      await new Promise((resolve) => setTimeout(resolve, stoppedMs))
      process.kill(pid, 'SIGCONT')
      await until('it goes on', () => describedIn(file).lostSamples > 0)
      break
    case 'pipe':
      program.stopListening()
      break
    case 'thread':
      process.kill(pid, 'SIGUSR2')
      await until('the end of the thread ends the recording', isOver)
      break
    case 'page': {
      await program.losePage()
      await until('it goes on', () => sizeOf(file) > bytes)
    }
  }
  await end(program)
  return bytes
}

/** Ends the program in order, unless it has ended. */
async function end({ child, pid, ended }: RecordingProgram): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    try {
      process.kill(pid, 'SIGINT')
    } catch {
      // It went by itself meanwhile.
    }
  }
  await ended
}

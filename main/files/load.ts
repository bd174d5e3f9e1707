// A file, from its path to codes in a piece of memory. What is here runs in any thread; in the product it is file-thread's.
import type { FileIdentity, FoundFile } from '#main/runtime/found-file.ts'
import type { PlayedFile } from '#shared/files/played-file.ts'
import { type ByteFile, openByteFile } from './byte-file.ts'
import type { FileRequest, Progress } from './plan.ts'
import { surveyFile } from './survey.ts'

/** A short file is stored several times over, so that a loop costs the converter little. */
export const leastSamples = 32768

/** Samples of memory that a file of at most so many samples needs. */
export function roomFor(mostSamples: number): number {
  return mostSamples < leastSamples ? leastSamples + mostSamples : mostSamples
}

export interface FileOrder {
  readonly file: FoundFile
  readonly request: FileRequest
}

export interface FilledMemory {
  readonly file: PlayedFile
  readonly identity: FileIdentity
  /** Samples in memory: a whole number of loops through the file. */
  readonly samples: number
}

/**
 * Reads a file. `take` is asked for memory once it is known how much is needed.
 * @throws as openByteFile, surveyFile and the codecs say
 */
export async function loadFile(
  order: FileOrder,
  take: (samples: number) => Promise<Int16Array>,
  progress: Progress,
  open: (file: FoundFile) => ByteFile = openByteFile,
): Promise<FilledMemory> {
  const file = open(order.file)
  try {
    const plan = surveyFile(file, order.request, progress)
    const memory = await take(roomFor(plan.mostSamples))
    const played = plan.decode(memory.subarray(0, plan.mostSamples), progress)
    const notes = file.hasChanged() ? [...played.notes, 'The file changed while it was read.'] : played.notes
    return { file: { ...played, notes }, identity: file.identity, samples: repeat(memory, played.samples) }
  } finally {
    file.close()
  }
}

/** Fills memory with whole loops, until there are enough; returns how many samples that makes. */
function repeat(memory: Int16Array, period: number): number {
  const loops = Math.max(1, Math.min(Math.ceil(leastSamples / period), Math.floor(memory.length / period)))
  for (let loop = 1; loop < loops; loop++) memory.copyWithin(loop * period, 0, period)
  return loops * period
}

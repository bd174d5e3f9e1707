// A file as the converter would get it, without disk and thread.
import { expect } from 'vitest'
import { fileAt } from '#main/runtime/found-file.ts'
import { ErrnoError } from '#shared/errors.ts'
import { parseOptions } from '#shared/files/options.ts'
import type { PlayedFile } from '#shared/files/played-file.ts'
import { memoryFile } from '../byte-file.ts'
import { loadFile } from '../load.ts'

export interface PlayOptions {
  /** The converter's channel, from 0. */
  readonly channel?: number
  /** `column=2&unit=mV` */
  readonly options?: string
  /** Samples there is memory for. */
  readonly room?: number
  /** Files beside it, by what their names have more. */
  readonly beside?: Readonly<Record<string, string>>
}

export interface Played {
  /** Once through the file. */
  readonly codes: number[]
  readonly file: PlayedFile
}

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content

/** @throws what refuses the file */
export async function play(name: string, content: string | Uint8Array, how: PlayOptions = {}): Promise<Played> {
  const beside = Object.fromEntries(Object.entries(how.beside ?? {}).map(([suffix, text]) => [suffix, bytesOf(text)]))
  const request = {
    channel: how.channel ?? 0,
    options: how.options === undefined ? {} : parseOptions(how.options),
    roomSamples: how.room ?? 1e7,
  }
  let memory = new Int16Array(0)
  const filled = await loadFile(
    { file: fileAt(`/files/${name}`), request },
    async (samples) => {
      memory = new Int16Array(samples)
      return memory
    },
    () => undefined,
    (found) => memoryFile(found.name, bytesOf(content), beside),
  )
  const { samples } = filled.file
  // Stored as whole loops of the file.
  expect(filled.samples % samples).toBe(0)
  for (let i = samples; i < filled.samples; i += 997)
    if (memory[i] !== memory[i % samples]) expect.fail(`sample ${i} is not that of the loop`)
  return { codes: [...memory.subarray(0, samples)], file: filled.file }
}

/** The errno and the sentence of the refusal: one line that ends with a full stop. */
export async function refusal(name: string, content: string | Uint8Array, how: PlayOptions = {}): Promise<string> {
  try {
    const { file } = await play(name, content, how)
    return `played: ${JSON.stringify(file)}`
  } catch (thrown) {
    if (!(thrown instanceof ErrnoError)) throw thrown
    expect(thrown.message).toMatch(/^[^\n]*\.$/)
    return `${thrown.errno}: ${thrown.message}`
  }
}

/** Each within one code. */
export function expectSignal(codes: readonly number[], expected: readonly number[]): void {
  expect(codes).toHaveLength(expected.length)
  for (const [i, code] of codes.entries())
    if (Math.abs(code - expected[i]!) > 1) expect.fail(`sample ${i} is ${code}, not ${expected[i]}`)
}

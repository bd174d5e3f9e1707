// The files of a row that are ended and still there. The oldest of them go so that the row stays within its bounds; no other
// file does.
import { sentenceOf } from '#shared/errors.ts'
import type { Rotation } from '#shared/kinds/rotation.ts'
import { inWords } from '#shared/sentence.ts'

export interface EndedFile {
  readonly name: string
  readonly bytes: number
  /** Takes the file and its description away. A file that somebody else has taken away is gone, too. */
  remove(): Promise<void>
}

export class KeptFiles {
  readonly #bounds: Pick<Rotation, 'keep' | 'totalBytes'>
  readonly #onRemoved: (file: EndedFile) => void
  readonly #files: EndedFile[] = []
  #bytes = 0
  #removed = 0
  #problem: string | null = null
  #removing: Promise<void> = Promise.resolve()
  /** A file that could not be taken away is tried again with the next one that ends. */
  #isStuck = false

  constructor(bounds: Pick<Rotation, 'keep' | 'totalBytes'>, onRemoved: (file: EndedFile) => void) {
    this.#bounds = bounds
    this.#onRemoved = onRemoved
  }

  get count(): number {
    return this.#files.length
  }

  get bytes(): number {
    return this.#bytes
  }

  get removed(): number {
    return this.#removed
  }

  /** Why the oldest file is still there although it should not be; null: all is well. */
  get problem(): string | null {
    return this.#problem
  }

  add(file: EndedFile): void {
    this.#files.push(file)
    this.#bytes += file.bytes
    this.#isStuck = false
  }

  /** Takes the oldest away, as many as must go so that there is room for files that are open, of so many bytes. */
  fit({ files, bytes }: { readonly files: number; readonly bytes: number }): void {
    const { keep, totalBytes } = this.#bounds
    while (!this.#isStuck && this.#files.length > 0) {
      const isMany = keep !== null && this.#files.length + files > keep
      const isLarge = totalBytes !== null && this.#bytes + bytes > totalBytes
      if (!isMany && !isLarge) return
      this.#takeAway(this.#files.shift()!)
    }
  }

  /** Resolves when all that was to go is gone, or cannot. */
  settle(): Promise<void> {
    return this.#removing
  }

  #takeAway(file: EndedFile): void {
    this.#bytes -= file.bytes
    this.#removing = this.#removing.then(async () => {
      try {
        await file.remove()
        this.#removed++
        this.#problem = null
        this.#onRemoved(file)
      } catch (thrown) {
        this.#problem = inWords(sentenceOf(thrown))
        this.#files.unshift(file)
        this.#bytes += file.bytes
        this.#isStuck = true
      }
    })
  }
}

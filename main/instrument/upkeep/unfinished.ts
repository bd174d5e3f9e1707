// Recordings in the folder of recordings that a program left when it died: found at the start, closed when a person says so.
import { closeUnfinished, findUnfinished, type Unfinished } from '#main/capture/index.ts'
import type { UnfinishedRecording } from '#shared/contract/topics/upkeep/unfinished.ts'
import type { Topics } from '#shared/contract/topics.ts'
import { fail, say } from '#shared/errors.ts'
import { Emitter, type Event } from '#shared/lifecycle.ts'
import type { ServedTopic } from '#shared/rpc/service.ts'
import { homely } from '../recording/folder.ts'

export class UnfinishedRecordings {
  readonly #onChange = new Emitter<void>()
  readonly #left = new Set<string>()
  #found: readonly Unfinished[] = []
  #looking: Promise<void> = Promise.resolve()

  /** The list has changed. */
  get onChange(): Event<void> {
    return this.#onChange
  }

  get list(): readonly UnfinishedRecording[] {
    return this.#found.map((one) => ({ ...one, file: homely(one.file) }))
  }

  /** Looks through a folder, behind the looks before; what was found elsewhere is forgotten. Never rejects. */
  look(folder: string): Promise<void> {
    this.#looking = this.#looking.then(async () => {
      const found = (await findUnfinished(folder)).filter(({ file }) => !this.#left.has(file))
      if (found.length === 0 && this.#found.length === 0) return
      this.#found = found
      this.#onChange.fire()
    })
    return this.#looking
  }

  /** Resolves when nobody looks any more. */
  settle(): Promise<void> {
    return this.#looking
  }

  /** @returns scans in it. @throws ENOENT it is not in the list; as {@link closeUnfinished}, and then it stays there */
  async close(name: string): Promise<number> {
    const { file } = this.#named(name)
    const scans = await closeUnfinished(file)
    this.#forget(file)
    return scans
  }

  /** Leaves it as it is. @throws ENOENT it is not in the list */
  leave(name: string): void {
    const { file } = this.#named(name)
    this.#left.add(file)
    this.#forget(file)
  }

  #named(name: string): Unfinished {
    return (
      this.#found.find(({ file }) => homely(file) === name) ??
      fail('ENOENT', say`${name} is not among the recordings that were left unfinished.`)
    )
  }

  #forget(file: string): void {
    this.#found = this.#found.filter((one) => one.file !== file)
    this.#onChange.fire()
  }
}

/** @param announce tells the viewers the state now */
export function servedUnfinished(
  recordings: UnfinishedRecordings,
  announce: () => void,
): ServedTopic<Topics, 'unfinished'> {
  return {
    calls: {
      closeUnfinished: async ({ file }) => {
        const scans = await recordings.close(file)
        announce()
        return { scans }
      },
      leaveUnfinished: ({ file }) => {
        recordings.leave(file)
        announce()
      },
    },
    state: () => ({ unfinished: recordings.list }),
  }
}

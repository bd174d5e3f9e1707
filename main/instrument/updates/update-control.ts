// Updates as viewers ask for them. Whether anything is under way is the instrument's to say, and while an update is being installed no
// capture begins.
import type { UnderWay, Updater } from '#main/update/index.ts'
import type { Topics } from '#shared/contract/topics.ts'
import { fail, say } from '#shared/errors.ts'
import type { ServedTopic } from '#shared/rpc/service.ts'
import type { InstrumentParts } from '../parts.ts'

/** @param own what the instrument has under way @throws EINVAL what says where updates come from is wrong */
export type OpenUpdater = (own: () => UnderWay | null) => Updater

export class UpdateControl {
  readonly #open: OpenUpdater | null
  readonly #parts: Pick<InstrumentParts, 'recordings' | 'hub'>
  #updater: Updater | null = null

  /** @param open null: this front has no updates @param parts say what is under way */
  constructor(open: OpenUpdater | null, parts: Pick<InstrumentParts, 'recordings' | 'hub'>) {
    this.#open = open
    this.#parts = parts
  }

  /** @throws EBUSY an update is being installed */
  admitCapture(): void {
    if (this.#updater?.isInstalling === true)
      fail('EBUSY', say`An update is being installed; press Run when that has ended.`)
  }

  served(): ServedTopic<Topics, 'updates'> {
    return {
      calls: {
        checkUpdate: () => this.#opened().check(),
        installUpdate: ({ version }) => this.#opened().install(version),
        rollBackUpdate: () => this.#opened().rollBack(),
      },
    }
  }

  #underWay(): UnderWay | null {
    const { recordings, hub } = this.#parts
    if (recordings.isActive || recordings.kept.state?.state === 'writing') return 'recording'
    return hub.isRunning ? 'capture' : null
  }

  /** Opened when it is first asked for: a start has other things to do, and a wrong file is told to who asks. */
  #opened(): Updater {
    if (this.#open === null)
      fail('ENOSYS', say`The program is updated where it runs: in its window, or with blockscope --install-update.`)
    this.#updater ??= this.#open(() => this.#underWay())
    return this.#updater
  }
}

// Updates as viewers ask for them. Whether anything is under way is the instrument's to say, and while an update is being installed no
// capture begins.
import { openUpdater, type UnderWay, type Updater, type UpdateWish } from '#main/update/index.ts'
import type { Topics } from '#shared/contract/topics.ts'
import { fail, say } from '#shared/errors.ts'
import type { ServedTopic } from '#shared/rpc/service.ts'

export class UpdateControl {
  readonly #wish: UpdateWish | null
  readonly #version: string
  readonly #own: () => UnderWay | null
  #updater: Updater | null = null

  /** @param wish null: this front has no updates @param own what the instrument has under way */
  constructor(wish: UpdateWish | null, version: string, own: () => UnderWay | null) {
    this.#wish = wish
    this.#version = version
    this.#own = own
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

  /** Opened when it is first asked for: a start has other things to do, and a wrong file is told to who asks. */
  #opened(): Updater {
    if (this.#wish === null)
      fail('ENOSYS', say`The program is updated where it runs: in its window, or with blockscope --install-update.`)
    this.#updater ??= openUpdater(this.#version, this.#wish, this.#own)
    return this.#updater
  }
}

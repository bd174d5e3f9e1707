// Settings that an administrator has locked: whoever asks for another value of one is refused with a sentence that names the file.
import type { SettingChange } from '#shared/contract/topics/settings.ts'
import { fail, say } from '#shared/errors.ts'

export class Locks {
  #keys: ReadonlySet<string> = new Set()
  #file: string | null = null

  /** The keys, in the order in which the file names them. */
  get keys(): readonly string[] {
    return [...this.#keys]
  }

  /** The file that locks them; null: nothing is locked. */
  get file(): string | null {
    return this.#keys.size === 0 ? null : this.#file
  }

  /** @param keys paths of settings, and of whatever else asks {@link check}; what they are now they stay */
  lock(keys: readonly string[], file: string): void {
    this.#keys = new Set(keys)
    this.#file = file
  }

  isLocked(key: string): boolean {
    return this.#keys.has(key)
  }

  /** @throws EACCES with a sentence that names the key and the file */
  check(key: string): void {
    if (this.#keys.has(key))
      fail(
        'EACCES',
        say`'${key}' is locked by ${this.#file ?? ''}: only who administers this machine can change it there.`,
      )
  }

  /** @throws EACCES when one of these changes is of a locked key */
  checkChanges(changes: ReadonlyMap<string, SettingChange>): void {
    if (this.#keys.size > 0) for (const path of changes.keys()) this.check(path)
  }
}

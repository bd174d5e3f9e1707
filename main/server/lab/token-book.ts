// The tokens as they are now: the file is looked at again whenever somebody comes, so one that is added or taken out there
// counts at once. While the file cannot be read nobody is let in.
import type { Clock } from '#main/runtime/clock.ts'
import { toWireError } from '#shared/errors.ts'
import { isGood, readTokens, statTokens, type Token, tokenOf } from './tokens.ts'

export class TokenBook {
  readonly #file: string
  readonly #clock: Pick<Clock, 'unixMs'>
  readonly #warn: (line: string) => void
  #tokens: readonly Token[]
  #mark: string
  #lastWarning = ''

  /** @throws as `readTokens`: what is wrong at the beginning is told before anything is served */
  constructor(file: string, clock: Pick<Clock, 'unixMs'>, warn: (line: string) => void) {
    this.#file = file
    this.#clock = clock
    this.#warn = warn
    this.#mark = markOf(file)
    this.#tokens = readTokens(file)
  }

  /** Whom a secret belongs to, and whether it is good still; null: nobody. */
  find(secret: string): { readonly token: Token; readonly isGood: boolean } | null {
    const token = tokenOf(secret, this.#now())
    return token === null ? null : { token, isGood: isGood(token, this.#clock.unixMs()) }
  }

  /** Whether a token that was good is so still, with the same right. */
  holds({ sha256, right }: Token): boolean {
    const now = this.#now().find((one) => one.sha256 === sha256)
    return now !== undefined && now.right === right && isGood(now, this.#clock.unixMs())
  }

  #now(): readonly Token[] {
    try {
      const mark = markOf(this.#file)
      if (mark !== this.#mark) {
        this.#tokens = readTokens(this.#file)
        this.#mark = mark
      }
      this.#lastWarning = ''
    } catch (thrown) {
      this.#tokens = []
      this.#mark = ''
      const { message } = toWireError(thrown)
      if (message !== this.#lastWarning) this.#warn(`${message} Nobody is let in meanwhile.`)
      this.#lastWarning = message
    }
    return this.#tokens
  }
}

/** Changes whenever the file does. */
function markOf(file: string): string {
  const { mtimeMs, ctimeMs, size, ino } = statTokens(file)
  return [mtimeMs, ctimeMs, size, ino].join(' ')
}

// One connection: its messages in turn. A message is read as a whole before any of it is done; one that is wrong leaves an
// entry in the error queue, and nothing else.
import type { Setting } from '#shared/contract/topics/settings.ts'
import type { Answer } from './answer.ts'
import type { Command, Step } from './command.ts'
import { CommandTree } from './command-tree.ts'
import { commonCommands } from './common-commands.ts'
import { refuse, ScpiError } from './errors.ts'
import { parseMessage, type Unit } from './message.ts'
import { type Conditions, Status } from './status/status.ts'
import { statusCommands } from './status/status-commands.ts'

/** What is commanded, for one connection. */
export interface ScpiTarget {
  readonly identity: string
  /** Adds the commands there are now, beside those of IEEE 488.2. */
  fill(tree: CommandTree): void
  /** Whether {@link fill} would make another tree than it made last. */
  readonly hasChanged: boolean
  /** All of these settings, or none. @throws whatever refuses it */
  change(settings: readonly Setting[]): Promise<void>
  /** What makes all settings again as they are now. */
  keep(): Promise<() => Promise<void>>
  /** Every setting by default, and nothing under way. */
  reset(): Promise<void>
  /** Resolves when what was begun has ended. */
  complete(): Promise<void>
  /** Triggers now. */
  trigger(): Promise<void>
  /** What is so now. */
  readonly conditions: Conditions
  /** Tells from now on, until {@link dispose}, what is so, and what was so since it told last. */
  follow(listener: (now: Conditions, meanwhile: Conditions) => void): void
  /** Looks at once, and tells what has changed. */
  look(): void
  /** What was thrown, as an error of SCPI. */
  errorOf(thrown: unknown): ScpiError
  dispose(): void
}

export class Session {
  readonly #target: ScpiTarget
  readonly #status = new Status()
  readonly #common: readonly Command[]
  readonly #hurried: Promise<never>
  #hurry: () => void = () => undefined
  #tree: CommandTree | null = null
  #answers: Answer[] = []
  /** Messages that were carried out, or refused. */
  messages = 0

  constructor(target: ScpiTarget) {
    this.#target = target
    this.#hurried = new Promise((_, reject) => {
      this.#hurry = () => reject(new ScpiError(-200))
    })
    this.#hurried.catch(() => undefined)
    const look = (): void => target.look()
    this.#status.begin(target.conditions)
    target.follow((now, meanwhile) => this.#status.put(now, meanwhile))
    const common = commonCommands({
      status: this.#status,
      identity: target.identity,
      hasAnswer: () => this.#answers.length > 0,
      reset: () => target.reset(),
      complete: () => Promise.race([target.complete(), this.#hurried]),
      trigger: () => target.trigger(),
      look,
    })
    this.#common = [...common, ...statusCommands(this.#status, look)]
  }

  /** All there are now. */
  get commands(): readonly Command[] {
    return this.#filled.commands
  }

  /** The client asks for nothing more: what it asked is answered, but nothing waits for a trigger any more. */
  hurry(): void {
    this.#hurry()
  }

  /** The connection is gone. */
  close(): void {
    this.#hurry()
    this.#target.dispose()
  }

  /** A message that is no message. */
  note(error: ScpiError): void {
    this.messages++
    this.#status.note(error)
  }

  /** Carries a message out. What it answers; null: nothing. */
  async execute(text: string): Promise<readonly Answer[] | null> {
    this.messages++
    this.#answers = []
    try {
      await this.#carryOut(this.#prepare(parseMessage(text)))
      return this.#answers.length === 0 ? null : this.#answers
    } catch (thrown) {
      this.#status.note(thrown instanceof ScpiError ? thrown : this.#target.errorOf(thrown))
      return null
    } finally {
      this.#answers = []
    }
  }

  get #filled(): CommandTree {
    if (this.#tree === null || this.#target.hasChanged) {
      this.#tree = new CommandTree()
      for (const command of this.#common) this.#tree.add(command)
      this.#target.fill(this.#tree)
    }
    return this.#tree
  }

  #prepare(units: readonly Unit[]): readonly Step[] {
    const tree = this.#filled
    let path = tree.root
    let isOver = false
    return units.map((unit) => {
      const found = tree.find(unit, path)
      path = found.path
      if (unit.isQuery && isOver) refuse(-440)
      isOver ||= unit.isQuery && found.command.isLast === true
      return stepOf(found.command, unit)
    })
  }

  /** Settings that follow one another are changed together; when something is refused later, they are changed back. */
  async #carryOut(steps: readonly Step[]): Promise<void> {
    const isMixed = steps.length > 1 && steps.some((step) => 'settings' in step)
    const restore = isMixed && steps.some((step) => !('settings' in step)) ? await this.#target.keep() : null
    let settings: Setting[] = []
    let isChanged = false
    const flush = async (): Promise<void> => {
      const wanted = [...new Map(settings.map((one) => [one.path, one])).values()]
      settings = []
      if (wanted.length === 0) return
      await this.#target.change(wanted)
      isChanged = true
    }
    try {
      for (const step of steps) {
        if ('settings' in step) {
          settings.push(...step.settings)
          continue
        }
        await flush()
        if ('ask' in step) this.#answers.push(await step.ask())
        else await step.act()
      }
      await flush()
    } catch (thrown) {
      if (isChanged) await restore?.()
      throw thrown
    }
  }
}

function stepOf(command: Command, { isQuery, data, words }: Unit): Step {
  const prepare = isQuery ? command.query : command.set
  if (prepare === undefined) return refuse(-113, `${words.join(':')}${isQuery ? '?' : ''}`)
  return prepare(data)
}

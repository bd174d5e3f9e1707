// The common commands of IEEE 488.2 (chapter 10).
import { asked, plainly, register } from './arguments.ts'
import type { Command } from './command.ts'
import type { Status } from './status/status.ts'

export interface CommonContext {
  readonly status: Status
  /** `maker,model,serial number,version` */
  readonly identity: string
  /** An answer of the present message waits to be sent. */
  readonly hasAnswer: () => boolean
  /** Everything as at the beginning. */
  readonly reset: () => Promise<void>
  /** Resolves when what was begun before has ended. */
  readonly complete: () => Promise<void>
  /** Triggers now. */
  readonly trigger: () => Promise<void>
  /** Brings what is so up to date in {@link status}. */
  readonly look: () => void
}

const mostBits = 255

export function commonCommands(context: CommonContext): readonly Command[] {
  const { status, identity, hasAnswer, reset, complete, trigger, look } = context
  const whole = 'a number'
  return [
    {
      header: '*IDN',
      about: 'who answers',
      answers: 'maker,model,serial number,version',
      isLast: true,
      query: asked(() => identity),
    },
    {
      header: '*RST',
      about: 'every setting as it is by default, and a stop',
      set: plainly(async () => {
        status.cancelComplete()
        await reset()
      }),
    },
    {
      header: '*CLS',
      about: 'no error and no event any more, and none of `*OPC` to come',
      set: plainly(async () => status.clear()),
    },
    {
      header: '*ESE',
      about: 'events that bit 5 of the status byte tells of',
      ...register(
        mostBits,
        () => status.enabledEvents,
        (bits) => {
          status.enabledEvents = bits
        },
      ),
    },
    {
      header: '*ESR',
      about: 'the events, which are cleared',
      answers: whole,
      query: asked(() => String(status.takeEvents())),
    },
    {
      header: '*SRE',
      about: 'bits of the status byte that bit 6 tells of',
      ...register(
        mostBits,
        () => status.enabledService,
        (bits) => {
          status.enabledService = bits
        },
      ),
    },
    {
      header: '*STB',
      about: 'the status byte',
      answers: whole,
      query: asked(() => {
        look()
        return String(status.byte(hasAnswer()))
      }),
    },
    {
      header: '*OPC',
      about: 'event bit 0, or an answer, when a single acquisition has ended',
      answers: '1',
      set: plainly(async () => status.noteWhen(complete())),
      query: asked(async () => {
        await complete()
        return '1'
      }),
    },
    { header: '*WAI', about: 'waits until a single acquisition has ended', set: plainly(complete) },
    { header: '*OPT', about: 'no options', answers: '0', isLast: true, query: asked(() => '0') },
    { header: '*TST', about: 'no self-test is made', answers: '0', query: asked(() => '0') },
    { header: '*TRG', about: 'triggers now', set: plainly(trigger) },
    { header: ':SYSTem:VERSion', about: 'of SCPI', answers: '1999.0', query: asked(() => '1999.0') },
  ]
}

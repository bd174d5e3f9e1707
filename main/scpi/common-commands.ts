// The common commands of IEEE 488.2 (chapter 10), and the error queue.
import { asked, count, plainly, wholeFrom } from './arguments.ts'
import type { Command } from './command.ts'
import type { Status } from './status.ts'

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
}

type Asked = Omit<Command, 'header' | 'about'>

const mostBits = 255

const register = (read: () => number, write: (bits: number) => void): Asked => ({
  takes: '0 to 255',
  query: asked(() => String(read())),
  set: (data) => {
    count(data, 1)
    const bits = wholeFrom(data[0], 0, mostBits)
    return { act: async () => write(bits) }
  },
})

export function commonCommands({ status, identity, hasAnswer, reset, complete }: CommonContext): readonly Command[] {
  const whole = 'a number'
  return [
    {
      header: '*IDN',
      about: 'who answers',
      answers: 'maker,model,serial number,version',
      query: asked(() => identity),
    },
    { header: '*RST', about: 'every setting as it is by default, and a stop', set: plainly(reset) },
    { header: '*CLS', about: 'no error and no event any more', set: plainly(async () => status.clear()) },
    {
      header: '*ESE',
      about: 'events that bit 5 of the status byte tells of',
      ...register(
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
        () => status.enabledService,
        (bits) => {
          status.enabledService = bits
        },
      ),
    },
    { header: '*STB', about: 'the status byte', answers: whole, query: asked(() => String(status.byte(hasAnswer()))) },
    {
      header: '*OPC',
      about: 'event bit 0, or an answer, when a single acquisition has ended',
      answers: '1',
      set: plainly(async () => {
        complete().then(
          () => status.noteComplete(),
          () => undefined,
        )
      }),
      query: asked(async () => {
        await complete()
        return '1'
      }),
    },
    { header: '*WAI', about: 'waits until a single acquisition has ended', set: plainly(complete) },
    { header: '*TST', about: 'no self-test is made', answers: '0', query: asked(() => '0') },
    {
      header: ':SYSTem:ERRor[:NEXT]',
      about: 'takes the oldest error out of the queue',
      answers: 'number,"text"',
      query: asked(() => status.errors.next()),
    },
    {
      header: ':SYSTem:ERRor:ALL',
      about: 'takes all errors out',
      answers: 'number,"text",...',
      query: asked(() => status.errors.all()),
    },
    {
      header: ':SYSTem:ERRor:COUNt',
      about: 'errors that wait',
      answers: whole,
      query: asked(() => String(status.errors.count)),
    },
    { header: ':SYSTem:VERSion', about: 'of SCPI', answers: '1999.0', query: asked(() => '1999.0') },
  ]
}

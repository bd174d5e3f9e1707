// The error queue, and the status registers of SCPI-99 (volume 2, chapters 20 and 21).
import { asked, plainly, register } from '../arguments.ts'
import type { Command } from '../command.ts'
import type { RegisterGroup } from './register-group.ts'
import type { Status } from './status.ts'

const whole = 'a number'
/** Bit 15 is taken, and stays 0. */
const mostBits = 65_535

/** @param look brings what is so up to date */
export function statusCommands(status: Status, look: () => void): readonly Command[] {
  return [
    ...groupCommands(':STATus:OPERation', status.operation, 'what the instrument does', 7, look),
    ...groupCommands(':STATus:QUEStionable', status.questionable, 'what makes its samples doubtful', 3, look),
    {
      header: ':STATus:PRESet',
      about: 'tells of nothing, and takes for an event what begins; what has happened stays',
      set: plainly(async () => {
        status.operation.preset()
        status.questionable.preset()
      }),
    },
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
  ]
}

function groupCommands(
  header: string,
  group: RegisterGroup,
  about: string,
  summaryBit: number,
  look: () => void,
): readonly Command[] {
  return [
    {
      header: `${header}[:EVENt]`,
      about: `events of ${about}, which are cleared`,
      answers: whole,
      query: asked(() => {
        look()
        return String(group.takeEvents())
      }),
    },
    {
      header: `${header}:CONDition`,
      about: `${about} now`,
      answers: whole,
      query: asked(() => {
        look()
        return String(group.condition)
      }),
    },
    {
      header: `${header}:ENABle`,
      about: `events that bit ${summaryBit} of the status byte tells of`,
      ...register(
        mostBits,
        () => group.enabled,
        (bits) => {
          group.enabled = bits
        },
      ),
    },
    {
      header: `${header}:PTRansition`,
      about: 'bits that are an event when they become 1',
      ...register(
        mostBits,
        () => group.rising,
        (bits) => {
          group.rising = bits
        },
      ),
    },
    {
      header: `${header}:NTRansition`,
      about: 'bits that are an event when they become 0',
      ...register(
        mostBits,
        () => group.falling,
        (bits) => {
          group.falling = bits
        },
      ),
    },
  ]
}

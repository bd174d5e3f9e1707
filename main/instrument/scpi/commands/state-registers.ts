// *SAV and *RCL: all settings, kept under a number and put in force again.
import { type Command, count, type Datum, numberIn, refuse, refuseKind } from '#main/scpi/index.ts'
import type { ServedInstrument } from '../served-instrument.ts'

const registers = 10

function registerIn(data: readonly Datum[]): number {
  count(data, 1)
  const [datum] = data
  if (datum?.kind !== 'number') return refuseKind(datum!)
  const number = Math.round(numberIn(datum, ''))
  return number >= 0 && number < registers ? number : refuse(-222, `a register is from 0 to ${registers - 1}`)
}

/** @param kept sessions by the numbers of their registers, of all connections */
export function stateRegisters({ handlers }: ServedInstrument, kept: Map<number, string>): readonly Command[] {
  const takes = `0 to ${registers - 1}`
  return [
    {
      header: '*SAV',
      takes,
      about: 'keeps all settings under this number, as long as SCPI is served',
      set: (data) => {
        const number = registerIn(data)
        return {
          act: async () => {
            kept.set(number, (await handlers.saveSession()).text)
          },
        }
      },
    },
    {
      header: '*RCL',
      takes,
      about: 'puts the settings in force that are kept under this number',
      set: (data) => {
        const number = registerIn(data)
        return {
          act: async () => {
            const text = kept.get(number) ?? refuse(-221, `register ${number} is empty: *SAV ${number} fills it`)
            await handlers.loadSession({ text })
          },
        }
      },
    },
  ]
}

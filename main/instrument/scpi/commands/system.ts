// All settings as a text, and the headers there are.
import { asked, block, type Command, commandLines, count, refuseKind } from '#main/scpi/index.ts'
import type { ServedInstrument } from '../served-instrument.ts'

/** @param commands all there are */
export function systemCommands({ handlers }: ServedInstrument, commands: () => readonly Command[]): readonly Command[] {
  return [
    {
      header: ':SYSTem:HELP:HEADers',
      answers: 'a block of lines',
      about: 'every header there is now',
      query: asked(async () => block(Buffer.from(`${commandLines(commands()).join('\n')}\n`))),
    },
    {
      header: ':SYSTem:SETup',
      takes: 'a block',
      about: 'all settings, as the text of a session file',
      query: asked(async () => block(Buffer.from((await handlers.saveSession()).text))),
      set: (data) => {
        count(data, 1)
        const [datum] = data
        if (datum?.kind !== 'block') return refuseKind(datum!)
        const text = Buffer.from(datum.bytes).toString()
        return {
          act: async () => {
            await handlers.loadSession({ text })
          },
        }
      },
    },
  ]
}

// Run, stop, single; and what is captured.
import { asked, type Command, count, numberIn, plainly, refuse, refuseKind } from '#main/scpi/index.ts'
import { divisionsAcross } from '#shared/screen/divisions.ts'
import { plainDecimal } from '#shared/units.ts'
import { rateHolder, ratePath } from '../../board/sampling-rate.ts'
import type { SingleWait } from '../record/wait-single.ts'
import type { ServedInstrument } from '../served-instrument.ts'

const states = { running: 'RUN', stopped: 'STOP', single: 'SING', fault: 'FAUL' } as const

export function runCommands(instrument: ServedInstrument, single: SingleWait): readonly Command[] {
  const { handlers, parts } = instrument
  const act = (call: () => unknown) =>
    plainly(async () => {
      await call()
    })
  return [
    { header: ':RUN', about: 'captures', set: act(() => handlers.run()) },
    { header: ':STOP', about: 'stops', set: act(() => handlers.stop()) },
    {
      header: ':SINGle',
      about: 'captures until the record of the next trigger is whole; `*OPC?` and `*WAI` wait for that',
      set: act(() => single.begin()),
    },
    {
      header: ':DIGitize',
      about: 'the same, and waits for it',
      set: act(async () => {
        await single.begin()
        await single.complete()
      }),
    },
    { header: ':TRIGger:FORCe', about: 'triggers now', set: act(() => handlers.forceTrigger()) },
    {
      header: ':ACQuire:STATe',
      answers: Object.values(states).join(', '),
      about: 'whether it captures',
      query: asked(async () => states[parts.acquisition.state]),
    },
    {
      header: ':ACQuire:SRATe',
      takes: 'a number of Hz',
      about: 'sampling frequency of the captured device, or of the trigger that it samples with',
      set: (data) => {
        count(data, 1)
        const [datum] = data
        if (datum?.kind !== 'number') return refuseKind(datum!)
        const holder = rateHolder(parts.stack.device)
        if (holder === null) return refuse(-221, 'the device has one rate only')
        return {
          settings: [{ path: `device/${holder.name}/${ratePath}`, value: plainDecimal(numberIn(datum, 'S/s')) }],
        }
      },
      query: asked(async () => String(parts.state.samplingFrequencyHz)),
    },
    {
      header: ':ACQuire:POINts',
      answers: 'a number',
      about: 'samples that the screen shows of a channel',
      query: asked(async () => {
        const seconds = parts.screen.settings.secondsPerDiv * divisionsAcross
        return String(Math.round(seconds * parts.state.samplingFrequencyHz))
      }),
    },
  ]
}

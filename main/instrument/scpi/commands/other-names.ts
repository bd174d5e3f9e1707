// Names that bench scopes have for what has another one here: who types them first is understood.
import type { Command } from '#main/scpi/index.ts'

/** The other name, and what it is here. `CHANnel` stands for each channel. */
const names: readonly (readonly [other: string, header: string])[] = [
  [':INITiate[:IMMediate]', ':SINGle'],
  [':ABORt', ':STOP'],
  [':TFORce', ':TRIGger:FORCe'],
  [':ACQuire:MDEPth', ':ACQuire:POINts'],
  [':TIMebase:OFFSet', ':TIMebase:POSition'],
  [':TIMebase:MAIN:SCALe', ':TIMebase:SCALe'],
  [':TIMebase:MAIN:OFFSet', ':TIMebase:POSition'],
  [':CHANnel:DISPlay', ':CHANnel:ENABle'],
  [':TRIGger:SWEep', ':TRIGger:MODE'],
  [':TRIGger:SOURce', ':TRIGger:CHANnel'],
  [':TRIGger:TYPE', ':TRIGger:KIND'],
  [':TRIGger:EDGE:SOURce', ':TRIGger:CHANnel'],
  [':TRIGger:EDGE:SLOPe', ':TRIGger:SLOPe'],
  [':TRIGger:EDGE:LEVel', ':TRIGger:LEVel'],
  [':MEASure:VAMPlitude', ':MEASure:AMPLitude'],
  [':MEASure:VTOP', ':MEASure:TOP'],
  [':MEASure:VBASe', ':MEASure:BASE'],
  [':MEASure:VMIN', ':MEASure:MIN'],
  [':MEASure:VMAX', ':MEASure:MAX'],
  [':MEASure:VAVerage', ':MEASure:MEAN'],
  [':MEASure:VRMS', ':MEASure:RMS'],
  [':MEASure:RISetime', ':MEASure:RISE'],
  [':MEASure:FALLtime', ':MEASure:FALL'],
]

/** Those of the commands that have another name, once more with that. */
export function otherNames(commands: readonly Command[]): readonly Command[] {
  return names.flatMap(([other, header]) =>
    commands.flatMap((command) => {
      const [, number = ''] = /^:CHANnel(\d+):/.exec(command.header) ?? []
      const named = (text: string): string => text.replace(/^:CHANnel:/, `:CHANnel${number}:`)
      if (command.header !== named(header)) return []
      const shown = other.replace(/^:CHANnel:/, ':CHANnel<n>:')
      return [{ ...command, header: named(other), shown, about: `as \`${command.shown ?? header}\`` }]
    }),
  )
}

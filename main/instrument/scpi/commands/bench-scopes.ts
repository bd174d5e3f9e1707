// Commands that bench scopes have and that mean something else, or nothing, here: scripts that were written for them are understood.
import { asked, block, type Command, count, isNamed, mnemonic, refuse, refuseKind, wordFrom } from '#main/scpi/index.ts'
import type { TriggerWord } from '#shared/contract/topics/trigger.ts'
import type { ServedInstrument } from '../served-instrument.ts'
import { channelNode } from '../settings/channel-names.ts'
import type { Captured } from '../settings/setting-headers.ts'
import { valueFrom } from '../settings/setting-values.ts'

/** Types of acquisition, and what they are called here. */
const types = { NORMal: 'sample', PEAK: 'envelope', AVERages: 'average', HRESolution: 'highres' } as const
const typeNames = Object.keys(types) as (keyof typeof types)[]
const triggered: ReadonlySet<TriggerWord | undefined> = new Set(['trigd', 'roll'])

/** Answers one value, and takes no other. */
const only = (header: string, notation: string, about: string, shown = header): Command => ({
  header,
  shown,
  takes: notation,
  about,
  set: (data) => {
    count(data, 1)
    wordFrom(data[0], [notation])
    return { settings: [] }
  },
  query: asked(() => mnemonic(notation).short),
})

export function benchScopeCommands(instrument: ServedInstrument, { channels }: Captured): readonly Command[] {
  const { handlers, parts, settings } = instrument
  const state = (): string => {
    const { state: now } = parts.acquisition
    if (now === 'stopped' || now === 'fault') return 'STOP'
    if (triggered.has(parts.analysis?.stats().triggerWord)) return 'TD'
    return parts.trigger.mode === 'auto' && now === 'running' ? 'AUTO' : 'WAIT'
  }
  const couplings = channels.flatMap(({ id }) => {
    const node = channelNode(id, channels)
    return node === null
      ? []
      : [only(`${node.header}:COUPling`, 'DC', 'the converters are coupled to DC', `${node.shown}:COUPling`)]
  })
  return [
    {
      header: '*LRN',
      answers: 'a message',
      about: 'the message that makes all settings what they are now: `:SYSTem:SETup` with its block',
      query: asked(async () => {
        const text = block(Buffer.from((await handlers.saveSession()).text))
        return [':SYST:SET ', ...(typeof text === 'string' ? [text] : text)]
      }),
    },
    {
      header: ':TRIGger:STATus',
      answers: 'TD, WAIT, AUTO, STOP',
      about: 'what the trigger does: it came, is waited for, is not waited for, or nothing is captured',
      query: asked(state),
    },
    {
      header: ':ACQuire:TYPE',
      takes: typeNames.join(', '),
      about: 'as `:ACQuire:MODE` SAMPle, ENVelope, AVERage, HIGHRES',
      set: (data) => {
        count(data, 1)
        return { settings: [{ path: 'acquisition.mode', value: types[wordFrom(data[0], typeNames)] }] }
      },
      query: asked(async () => {
        const mode = (await settings.tree.read(false)).get('acquisition.mode')
        return mnemonic(typeNames.find((name) => types[name] === mode) ?? 'NORMal').short
      }),
    },
    only(':WAVeform:MODE', 'NORMal', 'what is read are the samples of the record on the screen'),
    ...couplings,
  ]
}

/** What the settings' own commands take besides: `:TRIGger:MODE EDGE` is a kind, `:CHANnel<n>:PROBe 10` an attenuation. */
export function alsoTaking(
  commands: readonly Command[],
  { settings }: Pick<ServedInstrument, 'settings'>,
  { channels }: Captured,
): readonly Command[] {
  const leaves = settings.tree.leaves()
  return commands.map((command) => {
    const { header, set } = command
    const place = /^:CHANnel(\d+):PROBe$/.exec(header)?.[1]
    const id = channels.find(({ index }) => String(index + 1) === place)?.id
    const path = header === ':TRIGger:MODE' ? 'trigger.kind' : `channels.${id}.attenuation`
    const parameter = leaves.get(path)
    if (parameter === undefined || set === undefined || (id === undefined && path !== 'trigger.kind')) return command
    const more = id === undefined ? 'a kind of trigger' : 'a number, which is :ATTenuation'
    const isOther: NonNullable<Command['set']> = (data) => {
      count(data, 1)
      return { settings: [{ path, value: valueFrom(parameter, data[0]!, path, channels) }] }
    }
    return {
      ...command,
      takes: `${command.takes}; ${more}`,
      answers: command.takes ?? '',
      set: (data) => {
        const [datum] = data
        if (id !== undefined) return datum?.kind === 'number' ? isOther(data) : set(data)
        const isMode = datum?.kind !== 'word' || ['AUTO', 'NORMal'].some((one) => isNamed(mnemonic(one), datum.text))
        return isMode ? set(data) : isOther(data)
      },
    }
  })
}

/** `:MEASure:ITEM? VPP,CHANnel1`: any measurement by its name. @param commands all that there are */
export function measureItem(commands: readonly Command[]): Command {
  const prefix = ':MEASure:'
  return {
    header: ':MEASure:ITEM',
    asks: 'name[, CHANnel<n>]',
    answers: 'a number',
    about: 'a measurement by the name that it has behind :MEASure, as `:MEASure:VPP?` answers it',
    query: (data) => {
      const [name, ...rest] = data
      if (name === undefined) return refuse(-109)
      if (name.kind !== 'word') return refuseKind(name)
      const found = commands.find(({ header, answers = '' }) => {
        const notation = header.startsWith(prefix) ? header.slice(prefix.length) : ''
        return answers.startsWith('a number') && /^\w+$/.test(notation) && isNamed(mnemonic(notation), name.text)
      })
      return found?.query?.(rest) ?? refuse(-224, `there is no measurement ${name.text}`)
    },
  }
}

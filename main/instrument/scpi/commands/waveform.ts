// Samples of the record on the screen. A record is held until all that is wanted of it was read: while the capture runs, a
// channel that is read again is one of a new record.
import {
  type Answer,
  asked,
  block,
  type Command,
  count,
  type Datum,
  numberText,
  refuse,
  refuseKind,
  wordFrom,
} from '#main/scpi/index.ts'
import type { NewestScans } from '../record/newest-scans.ts'
import { encodeSamples, type SampleForm, sampleForms } from '../record/sample-forms.ts'
import { byteScale, codesOf, fitsIn, upperBytes } from '../record/scan-codes.ts'
import { mostSamples, recordKey, type ScreenRecord, takeRecord } from '../record/screen-record.ts'
import type { ServedInstrument } from '../served-instrument.ts'
import { channelId, channelWord } from '../settings/channel-names.ts'

const orders = ['LSBFirst', 'MSBFirst'] as const

/** What a code of the channel is worth. */
interface Scale {
  readonly scanType: string
  /** Units per code, and the code of 0. */
  readonly increment: number
  readonly reference: number
}

export class Waveform {
  readonly #instrument: ServedInstrument
  readonly #scans: NewestScans
  #source: string | null = null
  #form: SampleForm = 'WORD'
  #order: (typeof orders)[number] = 'LSBFirst'
  #held: { readonly key: string; readonly record: ScreenRecord; readonly read: Set<string> } | null = null

  constructor(instrument: ServedInstrument, scans: NewestScans) {
    this.#instrument = instrument
    this.#scans = scans
  }

  /** As at the beginning; gives back what is held. */
  reset(): void {
    this.#source = null
    this.#form = 'WORD'
    this.#order = 'LSBFirst'
    this.#held = null
  }

  commands(): readonly Command[] {
    const figure = (
      header: string,
      about: string,
      of: (record: ScreenRecord) => Promise<number> | number,
    ): Command => ({
      header: `:WAVeform:${header}`,
      answers: 'a number',
      about,
      query: asked(async () => numberText(await of(await this.#record()))),
    })
    return [
      {
        header: ':WAVeform:SOURce',
        takes: 'CHANnel<n>',
        about: 'channel whose samples are read; by default the first that is on',
        set: (data) => this.#chooseSource(data),
        query: asked(async () => channelWord(this.#id, this.#instrument.parts.state.channels) ?? this.#id),
      },
      {
        header: ':WAVeform:FORMat',
        takes: sampleForms.join(', '),
        about:
          'codes of 16 or 32 bits, the upper 8 bits of codes (0 to 255), or values in the unit of the channel: numbers of 64 bits, or a text',
        set: (data) => {
          count(data, 1)
          const form = wordFrom(data[0], sampleForms)
          return {
            act: async () => {
              this.#form = form
            },
          }
        },
        query: asked(async () => this.#form.replace(/[a-z]/g, '')),
      },
      {
        header: ':WAVeform:BYTeorder',
        takes: orders.join(', '),
        about: 'which byte of a number comes first',
        set: (data) => {
          count(data, 1)
          const order = wordFrom(data[0], orders)
          return {
            act: async () => {
              this.#order = order
            },
          }
        },
        query: asked(async () => this.#order.replace(/[a-z]/g, '')),
      },
      {
        header: ':WAVeform:DATA',
        answers: 'a block; as a text, numbers',
        about: `samples of the record on the screen, at most ${mostSamples}: the very codes of the converter`,
        query: asked(() => this.#data()),
      },
      {
        header: ':WAVeform:PREamble',
        answers: 'format,0,points,1,xincrement,xorigin,0,yincrement,0,yreference',
        about:
          'what they are: value = (code - yreference) * yincrement, time = xorigin + number * xincrement after the trigger',
        query: asked(() => this.#preamble()),
      },
      figure('POINts', 'samples of the record', ({ scans }) => scans.count),
      figure(
        'SAMPle',
        'index of its first sample since the device was enabled, as a recording counts',
        ({ scans }) => scans.firstSample,
      ),
      figure('XINCrement', 'seconds from sample to sample', ({ samplingFrequencyHz }) => 1 / samplingFrequencyHz),
      figure('XORigin', 'seconds from the trigger to the first sample', ({ beginSeconds }) => beginSeconds),
      figure('XREFerence', 'the number of the sample that XORigin is of', () => 0),
      figure('YINCrement', 'units per code', async () => (await this.#shownScale()).increment),
      figure('YORigin', 'the value of the code of 0', () => 0),
      figure('YREFerence', 'the code of 0', async () => (await this.#shownScale()).reference),
    ]
  }

  /** The channel that is read. */
  get #id(): string {
    const { channels } = this.#instrument.parts.state
    const chosen = channels.find(({ id }) => id === this.#source) ?? channels.find(({ enabled }) => enabled)
    return chosen?.id ?? refuse(-221, 'no channel is on')
  }

  #chooseSource(data: readonly Datum[]) {
    count(data, 1)
    const [datum] = data
    if (datum?.kind !== 'word' && datum?.kind !== 'string') return refuseKind(datum!)
    const { channels } = this.#instrument.parts.state
    const id = channelId(datum.text, channels)
    if (!channels.some((one) => one.id === id)) refuse(-224, `${datum.text} is no channel that is captured`)
    return {
      act: async () => {
        this.#source = id
      },
    }
  }

  async #record(): Promise<ScreenRecord> {
    return (await this.#hold()).record
  }

  /** @param id is going to be read */
  async #hold(id: string | null = null) {
    const key = recordKey(this.#instrument)
    const isFresh = this.#held?.key === key
    const isRead = id !== null && this.#instrument.parts.hub.isRunning && this.#held?.read.has(id) === true
    if (this.#held === null || !isFresh || isRead) {
      const before = isRead ? this.#held!.record : null
      this.#held = null
      this.#held = { key, record: await takeRecord(this.#instrument, this.#scans, before), read: new Set() }
    }
    return this.#held
  }

  async #data(): Promise<Answer> {
    const id = this.#id
    const held = await this.#hold(id)
    const codes = codesOf(held.record.scans, id) ?? refuse(-221, `${id} is off`)
    const scale = await this.#scale(id)
    if (this.#form === 'WORD' && !fitsIn(16, scale.scanType)) refuse(-221, 'these codes do not fit: use LONG')
    if (this.#form === 'LONG' && !fitsIn(32, scale.scanType)) refuse(-221, 'these codes do not fit: use REAL')
    held.read.add(id)
    const values = (code: number): number => (code - scale.reference) * scale.increment
    if (this.#form === 'ASCii') return Array.from(codes, (code) => numberText(values(code))).join(',')
    const sent = this.#form === 'BYTE' ? upperBytes(codes, scale.scanType) : codes
    return block(encodeSamples(sent, this.#form, this.#order === 'LSBFirst', values))
  }

  async #preamble(): Promise<string> {
    const { scans, beginSeconds, samplingFrequencyHz } = await this.#record()
    const { increment, reference } = await this.#shownScale()
    const form = sampleForms.indexOf(this.#form) + 1
    const x = [1 / samplingFrequencyHz, beginSeconds, 0]
    return [form, 0, scans.count, 1, ...x, increment, 0, reference].map(numberText).join(',')
  }

  /** Of what is read: values are in their unit already. */
  async #shownScale(): Promise<Scale> {
    const scale = await this.#scale(this.#id)
    if (this.#form === 'WORD' || this.#form === 'LONG') return scale
    if (this.#form !== 'BYTE') return { ...scale, increment: 1, reference: 0 }
    const { step, middle } = byteScale(scale.scanType)
    return { ...scale, increment: scale.increment * step, reference: scale.reference / step + middle }
  }

  async #scale(id: string): Promise<Scale> {
    const { channels } = await this.#instrument.parts.source.readFormat()
    const channel = channels.find((one) => one.id === id) ?? refuse(-221, `${id} is off`)
    const { scanType, scaleMillivolts, offsetCodes } = channel
    return { scanType, increment: scaleMillivolts / 1000, reference: 0 - offsetCodes }
  }
}

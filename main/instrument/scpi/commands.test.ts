// The list of commands for people, COMMANDS.md, is that of the tree. `npx vitest run main/instrument/scpi/commands.test.ts -u`
// writes it anew.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Command, commandTable, notationOf, ScpiServer, Session } from '#main/scpi/index.ts'
import { createInstrument } from '../create.ts'
import type { Instrument } from '../instrument.ts'
import { type ConditionBit, operationBits, questionableBits } from './condition-bits.ts'
import { ConditionWatch } from './conditions.ts'
import { InstrumentTarget } from './instrument-target.ts'
import { NewestScans } from './record/newest-scans.ts'
import { headerOf } from './settings/setting-headers.ts'

let instrument: Instrument
let commands: readonly Command[] = []

beforeAll(async () => {
  instrument = await createInstrument({ front: 'headless', run: false, analysis: false, heapBytes: 64 << 20 })
  const { heap, runtime } = instrument.parts.stack
  const scans = new NewestScans(heap, runtime.clock, () => 1)
  const session = new Session(
    new InstrumentTarget(instrument, {
      ...{ scans, watch: new ConditionWatch(instrument.parts) },
      ...{ attributes: [], registers: new Map() },
    }),
  )
  commands = session.commands
  session.close()
})

afterAll(() => instrument.close())

const intro = `# SCPI commands

This list is made of the commands themselves; a test keeps it so. \`CHANnel<n>\` is the channel that the screen calls CHn, of the device
that is captured; \`MATH\` the math trace. Capitals are the short form; both are taken, in small letters too. Numbers take the
suffixes of IEEE 488.2 (\`500 MV\`, \`20 US\`, \`1 MHZ\`), bytes \`64 KIB\`; and MINimum, MAXimum, DEFault, which a query takes too
(\`:TIMebase:SCALe? MAX\`). \`(?)\`: it is a query too, which answers in the same form, choices in their short form. A text is in
quotes. Attributes are those of the gigasample ADC; another captured device has its own.

`

const rowsOf = (bits: Readonly<Record<string, ConditionBit>>): string =>
  Object.values(bits)
    .map(({ bit, about }) => `| ${bit} | ${1 << bit} | ${about} |`)
    .join('\n')

const conditions = `
## Conditions

Each bit is 1 as long as it is so (\`:CONDition?\`). When it becomes 1, that is an event (\`:EVENt?\`), which stays until it is read, or until
\`*CLS\`; with \`:NTRansition\` it is one when the bit becomes 0, too. \`:ENABle\` says of which events the status byte tells. Each connection has
events of its own, from its begin on.

\`:STATus:OPERation\`, bit 7 of the status byte:

| bit | value | it is so while |
| --- | --- | --- |
${rowsOf(operationBits)}

\`:STATus:QUEStionable\`, bit 3 of the status byte:

| bit | value | it is so while |
| --- | --- | --- |
${rowsOf(questionableBits)}
`

it('is listed in COMMANDS.md', async () => {
  expect(ScpiServer).toBeDefined()
  await expect(`${intro}${commandTable(commands)}\n${conditions}`).toMatchFileSnapshot('COMMANDS.md')
})

it('has a header for every setting, but for those of devices and channels that are not captured', () => {
  const { device } = instrument.parts.stack
  const channels = device.scanElements.map(({ id, scanIndex }) => ({ id, index: scanIndex }))
  const headers = new Set(commands.map(({ header }) => header))
  const ids = [...channels.map(({ id }) => id), 'math1']
  const missing = [...instrument.settings.tree.leaves().keys()].filter((path) => {
    const place = headerOf(path, { device: device.name, channels })
    // In full where another one has the short form.
    return place === null || !(headers.has(place.header) || headers.has(place.header.toUpperCase()))
  })
  const isElsewhere = (path: string): boolean => {
    const [, id] = /^channels\.(.+)\.\w+$/.exec(path) ?? []
    return id === undefined
      ? path.startsWith('device/') && !path.startsWith(`device/${device.name}/`)
      : !ids.includes(id)
  }
  expect(missing.filter((path) => !isElsewhere(path))).toEqual([])
  expect(missing.length).toBeGreaterThan(0)
})

it('has mnemonics of at most 12 letters', () => {
  const words = commands.flatMap(({ header }) => header.replace(/[[\]*]/g, '').split(':'))
  expect(words.filter((word) => word.replace(/\d+$/, '').length > 12)).toEqual([])
  expect([notationOf('holdoffEventsAndMore'), notationOf('t1'), notationOf('<')]).toEqual(['HOLDoffEVENt', 'T1', null])
})

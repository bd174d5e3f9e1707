// 5,000 wrong, half right and right messages: one that is wrong leaves one entry in the error queue, and nothing else.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '#shared/testing/eventually.ts'
import { WireClient } from '../iiod/testing/wire-client.ts'
import { ScpiClient } from './testing/scpi-client.ts'
import { Served } from './testing/served.ts'

const messages = 5000
/** The same messages each time; `BLOCKSCOPE_SEED` gives others. */
const seed = Number(process.env.BLOCKSCOPE_SEED ?? 1964)

let served: Served
let headers: readonly string[] = []

beforeAll(async () => {
  served = await Served.begin({ analysis: false })
  const client = await served.client()
  const lines = (await client.askBlock(':SYST:HELP:HEAD?')).toString().trim().split('\n')
  headers = lines.map((line) => line.replace(/[?/[].*/, ''))
  served.closeClients()
})

afterAll(() => served.end())

/** Whether it changes something that is no setting, or empties the queue that is looked at. */
const isOther = /\*(CLS|RST|WAI|OPC)|ERR|VERS|:DIG|:SING/i
/** The begin of a block that the message does not hold whole: it takes the questions that follow for its data. */
const isOpen = /#(?!15hello)[1-9]/

const byte = fc.integer({ min: 0, max: 255 }).filter((code) => code !== 10)
const noise = fc.array(byte, { maxLength: 60 }).map((codes) => String.fromCharCode(...codes))
const data = fc.oneof(
  // Numbers that differ by less are the same setting.
  fc.double({ noNaN: true }).map((value) => String(Math.abs(value) < 1e-12 ? 0 : value)),
  fc.constantFrom('1', '0.1', '-3 MV', '1 US', '64 KIB', 'ON', 'OFF', 'AUTO', 'MIN', 'MAX', 'DEF', 'CHAN1', 'FALL'),
  fc.constantFrom(
    '"a"',
    "'b",
    '""',
    '#15hello',
    '#H1F',
    '#Q9',
    '(1)',
    '#0',
    ',',
    '1,2',
    '1e999',
    '@',
    '1 2',
    '',
    '\x80',
  ),
  noise,
)

function messageOf(known: readonly string[]): fc.Arbitrary<string> {
  const header = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...known) },
    { weight: 1, arbitrary: fc.constantFrom('FOO', ':FOO:BAR', ':TRIG', ':CHAN9:SCAL', '*ESE', '*IDN', ':', '*', '') },
  )
  const unit = fc
    .tuple(header, fc.constantFrom('', '?', '??'), fc.constantFrom(' ', '', '\t'), data)
    .map((parts) => parts.join(''))
  return fc.oneof(
    { weight: 1, arbitrary: noise },
    { weight: 8, arbitrary: fc.array(unit, { minLength: 1, maxLength: 3 }).map((units) => units.join(';')) },
  )
}

/** An answer that does not come is a failure that names what was asked. */
function inTime(answer: Promise<string>, message: string): Promise<string> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer after ${JSON.stringify(message)}`)), 30_000)
  })
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}

it(`of ${messages} messages those that are wrong leave an entry each, and nothing else`, async () => {
  const client = await ScpiClient.open(served.server.port)
  let [wrong, right] = [0, 0]
  await fc.assert(
    fc.asyncProperty(messageOf(headers), async (message) => {
      fc.pre(!isOther.test(message) && !isOpen.test(message))
      const before = await served.settings()
      client.send('*CLS')
      client.send(message)
      // What a block waits for, and the end of the message.
      client.wire.send(`\n\n`)
      client.send('*ESR?;:SYST:ERR:COUN?;:SYST:VERS?')
      client.send(':SYST:ERR:ALL?')
      // Answers of the message come before; those of these two are known by their forms.
      const next = (): Promise<string> => inTime(client.wire.line(), message)
      let line = await next()
      while (!/^\d+;\d+;1999\.0$/.test(line)) line = await next()
      let all = await next()
      while (!/^(-?\d+,".*")+$/.test(all)) all = await next()
      const count = Number(line.split(';')[1])
      if (count === 0) {
        right++
        expect(all).toBe('0,"No error"')
        return
      }
      wrong++
      expect({ message, count, all }).toEqual({ message, count: 1, all: expect.stringMatching(/^-\d{3},"[^"]/) })
      const after = new Map<string, unknown>(JSON.parse(await served.settings()) as [string, unknown][])
      const moved = (JSON.parse(before) as [string, unknown][]).filter(([path, value]) => after.get(path) !== value)
      expect({ message, moved: moved.map(([path, value]) => [path, value, after.get(path)]) }).toEqual({
        message,
        moved: [],
      })
    }),
    { numRuns: messages, seed },
  )
  client.close()
  expect(wrong).toBeGreaterThan(messages / 2)
  expect(right).toBeGreaterThan(messages / 50)
  await eventually(() => expect(served.server.clients).toBe(0))
}, 240_000)

it('survives connections that are cut, half closed and never read', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(messageOf(headers), { minLength: 1, maxLength: 20 }),
      fc.constantFrom('cut', 'half', 'silent'),
      async (some, way) => {
        const client = await WireClient.open(served.server.port)
        if (way === 'silent') client.socket.pause()
        client.send(some.join('\n'))
        if (way === 'half') {
          client.socket.end()
          await client.rest()
        }
        client.close()
      },
    ),
    { numRuns: 100, seed },
  )
  await eventually(() => expect(served.server.clients).toBe(0))
  const client = await ScpiClient.open(served.server.port)
  expect(await client.ask('*OPC?')).toBe('1')
  client.close()
}, 120_000)

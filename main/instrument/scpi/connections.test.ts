// Connections: pieces, ends, limits.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '#shared/testing/eventually.ts'
import { ScpiClient } from './testing/scpi-client.ts'
import { Served } from './testing/served.ts'

let served: Served

beforeAll(async () => {
  served = await Served.begin({ analysis: false })
})

afterEach(async () => {
  const client = await served.client()
  client.send('*RST;*CLS')
  expect(await client.ask('*OPC?')).toBe('1')
  served.closeClients()
  await eventually(() => expect(served.server.clients).toBe(0))
})

afterAll(() => served.end())

describe('a connection', () => {
  it('hears messages in pieces, many at once, and answers those before the end of its half', async () => {
    const client = await served.client()
    client.wire.send(':TIM:SC')
    client.wire.send('AL?\r\n*ID')
    expect(await client.wire.line()).toBe('2.0E-7')
    client.wire.send('N?\n\n \r\n:TIM:POS?\n:SYST:ERR?\n*OPC?')
    expect([await client.wire.line(), await client.wire.line(), await client.wire.line()]).toEqual([
      expect.stringMatching(/^Blockscope/),
      '0',
      '0,"No error"',
    ])
    client.wire.send('\n*OPC?\n')
    client.wire.socket.end()
    expect(await client.wire.rest()).toBe('1\n1\n')
  })

  it('drops a message of a megabyte, and goes on', async () => {
    const client = await served.client()
    for (let k = 0; k < 16; k++) client.wire.send('x'.repeat(65_536))
    client.send('')
    client.send(':TIM:SCAL #9999999999')
    expect(await client.errors()).toEqual(['-363,"Input buffer overrun"', '-363,"Input buffer overrun"'])
  })

  it('of a web page is cut, and nothing of it is done', async () => {
    const client = await served.client()
    client.wire.send('POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n:TRIG:LEV 0.5\n*IDN?\n')
    expect(await client.wire.rest()).toBe('')
    expect((await served.instrument.settings.read()).get('trigger.level')).toBe(0)
  })

  it('is refused when there are as many as there may be', async () => {
    const clients = await Promise.all(Array.from({ length: 16 }, () => served.client()))
    expect(await (await ScpiClient.open(served.server.port)).wire.rest()).toBe('')
    expect(await clients[15]?.ask('*OPC?')).toBe('1')
    served.closeClients()
    await eventually(() => expect(served.server.clients).toBe(0))
  })

  it('does not wait for one that reads nothing', async () => {
    const [silent, client] = [await served.client(), await served.client()]
    silent.wire.socket.pause()
    for (let k = 0; k < 2000; k++) silent.send(':SYST:HELP:HEAD?')
    expect(await client.ask('*OPC?')).toBe('1')
  })
})

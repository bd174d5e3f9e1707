// The status registers of SCPI-99 on the wire: what happens is an event until it is read, for each connection by itself.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '#shared/testing/eventually.ts'
import type { ScpiClient } from './testing/scpi-client.ts'
import { Served } from './testing/served.ts'

const [measuring, waiting, recording] = [16, 32, 256]
const [lost, gone] = [512, 1024]

let served: Served
let folder = ''

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-scpi-'))
  served = await Served.begin()
})

afterEach(async () => {
  const client = await served.client()
  client.send('*RST')
  expect(await client.ask('*OPC?')).toBe('1')
  served.closeClients()
  await eventually(() => expect(served.server.clients).toBe(0))
})

afterAll(async () => {
  await served.end()
  rmSync(folder, { recursive: true })
})

const ask = async (client: ScpiClient, message: string): Promise<number> => Number(await client.ask(message))
const has = async (client: ScpiClient, message: string, bit: number): Promise<void> => {
  for (;;) if (((await ask(client, message)) & bit) !== 0) return
}

describe('the operation registers', () => {
  it('tell what it does, and what it did since they were read', async () => {
    const [client, other] = [await served.client(), await served.client()]
    expect(await client.ask(':STAT:OPER:COND?;EVEN?;ENAB?;PTR?;NTR?')).toBe('0;0;0;32767;0')
    client.send(':TRIG:LEV 0.9;MODE NORM;:RUN')
    expect(await ask(client, ':STATus:OPERation:CONDition?')).toBe(measuring + waiting)
    expect(await ask(client, ':STAT:OPER?')).toBe(measuring + waiting)
    expect(await ask(client, ':STAT:OPER?')).toBe(0)
    client.send(':STOP')
    expect(await client.ask(':STAT:OPER:COND?;EVEN?')).toBe('0;0')
    // What the other has not read waits for it, and is not there for one that comes later.
    expect(await ask(other, ':STAT:OPER:EVEN?')).toBe(measuring + waiting)
    expect(await ask(await served.client(), ':STAT:OPER:EVEN?')).toBe(0)
    expect(await client.errors()).toEqual([])
  })

  it('tell that the trigger came', async () => {
    const client = await served.client()
    client.send(':STAT:OPER:PTR 0;NTR 32')
    client.send(':TRIG:LEV 0.9;MODE NORM;:RUN;:STAT:OPER:EVEN?')
    expect(await client.wire.line()).toBe('0')
    // Somebody looks, and the signal of 0.8 V crosses the level now.
    client.send(':TRIG:LEV 0')
    await has(client, ':STAT:OPER:EVEN?', waiting)
    expect(await ask(client, ':STAT:OPER:COND?')).toBe(measuring)
  })

  it('have a single acquisition from its begin to its end, though nobody looked meanwhile', async () => {
    const client = await served.client()
    client.send(':STAT:OPER:ENAB 32')
    client.send(':TIM:SCAL 20 US;:SING;*WAI')
    expect(await ask(client, '*STB?')).toBe(128)
    expect(await client.ask(':STAT:OPER:COND?;EVEN?')).toBe(`0;${measuring + waiting}`)
    expect(await ask(client, '*STB?')).toBe(0)
  })

  it('tell of a recording', async () => {
    const client = await served.client()
    client.send(':RUN')
    const { recordings } = served.instrument.parts
    await recordings.start({ file: path.join(folder, 'x.raw'), scans: null })
    expect((await ask(client, ':STAT:OPER:COND?')) & recording).toBe(recording)
    await recordings.stop()
    expect((await ask(client, ':STAT:OPER:COND?')) & recording).toBe(0)
    expect((await ask(client, ':STAT:OPER:EVEN?')) & recording).toBe(recording)
  })
})

describe('the questionable registers', () => {
  it('tell of samples that are lost, and of each further loss', async () => {
    const client = await served.client()
    client.send(':STAT:QUES:ENAB 512;*SRE 8;:RUN')
    expect((await ask(client, '*STB?')) & 72).toBe(0)
    const { account } = served.instrument.parts.hub
    account.missing(5)
    expect((await ask(client, '*STB?')) & 72).toBe(72)
    expect((await ask(client, ':STAT:QUES:COND?')) & lost).toBe(lost)
    expect((await ask(client, ':STAT:QUES?')) & lost).toBe(lost)
    expect((await ask(client, ':STAT:QUES?')) & lost).toBe(0)
    account.missing(1)
    expect((await ask(client, ':STAT:QUES?')) & lost).toBe(lost)
  })

  it('tell that the device is gone', async () => {
    const client = await served.client()
    client.send(':RUN')
    const { hub } = served.instrument.parts
    await has(client, ':STAT:OPER:COND?', measuring)
    hub.sourceFailed(new Error('unplugged'))
    await has(client, ':STAT:QUES:COND?', gone)
    expect((await ask(client, ':STAT:QUES?')) & gone).toBe(gone)
    client.send(':STAT:QUES:NTR 1024;PTR 0;:RUN')
    await has(client, ':STAT:QUES?', gone)
    expect((await ask(client, ':STAT:QUES:COND?')) & gone).toBe(0)
  })
})

describe('what is told of', () => {
  it('is a register each, of which bit 15 is never 1', async () => {
    const client = await served.client()
    for (const group of ['OPER', 'QUES']) {
      client.send(`:STAT:${group}:ENAB 65535;PTR #HF0F0;NTR 15`)
      expect(await client.ask(`:STAT:${group}:ENAB?;PTR?;NTR?`)).toBe('32767;28912;15')
    }
    client.send(':STAT:OPER:ENAB 65536')
    client.send(':STAT:OPER:COND 1')
    expect(await client.errors()).toEqual([expect.stringMatching(/^-222,/), '-113,"Undefined header;STAT:OPER:COND"'])
    client.send('*RST;*CLS')
    expect(await client.ask(':STAT:QUES:ENAB?;PTR?;NTR?')).toBe('32767;28912;15')
    client.send('*ESE 4;*SRE 8;:STAT:PRES')
    expect(await client.ask(':STAT:QUES:ENAB?;PTR?;NTR?;*ESE?;*SRE?')).toBe('0;32767;0;4;8')
  })

  it('is cleared by *CLS, which gives up what *OPC waits for', async () => {
    const client = await served.client()
    expect(await client.ask('*ESR?;*OPC;*ESR?')).toBe('128;1')
    client.send(':TRIG:LEV 0.9;:SING;*OPC')
    expect(await client.ask('*ESR?;:STAT:OPER:COND?')).toBe(`0;${measuring + waiting}`)
    client.send('*CLS;:STOP')
    expect(await client.ask('*OPC?;*ESR?;:STAT:OPER:EVEN?')).toBe('1;0;0')
    client.send(':SING;*OPC;*RST')
    expect(await client.ask('*OPC?;*ESR?')).toBe('1;0')
    client.send(':TRIG:LEV 0.9;:SING;*OPC')
    client.send('*TRG')
    expect(await client.ask('*WAI;*ESR?')).toBe('1')
    expect(await client.errors()).toEqual([])
  })
})

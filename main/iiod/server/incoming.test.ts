import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Incoming, mostLineBytes, mostWaitingBytes, overlong } from './incoming.ts'

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'))

async function linesOf(incoming: Incoming): Promise<(string | typeof overlong)[]> {
  const lines: (string | typeof overlong)[] = []
  for (let line = await incoming.nextLine(); line !== null; line = await incoming.nextLine()) lines.push(line)
  return lines
}

describe('what a client sends', () => {
  it('is the same lines, however the network cuts them', async () => {
    const line = fc.string({ maxLength: 20 }).map((text) => text.replace(/[\n\u0100-\uffff]/g, '.'))
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.array(fc.nat(30)), async (lines, cuts) => {
        const incoming = new Incoming()
        const all = bytes(lines.map((text) => `${text}\n`).join(''))
        const reading = linesOf(incoming)
        let at = 0
        for (const cut of cuts) {
          incoming.push(all.slice(at, at + cut))
          at += cut
          await Promise.resolve()
        }
        incoming.push(all.slice(at))
        incoming.end()
        expect(await reading).toEqual(lines)
      }),
    )
  })

  it('is lines and payloads in turn', async () => {
    const incoming = new Incoming()
    incoming.push(bytes('one\npay'))
    incoming.push(bytes('load\nra'))
    incoming.push(bytes('wtwo\n'))
    expect(await incoming.nextLine()).toBe('one')
    expect(Buffer.from((await incoming.exactly(8)) ?? '').toString()).toBe('payload\n')
    expect(Buffer.from((await incoming.nextBytes(100)) ?? '').toString()).toBe('ra')
    expect(Buffer.from((await incoming.nextBytes(1)) ?? '').toString()).toBe('w')
    expect(await incoming.nextLine()).toBe('two')
    incoming.end()
    expect([await incoming.nextLine(), await incoming.nextBytes(1), await incoming.exactly(1)]).toEqual([
      null,
      null,
      null,
    ])
  })

  it('is no line when it is too long, and costs no memory', async () => {
    const incoming = new Incoming()
    const reading = linesOf(incoming)
    for (let k = 0; k < 100; k++) {
      incoming.push(new Uint8Array(65_536).fill(120))
      await new Promise((resolve) => setImmediate(resolve))
      expect(incoming.isFull).toBe(false)
    }
    incoming.push(bytes(`\nshort\n${'y'.repeat(mostLineBytes)}\n${'z'.repeat(mostLineBytes + 1)}\nlast`))
    incoming.end()
    expect(await reading).toEqual([overlong, 'short', 'y'.repeat(mostLineBytes), overlong])
  })

  it('rests when much of it waits, and goes on when it was read', async () => {
    let rooms = 0
    const incoming = new Incoming(() => rooms++)
    incoming.push(new Uint8Array(mostWaitingBytes))
    expect([incoming.isFull, rooms]).toEqual([true, 0])
    await incoming.nextBytes(1)
    expect([incoming.isFull, rooms]).toEqual([false, 1])
  })
})

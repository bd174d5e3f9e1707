import { Writable } from 'node:stream'
import { expect, it } from 'vitest'
import { endWithTest } from '#shared/testing/leaks.ts'
import { openTerminal } from './terminal.ts'

class Paper extends Writable {
  text = ''
  broken: string | null = null

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    if (this.broken === null) this.text += chunk.toString()
    done(this.broken === null ? undefined : Object.assign(new Error(this.broken), { code: this.broken }))
  }
}

function speaking() {
  const streams = { stdout: new Paper(), stderr: new Paper() }
  const terminal = openTerminal(streams)
  const closed: string[] = []
  endWithTest(terminal.onClosed.on((sentence) => closed.push(sentence)))
  return { ...streams, terminal, closed }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

it('puts results on standard output, and the rest on standard error', () => {
  const { stdout, stderr, terminal } = speaking()
  terminal.print('{}')
  terminal.note('1 s')
  terminal.complain('no')
  expect([stdout.text, stderr.text]).toEqual(['{}\n', '1 s\nblockscope: no\n'])
})

it('gives the journal a priority for each line, on the stream that leads there alone', () => {
  const streams = { stdout: new Paper(), stderr: new Paper() }
  const terminal = openTerminal(streams, (name) => name === 'stderr')
  terminal.print('{}')
  terminal.note('1 s')
  terminal.complain('no\nand no')
  expect([streams.stdout.text, streams.stderr.text]).toEqual(['{}\n', '<5>1 s\n<3>no\n<3>and no\n'])
})

it.each([
  ['EPIPE', 'nobody reads standard output any more'],
  ['ENOSPC', 'standard output cannot be written (ENOSPC)'],
])('tells once that words cannot be written (%s), and tries no more', async (code, sentence) => {
  const { stdout, stderr, terminal, closed } = speaking()
  stdout.broken = code
  terminal.print('a')
  await turn()
  terminal.print('b')
  await turn()
  expect(closed).toEqual([sentence])
  terminal.complain('still heard')
  expect(stderr.text).toBe('blockscope: still heard\n')
  stderr.broken = 'EPIPE'
  terminal.complain('not heard')
  await turn()
  expect(closed).toHaveLength(1)
})

it('leaves standard output alone until it has something to say there', () => {
  const streams = {
    stderr: new Paper(),
    get stdout(): Writable {
      throw new Error('touched')
    },
  }
  const terminal = openTerminal(streams)
  terminal.complain('x')
  expect(streams.stderr.text).toBe('blockscope: x\n')
})

import { describe, expect, it } from 'vitest'
import { ownArguments } from './arguments.ts'

describe('arguments of the desktop app', () => {
  it('begin after the path when the program is not packaged', () => {
    expect(ownArguments(['electron', '.', '--seed', '7'], false)).toEqual(['--seed', '7'])
    expect(ownArguments(['electron', '--no-sandbox', '--js-flags=x', '/opt/app', '--seed=7'], false)).toEqual([
      '--seed=7',
    ])
  })

  it('begin after the name when it is packaged', () => {
    expect(ownArguments(['/usr/bin/blockscope', '--seed', '7'], true)).toEqual(['--seed', '7'])
  })

  it('leave out switches of Chromium and Node', () => {
    const argv = ['/usr/bin/blockscope', '--no-sandbox', '--inspect=0', '--remote-debugging-port=0', '--for', '2s']
    expect(ownArguments(argv, true)).toEqual(['--for', '2s'])
  })

  it('open a file that is named alone, as a file manager does', () => {
    expect(ownArguments(['blockscope', '--no-sandbox', '/a b.blockscope'], true)).toEqual([
      '--session',
      '/a b.blockscope',
    ])
    expect(ownArguments(['blockscope', '--seed', 'x.blockscope'], true)).toEqual(['--seed', 'x.blockscope'])
  })

  it('are none when nothing was said', () => {
    expect(ownArguments(['electron', '.'], false)).toEqual([])
    expect(ownArguments(['blockscope'], true)).toEqual([])
  })
})

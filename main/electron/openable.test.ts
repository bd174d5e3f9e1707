import { describe, expect, it } from 'vitest'
import { parseCommandLine } from '#main/cli/index.ts'
import { parseFileSource } from '#shared/files/source-text.ts'
import { isOpenable, wordsFor } from './openable.ts'

describe('files that a desktop opens', () => {
  it('are sessions and descriptions of recordings, by their endings', () => {
    expect(['a.blockscope', '/x y/b.raw.json'].map(isOpenable)).toEqual([true, true])
    expect(['a.json', 'b.raw', '--session=a.blockscope', 'blockscope'].some(isOpenable)).toBe(false)
  })

  it('become words of the command line, which means the same file', () => {
    expect(parseCommandLine(wordsFor('/x y/b.blockscope'))).toMatchObject({ session: '/x y/b.blockscope' })
    const command = parseCommandLine(wordsFor('/x y/what?.raw.json'))
    const [set] = command.kind === 'run' ? command.set : []
    expect(set?.path).toBe('voltage0/source')
    expect(parseFileSource(set?.value ?? '').path).toBe('/x y/what?.raw')
  })
})

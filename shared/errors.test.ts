import os from 'node:os'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ErrnoError, errno, errnoOf, fail, fromWire, say, toWireError } from './errors.ts'
import { oneLine } from './sentence.ts'

describe('errors', () => {
  it('have the numbers of the kernel', () => {
    // EPROBE_DEFER never leaves a kernel, so no C library knows it; macOS numbers the others differently.
    const known = Object.entries(errno).filter(([name]) => name in os.constants.errno && process.platform === 'linux')
    for (const [name, number] of known) expect([name, number]).toEqual([name, os.constants.errno[name as 'EPERM']])
    expect([errno.EINVAL, errno.EBUSY, errno.EPROBE_DEFER]).toEqual([22, 16, 517])
  })

  it('carry name, number and sentence, and cross a boundary as plain data', () => {
    const error = new ErrnoError('ERANGE', say`The block has ${3} bytes.`)
    expect(error).toBeInstanceOf(Error)
    expect([error.name, error.errno, error.number, error.message]).toEqual([
      'ErrnoError',
      'ERANGE',
      34,
      'The block has 3 bytes.',
    ])
    const wire: unknown = JSON.parse(JSON.stringify(error.toWire()))
    expect(wire).toEqual({
      errno: 'ERANGE',
      message: 'The block has 3 bytes.',
      id: 'The block has {0} bytes.',
      values: [3],
    })
    expect(fromWire(wire)).toEqual(error)
  })

  it('stand in a sentence', () => {
    const full = new ErrnoError('ENOMEM', say`No memory is left.`)
    expect(new ErrnoError('EIO', say`The capture stopped: ${full}`)).toMatchObject({
      message: 'The capture stopped: No memory is left.',
      values: [{ id: 'No memory is left.', values: [] }],
    })
  })

  it.each<[string, unknown, string]>([
    ['an older program', { errno: 'EBUSY', message: 'It is busy.' }, 'EBUSY It is busy. {0}'],
    ['a foreign error', { errno: 'EWHAT', message: 'It is odd.' }, 'EIO It is odd. {0}'],
    ['another message', { errno: 'EIO', message: 'No.', id: 'Yes.', values: [] }, 'EIO No. {0}'],
    ['values that are none', { errno: 'EIO', message: 'No 1.', id: 'No {0}.', values: [null] }, 'EIO No 1. {0}'],
    ['the same message', { errno: 'EIO', message: 'No 1.', id: 'No {0}.', values: [1] }, 'EIO No 1. No {0}.'],
    ['no message', { errno: 'EIO', message: { toString: 1 } }, 'EIO No reason was given. No reason was given.'],
    ['nothing', null, 'EIO No reason was given. No reason was given.'],
  ])('are read from %s', (_, wire, read) => {
    const { errno: name, message, id } = fromWire(wire)
    expect(`${name} ${message} ${id}`).toBe(read)
  })

  it('are thrown by fail, also inside an expression', () => {
    const read = (value: number | null): number => value ?? fail('ENODATA', say`There is no value.`)
    expect(read(1)).toBe(1)
    expect(() => read(null)).toThrow(new ErrnoError('ENODATA', say`There is no value.`))
  })

  it('are one line that can be shown anywhere, whatever values stand in it', () => {
    const said = (value: string): string => new ErrnoError('EINVAL', say`'${value}' is no source.`).message
    expect(said('si\nne')).toBe("'si\\nne' is no source.")
    expect(said('a\r\tb')).toBe("'a\\r\\tb' is no source.")
    expect(said('\u001b[31mred')).toBe("'\\u{1b}[31mred' is no source.")
    expect(said('cod\u202evaw')).toBe("'cod\\u{202e}vaw' is no source.")
    expect(said('half \ud83d')).toBe("'half \\u{d83d}' is no source.")
    expect(said('Übung 測定 😀')).toBe("'Übung 測定 😀' is no source.")
    const long = said('😀'.repeat(3000))
    expect(long.length).toBeLessThanOrEqual(801)
    expect(long).toMatch(/^'😀+…😀+' is no source\.$/u)
    expect(toWireError(new Error('a\nb')).message).toBe('a\\nb')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(oneLine(text)).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u)
        expect(oneLine(oneLine(text))).toBe(oneLine(text))
      }),
    )
  })

  it('of any other kind count as EIO and keep their message', () => {
    expect(errnoOf(new ErrnoError('EBUSY', say`x`))).toBe('EBUSY')
    expect([errnoOf(new Error('x')), errnoOf('x'), errnoOf(null)]).toEqual(['EIO', 'EIO', 'EIO'])
    expect(toWireError(new TypeError('bad'))).toEqual({ errno: 'EIO', message: 'bad' })
    expect(toWireError('thrown text')).toEqual({ errno: 'EIO', message: 'thrown text' })
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inWords, oneLine, readSentence, say } from './sentence.ts'

describe('a sentence', () => {
  const used = say`DMA channel ${'rx'} has ${2} users.`

  it('is its English words with numbered gaps, and what fills them', () => {
    expect(used).toEqual({ id: 'DMA channel {0} has {1} users.', values: ['rx', 2] })
    expect(inWords(used)).toBe('DMA channel rx has 2 users.')
    expect(say`The wait was interrupted.`).toEqual({ id: 'The wait was interrupted.', values: [] })
  })

  it('is said in another language, with its gaps in the order of that language', () => {
    const german = { 'DMA channel {0} has {1} users.': '{1} Nutzer hat der DMA-Kanal {0}.' }
    expect(inWords(used, german)).toBe('2 Nutzer hat der DMA-Kanal rx.')
  })

  it('stands in another one; each is translated, and stays English where the language does not have it', () => {
    const refused = say`${'adc0'} was refused: ${used}`
    expect(inWords(refused)).toBe('adc0 was refused: DMA channel rx has 2 users.')
    expect(inWords(refused, { '{0} was refused: {1}': 'Abgelehnt, {0}: {1}' })).toBe(
      'Abgelehnt, adc0: DMA channel rx has 2 users.',
    )
    expect(inWords(refused, { [used.id]: '{0} hat {1} Nutzer.' })).toBe('adc0 was refused: rx hat 2 Nutzer.')
  })

  it('takes what fills it as it is, whatever signs are in it', () => {
    expect(inWords(say`'${'{1}'}' and ${'$&'} are no names.`)).toBe("'{1}' and $& are no names.")
    expect(inWords(say`The rate is ${Number.NaN}, not ${-0}.`)).toBe('The rate is NaN, not 0.')
    expect(inWords({ id: '{0} of {7}', values: ['toString'] }, { constructor: 'x' })).toBe('toString of {7}')
  })

  it('is the same line whether its values were cut or not', () => {
    const part = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary', minLength: 700, maxLength: 3000 }))
    fc.assert(
      fc.property(part, part, (a, b) => {
        expect(inWords(say`It is '${a}', not '${b}'.`)).toBe(oneLine(`It is '${a}', not '${b}'.`))
      }),
      { numRuns: 60 },
    )
  })

  it('goes through JSON unchanged, and is read again', () => {
    const value = fc.oneof(fc.string({ unit: 'binary', maxLength: 1200 }), fc.double(), fc.integer())
    fc.assert(
      fc.property(value, value, (a, b) => {
        const sentence = say`At ${a}: ${say`no ${b} here.`}`
        expect(readSentence(JSON.parse(JSON.stringify(sentence)))).toEqual(sentence)
      }),
      { examples: [[-0, Number.NaN]] },
    )
  })
})

describe('a sentence from outside', () => {
  const nested = (depth: number): unknown => ({ id: '{0}', values: depth === 1 ? ['x'] : [nested(depth - 1)] })

  it.each<[string, unknown]>([
    ['nothing', null],
    ['a text', 'text'],
    ['no id', { values: [] }],
    ['an id that is no text', { id: 7, values: [] }],
    ['an id that is too long', { id: 'x'.repeat(801), values: [] }],
    ['no values', { id: 'x' }],
    ['values that are no list', { id: '{0}', values: { 0: 'x' } }],
    ['more values than any has', { id: '{0}', values: Array.from({ length: 17 }, () => 'x') }],
    ['a hole for a value', { id: '{0}', values: [null] }],
    ['a value that is too long', { id: '{0}', values: ['x'.repeat(802)] }],
    ['a number that JSON cannot have', { id: '{0}', values: [Number.POSITIVE_INFINITY] }],
    ['a list for a value', { id: '{0}', values: [['x']] }],
    ['sentences in sentences without end', nested(5)],
  ])('is none with %s', (_, sentence) => expect(readSentence(sentence)).toBe(null))

  it('is read up to the limits', () => {
    const most = { id: 'x'.repeat(800), values: Array.from({ length: 16 }, () => 'x'.repeat(801)) }
    expect(readSentence({ ...most, more: 1 })).toEqual(most)
    expect(readSentence(nested(4))).toEqual(nested(4))
  })
})

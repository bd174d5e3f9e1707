// Errors are sentences that a person can read and another language can say: shared/README.md has the rules, and this reads
// every one in the source.
import { describe, expect, it } from 'vitest'
import { languages } from '#renderer/text/languages.ts'
import { catalogMistakes, type Found, gapsOf, hiddenWords, productSource, sentencesOf } from './sentences.ts'

const source = productSource()
const all = source.flatMap(sentencesOf)
const sentences = all.filter(({ kind }) => kind === 'say')
const phrases = all.filter(({ kind }) => kind === 'phrase')

/** Text from elsewhere and nothing else. */
const isForeign = ({ id }: Found): boolean => id === '{0}'
const shown = ({ at, id }: Found): string => `${at} ${id}`
const failing = (found: readonly Found[], isRight: (one: Found) => boolean): string[] =>
  found.filter((one) => !isForeign(one) && !isRight(one)).map(shown)

/** The same words with the same gaps, whatever signs and articles stand between them. */
const meaningOf = (id: string): string =>
  id
    .toLowerCase()
    .replace(/\b(a|an|the|there|is|are|no)\b/g, (word) => (word === 'no' ? 'no' : ''))
    .replace(/\{\d+\}/g, '#')
    .replace(/[^a-z0-9#]+/g, ' ')
    .trim()

describe('the sentences of the product', () => {
  it('are found where they are', () => {
    expect(all.length).toBeGreaterThan(300)
    expect(all.map(({ id }) => id)).toContain("{0} takes a whole number from {1} to {2}, not '{3}'.")
    expect(all.map(({ at }) => at)).toContainEqual(expect.stringMatching(/^renderer\/.*\.vue:\d+$/))
  })

  it('begin with a capital letter, a name, a number or an option', () =>
    expect(failing(sentences, ({ id }) => /^([A-Z0-9']|\{0\}|--[a-z]|analysisStall )/.test(id))).toEqual([]))

  it('end with a full stop, or with the sentence that says why', () =>
    expect(failing(sentences, ({ id }) => /\.$/.test(id) || /: \{\d+\}$/.test(id))).toEqual([]))

  it('have words between what fills them', () => expect(failing(all, ({ id }) => !/\}[\s.]?\{/.test(id))).toEqual([]))

  it('have their gaps once each, and no braces beside', () =>
    expect(
      failing(all, ({ id, values }) => {
        const gaps = gapsOf(id)
        return gaps.length === values.length && new Set(gaps).size === gaps.length
      }),
    ).toEqual([]))

  it('hide no words in what fills them', () =>
    expect(all.flatMap((one) => one.values.flatMap(hiddenWords).map((words) => `${shown(one)} <- ${words}`))).toEqual(
      [],
    ))

  it('say the same thing with the same words', () => {
    const ids = [...new Set(sentences.map(({ id }) => id))]
    const first = new Map(ids.toReversed().map((id) => [meaningOf(id), id]))
    expect(ids.filter((id) => first.get(meaningOf(id)) !== id).map((id) => [id, first.get(meaningOf(id))])).toEqual([])
  })

  it('are made of phrases that are none themselves', () =>
    expect(failing(phrases, ({ id }) => !/^[A-Z]/.test(id) && !/[.?!]$/.test(id))).toEqual([]))
})

describe('a language', () => {
  const ids = new Set(all.map(({ id }) => id))
  const texts = source.map(({ text }) => text).join('\n')

  it.each(Object.entries(languages))('has what the product says, with its gaps: %s', (_, catalog) =>
    expect(catalogMistakes(catalog, ids, texts)).toEqual([]),
  )

  it('is told what is wrong in it', () =>
    expect(
      catalogMistakes(
        {
          '{0} is gone.': '{0} ist weg.',
          'a folder': 'ein Ordner',
          '{0} went for a walk.': '{0} ging spazieren.',
          '{0} is read-only.': 'Nur zum Lesen: {1}.',
        },
        ids,
        texts,
      ),
    ).toEqual([
      "Nothing says '{0} went for a walk.'.",
      "'Nur zum Lesen: {1}.' has the gaps {1}, and '{0} is read-only.' has {0}.",
    ]))
})

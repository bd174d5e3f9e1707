// What the page shows of an error: its sentence, in the language of the person who reads it.
import { sentenceOf } from '#shared/errors.ts'
import { type Catalog, inWords, readSentence, type Sentence } from '#shared/sentence.ts'
import { catalogFor } from './languages.ts'

/** An error as it may come: its English message, and its sentence where it has one. */
export type Told = { readonly message: string } & Partial<Sentence>

/**
 * An error in the language of a catalog; in English where the catalog does not have its sentence. The sentence is believed
 * when it makes the message, whoever sent both.
 */
export function translate(error: Told, catalog: Catalog): string {
  const sentence = readSentence(error)
  return sentence !== null && inWords(sentence) === error.message ? inWords(sentence, catalog) : error.message
}

/** The words for an error that came from the instrument, whole or as plain data. */
export const inPageLanguage = (error: Told): string => translate(error, catalogFor(navigator.languages))

/** The words for anything thrown. */
export function told(thrown: unknown): string {
  return inWords(sentenceOf(thrown), catalogFor(navigator.languages))
}

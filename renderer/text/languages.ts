// The languages that errors can be shown in, and which of them a person gets.
import type { Catalog } from '#shared/sentence.ts'
import { en } from './en.ts'

/** By language tag, `de` or `pt-BR`. */
export const languages: { readonly [tag: string]: Catalog } = { en }

/**
 * The first of the languages a person reads that there is; English when there is none.
 * @param preferred tags, best first, as `navigator.languages` has them; `de-AT` is served by `de` where it is not there itself
 */
export function catalogFor(preferred: readonly string[], all = languages): Catalog {
  for (const tag of preferred)
    for (const name of [tag, tag.split('-')[0]!]) if (Object.hasOwn(all, name)) return all[name]!
  return en
}

// What two ends with different versions have in common. A viewer works with an instrument that has more topics than it
// knows, and without those that it can do without.
import { fail, say } from '../errors.ts'
import type { Sentence } from '../sentence.ts'
import type { Topics } from './topic.ts'

/**
 * The names of the topics that both ends have in the same version.
 * @param theirs the topics of the service with their versions
 * @throws EPROTO, with which of the two is too old, when an essential topic is not among them
 */
export function agreeOnTopics(topics: Topics, theirs: { readonly [name: string]: unknown }): ReadonlySet<string> {
  const common = new Set<string>()
  for (const [name, { version, essential }] of Object.entries(topics)) {
    const other = Object.hasOwn(theirs, name) ? theirs[name] : undefined
    if (other === version) common.add(name)
    else if (essential) fail('EPROTO', disagreement(name, version, other))
  }
  return common
}

function disagreement(name: string, version: number, other: unknown): Sentence {
  if (typeof other !== 'number') return say`This page is too new: the instrument has nothing called '${name}'.`
  return other > version
    ? say`This page is too old: it has version ${version} of '${name}', the instrument version ${other}. Reload it.`
    : say`This page is too new: it has version ${version} of '${name}', the instrument version ${other}. It needs a newer version of the program.`
}

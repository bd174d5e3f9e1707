// What a text finds in the guide: sections that have all of its words.
import type { GuidePage } from './page.ts'
import { plainText, textOf } from './page.ts'

/** A heading and what stands below it, up to the next one; what is long, such as a table, in pieces. */
interface Passage {
  readonly page: string
  readonly title: string
  readonly section: string
  readonly heading: string
  readonly text: string
}

export interface Found extends Omit<Passage, 'text'> {
  /** Some of its text, around the first word that was found. */
  readonly excerpt: string
}

/** More than this nobody looks through. */
const mostFound = 40
/** Characters of an excerpt before and behind the word. */
const around = { before: 40, behind: 120 } as const

function passagesOf({ id, title, blocks }: GuidePage): readonly Passage[] {
  const passages: Passage[] = []
  let section = ''
  let heading = title
  let texts: string[] = []
  const end = (): void => {
    passages.push({ page: id, title, section, heading, text: texts.join(' ') })
    texts = []
  }
  for (const block of blocks) {
    if (block.type === 'heading') {
      if (block.level === 1) continue
      end()
      section = block.id
      heading = plainText(block.content)
    } else texts.push(textOf(block))
  }
  end()
  return passages
}

function excerptOf(text: string, word: string): string {
  const at = Math.max(0, text.toLowerCase().indexOf(word))
  const from = Math.max(0, at - around.before)
  const until = Math.min(text.length, at + around.behind)
  return `${from > 0 ? '…' : ''}${text.slice(from, until).trim()}${until < text.length ? '…' : ''}`
}

/** Where a word was found counts: in the title of the page, in the heading, in the text as a whole word, in the text. */
function rankOf({ title, heading, text }: Passage, words: readonly string[]): number {
  let sum = 0
  for (const word of words) {
    const inTitle = title.toLowerCase().includes(word)
    const inHeading = heading.toLowerCase().includes(word)
    const at = text.toLowerCase().indexOf(word)
    if (!inTitle && !inHeading && at < 0) return 0
    const isBeginning = at === 0 || (at > 0 && !/[\p{L}\p{N}]/u.test(text.charAt(at - 1)))
    sum += (inTitle ? 4 : 0) + (inHeading ? 6 : 0) + (at < 0 ? 0 : isBeginning ? 2 : 1)
  }
  return sum
}

/** Best first; where two are as good, the one that is read first. An empty text finds nothing. */
export function findInGuide(pages: readonly GuidePage[], query: string): readonly Found[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  return pages
    .flatMap(passagesOf)
    .map((passage) => ({ passage, rank: rankOf(passage, words) }))
    .filter(({ rank }) => rank > 0)
    .toSorted((a, b) => b.rank - a.rank)
    .slice(0, mostFound)
    .map(({ passage: { text, ...place } }) => ({
      ...place,
      excerpt: excerptOf(text, words.find((word) => text.toLowerCase().includes(word)) ?? words[0]!),
    }))
}

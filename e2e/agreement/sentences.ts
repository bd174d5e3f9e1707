// Every sentence of the product, read from its source: what `say` and `phrase` make.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export interface Found {
  readonly kind: 'say' | 'phrase'
  readonly id: string
  /** What fills the gaps, as it is written. */
  readonly values: readonly ts.Expression[]
  /** `main/cli/command-line.ts:80` */
  readonly at: string
}

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Tests and tools say what they like. */
const isProduct = (file: string): boolean =>
  /\.(ts|vue)$/.test(file) &&
  !/\.(test|slow|pixels|d)\.ts$/.test(file) &&
  !file.split(path.sep).some((part) => part === 'testing' || part === 'bench' || part === 'node_modules')

export interface Source {
  readonly file: string
  readonly text: string
}

/** The source of the product. Of a Vue file the script, with everything before it as empty lines. */
export function productSource(): Source[] {
  return ['shared', 'main', 'renderer'].flatMap((room) =>
    readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' })
      .map((name) => path.join(room, name))
      .filter(isProduct)
      .map((file) => ({ file, text: scriptOf(readFileSync(path.join(root, file), 'utf8'), file) })),
  )
}

function scriptOf(text: string, file: string): string {
  if (!file.endsWith('.vue')) return text
  const script = /<script[^>]*>([\s\S]*?)<\/script>/d.exec(text)
  if (script === null) return ''
  const [from] = script.indices![1]!
  return text.slice(0, from).replace(/[^\n]/g, '') + script[1]!
}

/** The sentences and phrases of one file. */
export function sentencesOf({ file, text }: Source): Found[] {
  if (!/\b(say|phrase)`/.test(text)) return []
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found: Found[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && /^(say|phrase)$/.test(node.tag.getText())) {
      const at = `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
      found.push({ kind: node.tag.getText() as Found['kind'], ...partsOf(node.template), at })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function partsOf(template: ts.TemplateLiteral): Pick<Found, 'id' | 'values'> {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return { id: template.text, values: [] }
  const { head, templateSpans } = template
  return {
    id: head.text + templateSpans.map(({ literal }, k) => `{${k}}${literal.text}`).join(''),
    values: templateSpans.map(({ expression }) => expression),
  }
}

/** Words in what fills a gap that no translator would see: texts that are not in a sentence or a phrase of their own. */
export function hiddenWords(value: ts.Expression): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node)) return
    const isCompared = ts.isBinaryExpression(node.parent) && node.parent.operatorToken.kind !== ts.SyntaxKind.PlusToken
    const isText = ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node)
    if (isText && !isCompared && /[a-z]{3,}/.test(node.text)) found.push(node.text)
    ts.forEachChild(node, visit)
  }
  visit(value)
  return found
}

/** The gaps of a sentence, in the order in which they stand. */
export const gapsOf = (sentence: string): string[] => sentence.match(/\{\d+\}/g) ?? []

/**
 * What is wrong with the catalog of a language: sentences that nothing says, and gaps that were left out or made up.
 * @param texts every text of the source: words of a table (`word`) are among them
 */
export function catalogMistakes(
  catalog: Readonly<Record<string, string>>,
  ids: ReadonlySet<string>,
  texts: string,
): string[] {
  return Object.entries(catalog).flatMap(([id, translated]) => {
    if (!ids.has(id) && !texts.includes(id)) return [`Nothing says '${id}'.`]
    const [wanted, given] = [id, translated].map((one) => gapsOf(one).toSorted().join(' '))
    return wanted === given ? [] : [`'${translated}' has the gaps ${given}, and '${id}' has ${wanted}.`]
  })
}

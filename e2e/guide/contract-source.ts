// What the topics of the contract say of their calls, events and state in their own files: types and comments, which are gone when the
// program runs. Read as text; nothing of it is run.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

/** Of a call, an event or a field. */
export interface Told {
  /** As it is written. */
  readonly type: string
  /** Empty: nothing is said. */
  readonly about: string
}

export interface ToldTopic {
  readonly calls: ReadonlyMap<string, Told>
  readonly events: ReadonlyMap<string, Told>
  readonly fields: ReadonlyMap<string, Told>
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

function aboutOf(node: ts.Node): string {
  const said = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc)
  const text = said.map((one) => [
    ts.getTextOfJSDocComment(one.comment) ?? '',
    ...(one.tags ?? []).map(
      (tag) => `${tag.tagName.text === 'throws' ? 'Refused with' : ''} ${ts.getTextOfJSDocComment(tag.comment) ?? ''}`,
    ),
  ])
  return oneLine(
    text
      .flat()
      .join(' ')
      .replaceAll(/\{@link (?:\w+\s*\|\s*)?([^}]+)\}/g, '$1'),
  )
}

/** The first type argument below a node: of `of<T>()`, `newest<T>()`, `slice<T>()`. */
function typeIn(node: ts.Node, names: ReadonlySet<string>): ts.TypeNode | null {
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && names.has(node.expression.text))
    return node.typeArguments?.[0] ?? null
  return ts.forEachChild(node, (child) => typeIn(child, names) ?? undefined) ?? null
}

function partsOf(object: ts.ObjectLiteralExpression, part: string, names: ReadonlySet<string>): Map<string, Told> {
  const found = object.properties.find((one) => one.name?.getText() === part)
  const told = new Map<string, Told>()
  if (found === undefined || !ts.isPropertyAssignment(found) || !ts.isObjectLiteralExpression(found.initializer))
    return told
  for (const one of found.initializer.properties)
    told.set(one.name?.getText() ?? '', { type: oneLine(typeIn(one, names)?.getText() ?? ''), about: aboutOf(one) })
  return told
}

function fieldsOf(file: ts.SourceFile, object: ts.ObjectLiteralExpression): Map<string, Told> {
  const found = object.properties.find((one) => one.name?.getText() === 'state')
  const name = found === undefined ? undefined : typeIn(found, new Set(['slice']))?.getText()
  const fields = new Map<string, Told>()
  for (const statement of file.statements)
    if (ts.isInterfaceDeclaration(statement) && statement.name.text === name)
      for (const member of statement.members)
        if (ts.isPropertySignature(member))
          fields.set(member.name.getText(), { type: oneLine(member.type?.getText() ?? ''), about: aboutOf(member) })
  return fields
}

function readTopics(text: string, into: Map<string, ToldTopic>): void {
  const file = ts.createSourceFile('topic.ts', text, ts.ScriptTarget.Latest, true)
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (initializer === undefined || !ts.isCallExpression(initializer)) continue
      const [parts] = initializer.arguments
      if (initializer.expression.getText() !== 'defineTopic' || parts === undefined) continue
      if (!ts.isObjectLiteralExpression(parts)) continue
      into.set(name.getText(), {
        calls: partsOf(parts, 'calls', new Set(['of'])),
        events: partsOf(parts, 'events', new Set(['newest', 'oneByOne'])),
        fields: fieldsOf(file, parts),
      })
    }
  }
}

/** By the name of the topic. @param folder shared/contract */
export function toldTopics(folder: string): ReadonlyMap<string, ToldTopic> {
  const topics = new Map<string, ToldTopic>()
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted())
    if (file.endsWith('.ts') && !file.endsWith('.test.ts'))
      readTopics(readFileSync(path.join(folder, file), 'utf8'), topics)
  return topics
}

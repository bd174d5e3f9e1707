// Which code file imports which, type-only imports included, and the cycles in that.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

/** Files and what each imports, as paths from the root with slashes. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>

const codeFolders = ['shared', 'main', 'renderer', 'e2e']

/** Every code file below the root: TypeScript, JavaScript and Vue, no declarations. */
function codeFiles(root: string): string[] {
  return codeFolders
    .filter((folder) => existsSync(path.join(root, folder)))
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
        [folder, ...file.split(path.sep)].join('/'),
      ),
    )
    .filter((file) => /\.(ts|js|vue)$/.test(file) && !file.endsWith('.d.ts') && !file.includes('node_modules/'))
}

/** The script of a component, all of any other file. */
function scriptOf(file: string, text: string): string {
  if (!file.endsWith('.vue')) return text
  return [...text.matchAll(/<script[^>]*>(.*?)<\/script>/gs)].map(([, script]) => script).join('\n')
}

/** Path from the root of what `specifier` names in `file`; null for packages and Node's own modules. */
function resolve(file: string, specifier: string): string | null {
  if (/^#(shared|main|renderer)\//.test(specifier)) return specifier.slice(1)
  return specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : null
}

/** Reads the imports of all code files below `root`. */
export function readImports(root: string): ImportGraph {
  const files = codeFiles(root)
  const known = new Set(files)
  return new Map(
    files.map((file) => {
      const script = scriptOf(file, readFileSync(path.join(root, file), 'utf8'))
      const { importedFiles } = ts.preProcessFile(script, true, true)
      const targets = importedFiles.map(({ fileName }) => resolve(file, fileName))
      return [file, targets.filter((target): target is string => target !== null && known.has(target))]
    }),
  )
}

/** The groups of files that reach each other, sorted; a file that imports itself is one of them. */
export function findCycles(graph: ImportGraph): string[][] {
  const cycles: string[][] = []
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const stack: string[] = []
  /** Tarjan's algorithm: `lowest` is the earliest file on the stack that one reaches from here. */
  const visit = (file: string): void => {
    order.set(file, order.size)
    lowest.set(file, order.get(file)!)
    stack.push(file)
    for (const next of graph.get(file) ?? []) {
      if (!order.has(next)) visit(next)
      if (stack.includes(next)) lowest.set(file, Math.min(lowest.get(file)!, lowest.get(next)!))
    }
    if (lowest.get(file) !== order.get(file)) return
    const group = stack.splice(stack.indexOf(file))
    if (group.length > 1 || graph.get(file)?.includes(file)) cycles.push(group.sort())
  }
  for (const file of graph.keys()) if (!order.has(file)) visit(file)
  return cycles
}

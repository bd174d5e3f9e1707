// A copy of the product in which a guide's example can be tried: sources copied, packages and what is built linked.
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import ts from 'typescript'

/** The product itself. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Copies rooms of the product; returns the folder, which the caller removes. It lies in `test-results`, inside the tree, so that
 * tools which serve only what is in it find it; and no test is found there.
 */
export function copyProduct(rooms: readonly string[]): string {
  const results = path.join(root, 'test-results')
  mkdirSync(results, { recursive: true })
  const copy = mkdtempSync(path.join(results, 'guide-'))
  const isSource = (file: string): boolean => !/\.(test|slow|pixels)\.ts$|\/bench$/.test(file)
  for (const room of rooms) cpSync(path.join(root, room), path.join(copy, room), { recursive: true, filter: isSource })
  for (const file of ['package.json', 'tsconfig.base.json']) cpSync(path.join(root, file), path.join(copy, file))
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'))
  // Threads and kernels are the product's own, built; what the compiler says of types is the copy's.
  mkdirSync(path.join(copy, 'dist'))
  symlinkSync(path.join(root, 'dist/main'), path.join(copy, 'dist/main'))
  return copy
}

/**
 * What the compiler says of a copy.
 * @param files that are compiled, with what they import
 * @param looked which of the sources are looked at
 */
export function compileProblems(copy: string, files: readonly string[], looked: RegExp): string[] {
  const { config } = ts.readConfigFile(path.join(copy, 'main/tsconfig.json'), (file) => ts.sys.readFile(file)) as {
    config: object
  }
  const whole = ['main/kernels/webassembly.d.ts', ...files].map((file) => path.join(copy, file))
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, files: whole, include: [] },
    ts.sys,
    path.join(copy, 'main'),
  )
  const program = ts.createProgram(whole, { ...options, noEmit: true, composite: false, emitDeclarationOnly: false })
  const own = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(copy) && looked.test(fileName))
  if (own.length === 0) throw new Error('No source was compiled.')
  const problems = own.flatMap((source) => [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
  ])
  return problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

/** What the compiler says of the page of a copy; empty when nothing is wrong. */
export async function pageProblems(copy: string): Promise<string> {
  const compiler = path.join(root, 'node_modules/vue-tsc/bin/vue-tsc.js')
  try {
    await promisify(execFile)(process.execPath, [compiler, '-b', path.join(copy, 'renderer')], { cwd: copy })
    return ''
  } catch (thrown) {
    const { stdout, message } = thrown as { readonly stdout?: string; readonly message: string }
    return stdout === undefined || stdout === '' ? message : stdout
  }
}

// The version of the program: put in by the build, read from package.json when the sources run.
import { readFileSync } from 'node:fs'

declare const __BLOCKSCOPE_VERSION__: string | undefined

function fromPackage(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

const built = typeof __BLOCKSCOPE_VERSION__ === 'string' ? __BLOCKSCOPE_VERSION__ : ''

export const blockscopeVersion: string = built === '' ? fromPackage() : built

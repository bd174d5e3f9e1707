// `npm ci` refuses a lock file that leaves out a package another one names, even an optional one of another platform.
// Where the registry does not carry such a package, `npm install` drops it from the file: put it back by hand.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

interface Locked {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'))
const { packages } = read('package-lock.json') as { packages: Readonly<Record<string, Locked>> }

/** Whether Node would find `name` from the package at `at`. */
function isLocked(at: string, name: string): boolean {
  const parts = at === '' ? [] : at.split('/node_modules/')
  return [...parts.keys(), parts.length].some((depth) => {
    const inside = parts.slice(0, depth).join('/node_modules/')
    return `${inside === '' ? '' : `${inside}/`}node_modules/${name}` in packages
  })
}

describe('package-lock.json', () => {
  it('has every package that another one names, also the optional ones of other platforms', () => {
    const missing = Object.entries(packages).flatMap(([at, { dependencies, optionalDependencies, devDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies, ...(at === '' ? devDependencies : {}) })
        .filter((name) => !isLocked(at, name))
        .map((name) => `${name} of ${at}`),
    )
    expect(missing).toEqual([])
  })

  it('names no registry', () => {
    expect(JSON.stringify(packages)).not.toMatch(/"resolved":/)
  })

  it('pins exactly what package.json asks for', () => {
    const { devDependencies } = read('package.json') as Required<Locked>
    expect(packages['']?.devDependencies).toEqual(devDependencies)
    for (const version of Object.values(devDependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/)
  })
})

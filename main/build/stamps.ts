// What a target was built from, kept beside what was built.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { outputsOf, type Target } from './targets.ts'

const stampOf = (root: string, target: Target): string => path.join(root, 'dist', 'stamps', target)

/** Whether a target was built from other inputs than these (see {@link fingerprint}), or something of it is missing. */
export function isStale(root: string, target: Target, inputs: string): boolean {
  const file = stampOf(root, target)
  if (!existsSync(file) || readFileSync(file, 'utf8') !== inputs) return true
  return outputsOf(target).some((output) => !existsSync(path.join(root, output)))
}

/** Notes that a target was built from these inputs. */
export function stamp(root: string, target: Target, inputs: string): void {
  const file = stampOf(root, target)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, inputs)
}

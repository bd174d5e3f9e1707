// For the tests of the page: a copy of it with the feature of `renderer/features/README.md` applied.
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { applyGuide, readGuide } from './guide.ts'
import { copyProduct, root } from './product-copy.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the copy. */
    pageGuide: string
  }
}

export default function setup(project: TestProject): () => void {
  const copy = copyProduct(['renderer', 'shared'])
  applyGuide(readGuide(readFileSync(path.join(root, 'renderer/features/README.md'), 'utf8')), root, copy)
  project.provide('pageGuide', copy)
  return () => rmSync(copy, { recursive: true, force: true })
}

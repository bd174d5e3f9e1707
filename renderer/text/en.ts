// Sentences are written in English where they are made, so nothing has to be translated.
import type { Catalog } from '#shared/sentence.ts'

export const en: Catalog = {}

// A setup file of Vitest: what a test had in memory goes before the next one begins.
import { afterEach } from 'vitest'
import { giveMemoryBack } from './memory.ts'

afterEach(giveMemoryBack)

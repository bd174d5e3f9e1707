// A setup file of Vitest: it runs for each test file, what it imports once for each worker.
import './patience.ts'

// One set of specs, two lanes: `desktop` is the real Electron, `browser` is Chromium against the loopback server.
// Specs named *.desktop.spec.ts or *.browser.spec.ts are about one of them.
import { defineConfig } from '@playwright/test'
import type { LaneOptions } from './e2e/fixtures/lane.ts'

export default defineConfig<object, LaneOptions>({
  testDir: 'e2e/specs',
  outputDir: 'test-results/e2e',
  globalSetup: './e2e/setup/global-setup.ts',
  // Each instrument uses both cores of a small machine: one at a time.
  workers: 1,
  // What is waited for comes at once where the machine is free, and late where it is not.
  timeout: 240_000,
  expect: { timeout: 60_000 },
  // A machine that others use as well may lose a race that has nothing to do with us; the report names who needed a second try.
  retries: 1,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  projects: [
    { name: 'desktop', testIgnore: '**/*.browser.spec.ts', use: { lane: 'desktop' } },
    { name: 'browser', testIgnore: '**/*.desktop.spec.ts', use: { lane: 'browser' } },
  ],
})

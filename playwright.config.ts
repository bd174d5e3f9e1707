// One set of specs, two lanes: `desktop` is the real Electron, `browser` is Chromium against the loopback server.
// Specs named *.desktop.spec.ts or *.browser.spec.ts are about one of them.
import { defineConfig } from '@playwright/test'
import type { LaneOptions } from './e2e/fixtures/lane.ts'

export default defineConfig<LaneOptions>({
  testDir: 'e2e/specs',
  outputDir: 'test-results/e2e',
  globalSetup: './e2e/setup/global-setup.ts',
  // Each instrument uses both cores of a small machine: one at a time.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  projects: [
    { name: 'desktop', testIgnore: '**/*.browser.spec.ts', use: { lane: 'desktop' } },
    { name: 'browser', testIgnore: '**/*.desktop.spec.ts', use: { lane: 'browser' } },
  ],
})

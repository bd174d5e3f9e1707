// One Vitest run for every room. Node for shared/ and main/, happy-dom for renderer/.
import { readdirSync, readFileSync } from 'node:fs'
import vue from '@vitejs/plugin-vue'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'
import { findChromium } from './e2e/setup/programs.ts'
import { lookAtSignals } from './e2e/truth/commands.ts'
import { guidePlugin } from './renderer/guide-plugin.ts'

/** A test that waits for a condition waits this long before it fails: machines may be busy. ms. `vi.waitFor` has it from a setup file. */
const patience = { testTimeout: 60_000, hookTimeout: 120_000, expect: { poll: { timeout: 30_000 } } }

const chromium = findChromium()
/** What only a browser can paint, if there is one. Without a graphics card WebGL is computed, and does not want to be. */
const painted: TestProjectConfiguration[] =
  chromium === null
    ? []
    : [
        {
          test: {
            name: 'pixels',
            include: ['{renderer,e2e}/**/*.pixels.ts'],
            globalSetup: ['main/build/vitest-setup.ts'],
            browser: {
              enabled: true,
              headless: true,
              screenshotFailures: false,
              provider: playwright({
                launchOptions: {
                  executablePath: chromium,
                  args: [
                    '--no-sandbox',
                    '--enable-unsafe-swiftshader',
                    '--use-angle=swiftshader',
                    '--disable-accelerated-2d-canvas',
                  ],
                },
              }),
              commands: { lookAtSignals },
              instances: [{ browser: 'chromium' }],
            },
            ...patience,
          },
        },
      ]

/** Tests of the page that put other modules in place of the product's: nobody else may get those. */
const mocking = readdirSync(new URL('renderer', import.meta.url), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => `renderer/${file.replaceAll('\\', '/')}`)
  .filter((file) => readFileSync(new URL(file, import.meta.url), 'utf8').includes('vi.mock('))

/** Most of what a test of the page costs is to load the page: the others of a worker share it. */
const page = (
  name: string,
  files: { include: string[]; exclude?: string[]; isolate?: boolean },
): TestProjectConfiguration => ({
  plugins: [vue(), guidePlugin()],
  test: {
    name,
    environment: 'happy-dom',
    // Styles have no effect in it; a test may read their text.
    css: { include: [/\.css\?raw/] },
    setupFiles: ['shared/testing/patience-setup.ts', 'shared/testing/leak-setup.ts', 'renderer/testing/dom-setup.ts'],
    globalSetup: ['main/testing/page-guide-setup.ts'],
    ...patience,
    ...files,
  },
})

export default defineConfig({
  test: {
    // Measured by the suite of the IIO and DMA layers in `npm test`: below these figures it fails.
    coverage: {
      provider: 'v8',
      include: ['main/{iio,dmaengine}/**/*.ts'],
      exclude: ['**/*.test.ts'],
      reporter: ['text-summary'],
      reportsDirectory: 'test-results/coverage',
      thresholds: { 'main/iio/**': { branches: 95 }, 'main/dmaengine/**': { branches: 95 } },
    },
    projects: [
      {
        test: {
          name: 'node',
          include: ['{shared,main,e2e}/**/*.test.ts'],
          environment: 'node',
          ...patience,
          setupFiles: [
            'shared/testing/patience-setup.ts',
            'shared/testing/leak-setup.ts',
            'main/testing/memory-setup.ts',
          ],
          globalSetup: ['main/build/vitest-setup.ts'],
        },
      },
      {
        // Tests of minutes, which want the machine for themselves: a suite of their own in `npm test`.
        test: {
          name: 'slow',
          include: ['{main,e2e}/**/*.slow.ts'],
          environment: 'node',
          ...patience,
          globalSetup: ['main/build/vitest-setup.ts'],
        },
      },
      ...painted,
      page('page', { include: ['renderer/**/*.test.ts'], exclude: mocking, isolate: false }),
      page('page-mocks', { include: mocking }),
    ],
  },
})

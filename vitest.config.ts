// One Vitest run for every room. Node for shared/ and main/, happy-dom for renderer/.
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/** A test that waits for a condition waits this long before it fails: machines may be busy. ms. */
const patience = { testTimeout: 60_000, hookTimeout: 120_000 }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          include: ['{shared,main,e2e}/**/*.test.ts'],
          environment: 'node',
          ...patience,
          globalSetup: ['main/build/vitest-setup.ts'],
        },
      },
      {
        plugins: [vue()],
        test: { name: 'page', include: ['renderer/**/*.test.ts'], environment: 'happy-dom', ...patience },
      },
    ],
  },
})

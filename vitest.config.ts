// One Vitest run for every room. Node for shared/ and main/, happy-dom for renderer/.
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          include: ['{shared,main,e2e}/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['main/build/vitest-setup.ts'],
        },
      },
      {
        plugins: [vue()],
        test: { name: 'page', include: ['renderer/**/*.test.ts'], environment: 'happy-dom' },
      },
    ],
  },
})

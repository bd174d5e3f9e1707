// Builds the page into dist/page. No inlined assets and relative addresses: the page is served from app:// and from a
// loopback server under a content security policy that allows nothing but its own files.
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { guidePlugin } from './guide-plugin.ts'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [vue(), guidePlugin()],
  build: {
    target: 'chrome130',
    outDir: '../dist/page',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
})

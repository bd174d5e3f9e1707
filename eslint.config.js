// What Biome cannot see: Vue components, and the order of the rooms. Formatting is Biome's; the rules that need types are
// Oxlint's in TypeScript (.oxlintrc.json), which takes a tenth of the time, and are here for components, which it cannot read.
import { readFileSync } from 'node:fs'
import vue from 'eslint-plugin-vue'
import ts from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'
import { roomOrder } from './main/build/room-order.js'

/** Rules that find real faults and need types; the compiler's strict mode covers the rest. Those of Oxlint, by their names here. */
const { rules } = JSON.parse(readFileSync(new URL('.oxlintrc.json', import.meta.url), 'utf8'))
const typed = Object.fromEntries(
  Object.entries(rules).map(([name, rule]) => [name.replace('typescript/', '@typescript-eslint/'), rule]),
)

export default [
  {
    ignores: [
      '**/node_modules/',
      'dist/',
      'release/',
      'coverage/',
      'test-results/',
      'main/kernels/assembly/',
      '**/*.d.ts',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,js}'],
    plugins: { rooms: { rules: { order: roomOrder } } },
    rules: { 'rooms/order': 'error' },
  },
  {
    files: ['**/*.ts'],
    languageOptions: { parser: ts.parser },
  },
  ...vue.configs['flat/recommended'].map((config) => ({ ...config, files: ['renderer/**/*.vue'] })),
  {
    files: ['renderer/**/*.vue'],
    plugins: { '@typescript-eslint': ts.plugin, rooms: { rules: { order: roomOrder } } },
    languageOptions: {
      parser: vueParser,
      parserOptions: { parser: ts.parser, project: 'renderer/tsconfig.json', extraFileExtensions: ['.vue'] },
    },
    rules: {
      ...typed,
      'rooms/order': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/no-v-html': 'error',
      'vue/no-static-inline-styles': 'error', // the content policy would drop them
      // Layout is the formatter's.
      'vue/first-attribute-linebreak': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/html-indent': 'off',
      'vue/html-self-closing': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/singleline-html-element-content-newline': 'off',
    },
  },
]

// A trace computed from channels.
import type { Feature } from '../../kit/feature.ts'
import MathPanel from './MathPanel.vue'

export const math = { id: 'math', panel: MathPanel } as const satisfies Feature

import type { Rule } from 'eslint'

export declare const rooms: readonly string[]
export declare const roomOrder: Rule.RuleModule
